using System.Globalization;
using System.Threading.RateLimiting;
using Vics.Web.Accounts;

namespace Vics.Web.Hosting;

/// <summary>How often an account may have this server call on devices that are not in the inventory: often enough for people, too seldom to scan a network.</summary>
internal static class RateLimits
{
    /// <summary>Looks for cameras: probes, tries of streams, calls into the network.</summary>
    public const string CameraSearch = "cameraSearch";

    /// <summary>Looks a minute, for each account.</summary>
    public const int LooksPerMinute = 30;

    public static IServiceCollection AddVicsRateLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(10);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(CameraSearch, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.User.AccountId()?.ToString() ?? context.Origin(),
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = LooksPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            }));
    });

    /// <summary>After the account is known.</summary>
    public static void UseVicsRateLimits(this WebApplication app) => app.UseRateLimiter();
}
