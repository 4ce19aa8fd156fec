namespace Vics.Domain.Accounts;

/// <summary>The words of the audit log for accounts and API tokens.</summary>
public static class AccountActions
{
    /// <summary>An account was made.</summary>
    public const string Created = "account.created";

    /// <summary>Its role was changed.</summary>
    public const string RoleChanged = "account.roleChanged";

    /// <summary>It got a new password, by its owner or by an administrator.</summary>
    public const string PasswordChanged = "account.passwordChanged";

    /// <summary>It was let in again before its lock ended.</summary>
    public const string Unlocked = "account.unlocked";

    /// <summary>It was removed.</summary>
    public const string Deleted = "account.deleted";

    /// <summary>It signed in.</summary>
    public const string SignedIn = "account.signedIn";

    /// <summary>It signed out of one browser.</summary>
    public const string SignedOut = "account.signedOut";

    /// <summary>It signed out of all browsers.</summary>
    public const string SignedOutEverywhere = "account.signedOutEverywhere";

    /// <summary>Somebody tried to sign in and was not let in.</summary>
    public const string SignInRefused = "account.signInRefused";

    /// <summary>Too many wrong passwords locked it for a while.</summary>
    public const string LockedOut = "account.lockedOut";

    /// <summary>An API token was made.</summary>
    public const string TokenCreated = "token.created";

    /// <summary>An API token was ended.</summary>
    public const string TokenDeleted = "token.deleted";
}
