using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>A look-up of go2rtc, which answers as an ONVIF device: a counterpart that none of us wrote. It asks nobody on loopback for an account.</summary>
public sealed class Go2rtcTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_stream_and_still_picture_are_found_and_the_picture_comes()
    {
        await using var server = await RtspCamera.StartAsync();
        await using var bench = new OnvifBench();
        var access = new CameraAccess { Host = "127.0.0.1", Port = new Uri(server.MjpegUrl).Port };

        var facts = await bench.Probe.ProbeAsync(access, Ct);
        await bench.Probe.CheckAsync(access, Ct);

        var profile = Assert.Single(facts.Profiles);
        Assert.Equal(("cam", server.Url), (profile.Token, profile.RtspUrl?.Split('?')[0]));
        Assert.InRange(facts.ClockSkew!.Value.TotalSeconds, -10, 10);
        Assert.Equal([0xFF, 0xD8], (await bench.Snapshots.FetchAsync(access, profile.SnapshotUrl!, Ct))[..2]);
        var fault = await OnvifBench.FaultOfAsync(() => bench.Ptz.StopAsync(access, null, Ct));
        Assert.Equal(DeviceFaultCode.NotSupported, fault.Code);
    }
}
