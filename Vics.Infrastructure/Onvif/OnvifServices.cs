using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Cameras;

namespace Vics.Infrastructure.Onvif;

/// <summary>The parts list of the ONVIF adapter.</summary>
internal static class OnvifServices
{
    /// <summary>Registers the way to cameras.</summary>
    public static IServiceCollection AddOnvif(this IServiceCollection services)
    {
        services.AddOptions<OnvifOptions>().BindConfiguration(OnvifOptions.Section);
        return services
            .AddSingleton<OnvifMemory>()
            .AddSingleton<ICameraProbe, OnvifCameraProbe>()
            .AddSingleton<IPtzControl, OnvifPtz>()
            .AddSingleton<ICameraSnapshots, OnvifSnapshots>()
            .AddSingleton<ICameraDiscovery, WsDiscovery>();
    }
}
