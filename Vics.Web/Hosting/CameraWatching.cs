using Vics.Web.Background;
using Vics.Web.Cameras;

namespace Vics.Web.Hosting;

/// <summary>Looking after the cameras, and telling open pages.</summary>
internal static class CameraWatching
{
    public static IServiceCollection AddVicsCameraWatching(this IServiceCollection services) => services.AddHostedService<CameraMonitorWorker>();

    public static void MapVicsCameraWatching(this WebApplication app) => app.MapHub<CamerasHub>("/hubs/cameras");
}
