using Vics.Web.Background;
using Vics.Web.Cameras;

namespace Vics.Web.Hosting;

/// <summary>Adding cameras and working with them.</summary>
internal static class Cameras
{
    public static IServiceCollection AddVicsCameras(this IServiceCollection services) => services
        .AddVicsRateLimits()
        .AddSingleton<CarriedPassword>()
        .AddHostedService<PtzStop>();
}
