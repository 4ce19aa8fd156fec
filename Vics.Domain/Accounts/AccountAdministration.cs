using Vics.Domain.Audit;

namespace Vics.Domain.Accounts;

/// <summary>Keeps the accounts: the pages, the API and the command line all do it through here, so each change is in the audit log.</summary>
public sealed class AccountAdministration(IAccountStore accounts, AuditTrail audit)
{
    /// <summary>Adds an account.</summary>
    public async Task<AccountChange> CreateAsync(string userName, Secret password, Role role, Actor actor, CancellationToken ct) =>
        await RecordAsync(await accounts.CreateAsync(userName, password, role, ct), actor, AccountActions.Created, role.NameOf(), ct);

    /// <summary>Gives an account another role; its sessions end. The last administrator stays one (field error <c>role</c>).</summary>
    public async Task<AccountChange> ChangeRoleAsync(AccountId id, Role role, Actor actor, CancellationToken ct)
    {
        var before = await accounts.FindAsync(id, ct);
        if (before is null)
            return new AccountChange.NoSuchAccount();
        if (before.Role == role)
            return new AccountChange.Done(before);
        if (await RefusalAsync(before, role, ct) is { } refused)
            return refused;

        var detail = $"{before.Role.NameOf()} → {role.NameOf()}";
        return await RecordAsync(await accounts.SetRoleAsync(id, role, ct), actor, AccountActions.RoleChanged, detail, ct);
    }

    /// <summary>Gives an account a role and, where there is one, a new password: both or neither.</summary>
    public async Task<AccountChange> ChangeAsync(AccountId id, Role role, Secret? password, Actor actor, CancellationToken ct)
    {
        if (password is not null)
        {
            if (await accounts.FindAsync(id, ct) is { } before && await RefusalAsync(before, role, ct) is { } refused)
                return refused;
            if (await ResetPasswordAsync(id, password, actor, ct) is var reset and not AccountChange.Done)
                return reset;
        }

        return await ChangeRoleAsync(id, role, actor, ct);
    }

    /// <summary>Sets a new password without asking for the old one; the account's sessions end.</summary>
    public async Task<AccountChange> ResetPasswordAsync(AccountId id, Secret password, Actor actor, CancellationToken ct) =>
        await RecordAsync(await accounts.SetPasswordAsync(id, password, ct), actor, AccountActions.PasswordChanged, null, ct);

    /// <summary>
    /// Sets one's own password after a check of the current one (field errors <c>currentPassword</c>, <c>newPassword</c>).
    /// All sessions of the account end, the one it was asked from too.
    /// </summary>
    public async Task<AccountChange> ChangeOwnPasswordAsync(Account account, Secret current, Secret next, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(account);
        switch (await accounts.CheckPasswordAsync(account.UserName, current, ct))
        {
            case PasswordCheck.LockedOut:
                return Refused("currentPassword", OperatorText.Of($"Too many wrong passwords. Try again later."));
            case PasswordCheck.Wrong:
                return Refused("currentPassword", OperatorText.Of($"This is not your current password."));
        }

        var change = await ResetPasswordAsync(account.Id, next, actor, ct);
        return change is AccountChange.Refused(var errors)
            ? new AccountChange.Refused([.. errors.Select(error => error.Field == "password" ? error with { Field = "newPassword" } : error)])
            : change;
    }

    /// <summary>Lets a locked account in again.</summary>
    public async Task<AccountChange> UnlockAsync(AccountId id, Actor actor, CancellationToken ct)
    {
        if (await accounts.FindAsync(id, ct) is not { } account)
            return new AccountChange.NoSuchAccount();

        await accounts.UnlockAsync(id, ct);
        return await RecordAsync(new AccountChange.Done(account with { LockedUntil = null }), actor, AccountActions.Unlocked, null, ct);
    }

    /// <summary>Removes an account with its sessions and tokens. The last administrator stays.</summary>
    public async Task<AccountChange> DeleteAsync(AccountId id, Actor actor, CancellationToken ct) =>
        await RecordAsync(await accounts.DeleteAsync(id, ct), actor, AccountActions.Deleted, null, ct);

    private static AccountChange.Refused Refused(string field, OperatorText message) => new([new(field, message)]);

    private async Task<AccountChange.Refused?> RefusalAsync(Account account, Role role, CancellationToken ct) =>
        account.Role is Role.Administrator && role is not Role.Administrator && await IsLastAdministratorAsync(account, ct)
            ? Refused("role", OperatorText.Of($"The last administrator must stay one."))
            : null;

    private async Task<bool> IsLastAdministratorAsync(Account account, CancellationToken ct) =>
        !(await accounts.ListAsync(ct)).Any(other => other.Role is Role.Administrator && other.Id != account.Id);

    private async Task<AccountChange> RecordAsync(AccountChange change, Actor actor, string action, string? detail, CancellationToken ct)
    {
        if (change is AccountChange.Done(var account))
            await audit.RecordAsync(actor, action, account.UserName, account.Id.Value, detail, ct);
        return change;
    }
}
