namespace Vics.Domain.Accounts;

/// <summary>Keeps accounts, their passwords and their roles.</summary>
public interface IAccountStore
{
    /// <summary>Whether any account exists; without one the first visit is the first-run set-up.</summary>
    Task<bool> AnyAsync(CancellationToken ct);

    /// <summary>All accounts by name.</summary>
    Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct);

    /// <summary>One account, or null.</summary>
    Task<Account?> FindAsync(AccountId id, CancellationToken ct);

    /// <summary>One account by its name, or null.</summary>
    Task<Account?> FindByNameAsync(string userName, CancellationToken ct);

    /// <summary>Adds an account; a name taken or a password too weak comes back as field errors (<c>userName</c>, <c>password</c>, <c>role</c>).</summary>
    Task<AccountChange> CreateAsync(string userName, Secret password, Role role, CancellationToken ct);

    /// <summary>Sets the role; ends the account's sessions so that the new one holds at once.</summary>
    Task<AccountChange> SetRoleAsync(AccountId id, Role role, CancellationToken ct);

    /// <summary>Sets a new password; ends the account's sessions.</summary>
    Task<AccountChange> SetPasswordAsync(AccountId id, Secret password, CancellationToken ct);

    /// <summary>Lets a locked account in again.</summary>
    Task UnlockAsync(AccountId id, CancellationToken ct);

    /// <summary>Removes an account with its sessions and tokens. The last administrator stays (field error <c>id</c>).</summary>
    Task<AccountChange> DeleteAsync(AccountId id, CancellationToken ct);

    /// <summary>Checks a password, counting the wrong ones: too many lock the account for a while.</summary>
    Task<PasswordCheck> CheckPasswordAsync(string userName, Secret password, CancellationToken ct);
}

/// <summary>How a change to an account ended.</summary>
public abstract record AccountChange
{
    private AccountChange()
    {
    }

    /// <summary>Done; the account as it is now (as it was, after a deletion).</summary>
    public sealed record Done(Account Account) : AccountChange;

    /// <summary>Not done, and why.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : AccountChange;

    /// <summary>There is no such account.</summary>
    public sealed record NoSuchAccount : AccountChange;
}

/// <summary>How a sign-in ended.</summary>
public abstract record PasswordCheck
{
    private PasswordCheck()
    {
    }

    /// <summary>It is the account's password.</summary>
    public sealed record Right(Account Account) : PasswordCheck;

    /// <summary>No such account or not its password: which, is nobody's business.</summary>
    public sealed record Wrong : PasswordCheck;

    /// <summary>Too many wrong ones before; not even the right one counts until then.</summary>
    public sealed record LockedOut(DateTimeOffset Until) : PasswordCheck;
}
