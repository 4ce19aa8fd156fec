using Microsoft.Extensions.DependencyInjection;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>The parts list of HTTP towards devices.</summary>
internal static class DeviceHttpServices
{
    /// <summary>Registers the way to devices.</summary>
    public static IServiceCollection AddDeviceHttp(this IServiceCollection services) =>
        services.AddSingleton<DeviceDialer>().AddSingleton<DeviceHttpClient>();
}
