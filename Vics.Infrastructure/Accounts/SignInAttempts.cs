using Microsoft.EntityFrameworkCore;
using Vics.Infrastructure.Persistence;

namespace Vics.Infrastructure.Accounts;

/// <summary>
/// Counts tries to sign in. Each try is counted before its password is looked at, in one statement: Identity's own counter reads, checks,
/// then writes, and of a hundred guesses sent at once would count one and check them all.
/// </summary>
internal sealed class SignInAttempts(VicsDbContext context, AccountOptions options, TimeProvider clock)
{
    /// <summary>Takes one of the tries left. Where none is left, nothing is taken and the end of the lockout comes back.</summary>
    public async Task<DateTimeOffset?> TakeAsync(Guid account, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        DateTimeOffset? lockedUntil = now.Value.AddMinutes(options.LockoutMinutes);
        var most = options.LockoutAttempts;
        // A lockout that is over begins the count anew; the try that uses up the last one locks, until it proves right.
        var taken = await context.Users.Where(user => user.Id == account && (user.LockoutEnd == null || user.LockoutEnd <= now)).ExecuteUpdateAsync(
            set => set
                .SetProperty(user => user.AccessFailedCount, user => user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1)
                .SetProperty(user => user.LockoutEnd, user => (user.LockoutEnd == null ? user.AccessFailedCount + 1 : 1) >= most ? lockedUntil : null),
            ct);
        if (taken > 0)
            return null;
        return await context.Users.Where(user => user.Id == account).Select(user => user.LockoutEnd).SingleOrDefaultAsync(ct) ?? now;
    }

    /// <summary>Forgets the wrong ones.</summary>
    public Task ForgetAsync(Guid account, CancellationToken ct) => context.Users.Where(user => user.Id == account).ExecuteUpdateAsync(
        set => set.SetProperty(user => user.AccessFailedCount, 0).SetProperty(user => user.LockoutEnd, (DateTimeOffset?)null), ct);
}
