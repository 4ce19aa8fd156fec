using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Vics.Web.Hosting;

namespace Vics.Web.Accounts;

/// <summary>
/// Slows down who guesses passwords or the set-up code, by network address. Only what failed counts: an office behind one
/// address signs in as often as it likes. Each account's own lock (<c>PasswordCheck.LockedOut</c>) is apart from this.
/// </summary>
public sealed class SignInThrottle(IOptions<VicsOptions> settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _failures = PartitionedRateLimiter.Create<string, string>(origin =>
        RateLimitPartition.GetSlidingWindowLimiter(origin, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = settings.Value.SignIn.FailuresPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));

    /// <summary>Whether the address failed too often; then <c>Retry-After</c> is set and the answer must be 429.</summary>
    public bool IsTooMuchFor(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var lease = _failures.AttemptAcquire(context.Origin(), permitCount: 0);
        if (lease.IsAcquired)
            return false;

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(10);
        context.Response.Headers.RetryAfter = $"{Math.Max(1, Math.Ceiling(wait.TotalSeconds)):0}";
        return true;
    }

    /// <summary>Counts a failure.</summary>
    public void Count(HttpContext context)
    {
        using var lease = _failures.AttemptAcquire(context.Origin());
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();
}
