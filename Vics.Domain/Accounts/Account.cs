namespace Vics.Domain.Accounts;

/// <summary>A person or script that may sign in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UserName">Unique, whatever the case.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LockedUntil">Set while too many wrong passwords keep it out.</param>
public sealed record Account(AccountId Id, string UserName, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LockedUntil)
{
    /// <summary>The account as the one who does something, from <paramref name="origin"/>.</summary>
    public Actor AsActor(string origin) => new(Id, UserName, origin);
}
