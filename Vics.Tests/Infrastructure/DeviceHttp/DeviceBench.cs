using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Network;
using Xunit;

namespace Vics.Tests.Infrastructure.DeviceHttp;

/// <summary>What the tests of HTTP towards devices do again and again.</summary>
internal static class DeviceBench
{
    public static DeviceHttpClient Client(string? allowed = null)
    {
        Assert.True(AllowedNetworks.TryParse(allowed, out var networks));
        return new DeviceHttpClient(new DeviceDialer(networks), TimeProvider.System);
    }

    /// <summary>Asserts that the adapter says what is wrong in the domain's words.</summary>
    public static async Task<DeviceFault> FaultOfAsync(DeviceFaultCode code, Func<Task> act)
    {
        var thrown = await Assert.ThrowsAsync<DeviceException>(act);
        Assert.True(code == thrown.Fault.Code, thrown.ToString());
        return thrown.Fault;
    }
}
