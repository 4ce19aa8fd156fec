using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>The ONVIF adapter as the product puts it together, and recorded replies.</summary>
internal sealed class OnvifBench : IAsyncDisposable
{
    private readonly ServiceProvider _parts;

    public OnvifBench()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Vics:Onvif:DiscoverOnLoopback"] = "true" }).Build();
        _parts = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(AllowedNetworks.Default)
            .AddVicsInfrastructure(settings)
            .BuildServiceProvider();
    }

    public ICameraProbe Probe => _parts.GetRequiredService<ICameraProbe>();

    public IPtzControl Ptz => _parts.GetRequiredService<IPtzControl>();

    public ICameraSnapshots Snapshots => _parts.GetRequiredService<ICameraSnapshots>();

    public ICameraDiscovery Discovery => _parts.GetRequiredService<ICameraDiscovery>();

    /// <summary>A reply of Vics.Tests/TestData/onvif.</summary>
    public static byte[] Recorded(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "Vics.Tests", "TestData", "onvif", $"{name}.xml"));

    /// <summary>How to speak to whatever listens at a port of this machine.</summary>
    public static CameraAccess AccessTo(int port) => new() { Host = "127.0.0.1", Port = port, UserName = "admin", Password = new Secret("a-password") };

    /// <summary>The fault that a call ends with.</summary>
    public static async Task<DeviceFault> FaultOfAsync(Func<Task> call) => (await Assert.ThrowsAsync<DeviceException>(call)).Fault;

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
