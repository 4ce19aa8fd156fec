using Vics.Domain.Audit;

namespace Vics.Domain.Accounts;

/// <summary>Signing in and out, with its lines in the audit log. The browser's session itself is the web's.</summary>
public sealed class SignIn(IAccountStore accounts, IAccountSessions sessions, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longer names are cut in the audit log: what is typed here may be anything.</summary>
    private const int LongestNoted = 64;

    /// <summary>Checks a name and a password; <paramref name="origin"/> is where they come from.</summary>
    public async Task<PasswordCheck> AttemptAsync(string userName, Secret password, string origin, CancellationToken ct)
    {
        var check = await accounts.CheckPasswordAsync(userName, password, ct);
        switch (check)
        {
            case PasswordCheck.Right(var account):
                await audit.RecordAsync(account.AsActor(origin), AccountActions.SignedIn, account.UserName, account.Id.Value, null, ct);
                break;
            case PasswordCheck.LockedOut:
                await RefuseAsync(userName, origin, "locked out", ct);
                break;
            default:
                await RefuseAsync(userName, origin, null, ct);
                await NoteLockAsync(userName, origin, ct);
                break;
        }

        return check;
    }

    /// <summary>Notes that a browser was signed out.</summary>
    public Task SignedOutAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return audit.RecordAsync(actor, AccountActions.SignedOut, actor.Name, actor.Id?.Value, null, ct);
    }

    /// <summary>Signs an account out of every browser. How many sessions there were.</summary>
    public async Task<int> SignOutEverywhereAsync(AccountId account, Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var ended = await sessions.EndAllAsync(account, ct);
        await audit.RecordAsync(actor, AccountActions.SignedOutEverywhere, actor.Name, account.Value, null, ct);
        return ended;
    }

    private Task RefuseAsync(string userName, string origin, string? detail, CancellationToken ct)
    {
        var noted = userName.Length <= LongestNoted ? userName : userName[..LongestNoted];
        return audit.RecordAsync(new Actor(null, noted, origin), AccountActions.SignInRefused, noted, null, detail, ct);
    }

    // The check that locks an account answers as every wrong one does, so the account is looked at afterwards.
    private async Task NoteLockAsync(string userName, string origin, CancellationToken ct)
    {
        var account = await accounts.FindByNameAsync(userName, ct);
        if (account?.LockedUntil > clock.GetUtcNow())
            await audit.RecordAsync(new Actor(null, account.UserName, origin), AccountActions.LockedOut, account.UserName, account.Id.Value, null, ct);
    }
}
