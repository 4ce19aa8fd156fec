using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Vics.Web.Hosting;

/// <summary>
/// <c>/health/live</c>: the program answers. <c>/health/ready</c>: what it needs (database, data directory) answers too;
/// those checks are added with <c>AddHealthChecks().AddCheck…</c> by who owns the thing.
/// </summary>
internal static class Health
{
    public static IServiceCollection AddVicsHealth(this IServiceCollection services)
    {
        services.AddHealthChecks();
        return services;
    }

    public static void MapVicsHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}
