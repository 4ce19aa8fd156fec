using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Look-ups of a simulated camera, of none, and of what is no camera.</summary>
public sealed class ProbeTests : IAsyncDisposable
{
    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_look_up_tells_what_a_camera_is_and_where_its_pictures_are()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--rtsp-main", "rtsp://127.0.0.1:8554/door", "--rtsp-sub", "rtsp://127.0.0.1:8554/door-small");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Equal(("VICS", "DC-100", "1.4.2", "DC100-0001"), (facts.Manufacturer, facts.Model, facts.Firmware, facts.Serial));
        Assert.True(facts.Ptz);
        Assert.InRange(facts.ClockSkew!.Value.TotalSeconds, -5, 5);
        Assert.Equal(
            [
                new CameraProfile
                {
                    Token = "main", Name = "Main stream", Codec = "H264", Width = 1920, Height = 1080, FrameRate = 25, BitrateKbps = 4096, Ptz = true,
                    RtspUrl = "rtsp://127.0.0.1:8554/door", SnapshotUrl = $"http://127.0.0.1:{camera.Port}/snapshot/main.jpg",
                },
                new CameraProfile
                {
                    Token = "sub", Name = "Sub stream", Codec = "H264", Width = 640, Height = 360, FrameRate = 15, BitrateKbps = 512, Ptz = true,
                    RtspUrl = "rtsp://127.0.0.1:8554/door-small", SnapshotUrl = $"http://127.0.0.1:{camera.Port}/snapshot/sub.jpg",
                },
            ],
            facts.Profiles);
    }

    [Fact]
    public async Task A_check_takes_two_requests_at_first_and_one_later()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "wsse");

        await _bench.Probe.CheckAsync(camera.Access, Ct);
        var first = (await camera.WitnessAsync(Ct)).Requests;
        await _bench.Probe.CheckAsync(camera.Access, Ct);
        var second = (await camera.WitnessAsync(Ct)).Requests;

        Assert.Equal((2, 3), (first, second));
    }

    [Theory]
    [InlineData("GetDeviceInformation")]
    [InlineData("GetProfiles")]
    public async Task Quirk01_A_camera_three_hours_off_is_stamped_by_its_own_clock(string operation)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "wsse", "--clock-offset=-10800");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.InRange(facts.ClockSkew!.Value.TotalSeconds, -10805, -10795);
        Assert.Equal(2, facts.Profiles.Count);
        Assert.Contains((await camera.WitnessAsync(Ct)).Asked, asked => asked.Operation == operation && asked.SignedBy == "wsse");
    }

    [Fact]
    public async Task Quirk01_A_clock_that_is_set_in_between_is_read_again()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "wsse");
        await _bench.Probe.CheckAsync(camera.Access, Ct);

        await camera.SetAsync(Ct, ("clock-offset", "7200"));

        await _bench.Probe.CheckAsync(camera.Access, Ct);
    }

    [Fact]
    public async Task Quirk02_A_camera_that_wants_the_account_even_for_its_time_gets_it()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "wsse", "--time-needs-login");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.NotNull(facts.ClockSkew);
        Assert.Equal(2, facts.Profiles.Count);
    }

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Quirk05_HTTP_Digest_alone_is_found_and_remembered(string algorithm)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "digest", "--algorithms", algorithm, "--clock-offset", "90000");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);
        var asked = (await camera.WitnessAsync(Ct)).Asked;

        Assert.Equal(2, facts.Profiles.Count);
        Assert.Single(asked, one => one.SignedBy == "wsse");
        Assert.Contains(asked, one => one is { Operation: "GetProfiles", SignedBy: "digest" });
    }

    [Fact]
    public async Task Quirk07_A_camera_that_does_not_know_the_security_header_is_asked_without()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--rejects-security", "--auth", "digest");

        Assert.Equal(2, (await _bench.Probe.ProbeAsync(camera.Access, Ct)).Profiles.Count);
    }

    [Fact]
    public async Task Quirk07_A_camera_without_users_is_asked_without_account()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--user", "");

        var facts = await _bench.Probe.ProbeAsync(camera.Access with { UserName = null, Password = null }, Ct);

        Assert.Equal(2, facts.Profiles.Count);
        Assert.All((await camera.WitnessAsync(Ct)).Asked, asked => Assert.Equal("none", asked.SignedBy));
    }

    [Fact]
    public async Task Quirk08_A_camera_that_refuses_by_answering_nothing_is_understood()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--empty-when-refused", "--auth", "wsse");

        var wrong = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.AccessWith("wrong"), Ct));
        var right = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Equal(DeviceFaultCode.Authentication, wrong.Code);
        Assert.Equal(2, right.Profiles.Count);
    }

    [Fact]
    public async Task Quirk13_And_14_Behind_a_port_mapping_the_typed_address_is_used_throughout()
    {
        await using var camera = await SimulatedCamera.StartAsync(
            Ct, "--xaddr-host", "10.99.99.99:80", "--rtsp-host", "192.168.99.1", "--rtsp-main", "rtsp://10.99.99.99:8554/door?user=admin&password=camera-password");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        var main = facts.Profiles[0];
        Assert.Equal("rtsp://127.0.0.1:8554/door", main.RtspUrl);
        Assert.Equal("rtsp://192.168.99.1:8554/door", main.OriginalRtspUrl);
        Assert.Equal($"http://127.0.0.1:{camera.Port}/snapshot/main.jpg", main.SnapshotUrl);
    }

    [Fact]
    public async Task Quirk16_Media2_is_asked_before_Media1_and_its_H265_is_listed()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--codec", "H265");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);
        var asked = (await camera.WitnessAsync(Ct)).Asked.Where(one => one.Operation == "GetProfiles").Select(one => one.Service).Distinct();

        Assert.Equal([("main", "H265"), ("sub", "H264")], facts.Profiles.Select(profile => (profile.Token, profile.Codec)));
        Assert.Equal(["/onvif/media2_service", "/onvif/media_service"], asked);
        Assert.All(facts.Profiles, profile => Assert.NotNull(profile.RtspUrl));
    }

    [Theory]
    [InlineData("--no-media2")]
    [InlineData("--no-media1")]
    public async Task Quirk16_And_17_Either_Media_alone_will_do_each_with_its_own_bodies(string option)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, option);

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Equal(["main", "sub"], facts.Profiles.Select(profile => profile.Token));
        Assert.All(facts.Profiles, profile => Assert.True(profile is { RtspUrl: not null, SnapshotUrl: not null }));
    }

    [Fact]
    public async Task Quirk16_A_camera_without_GetServices_is_asked_for_its_capabilities()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-services");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.True(facts.Ptz);
        Assert.Equal(2, facts.Profiles.Count);
    }

    [Fact]
    public async Task Quirk18_A_profile_that_cannot_tell_its_stream_spoils_none_of_the_others()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-uri", "main");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Null(facts.Profiles[0].RtspUrl);
        Assert.NotNull(facts.Profiles[1].RtspUrl);
    }

    [Fact]
    public async Task Quirk11_And_23_A_camera_that_tells_neither_its_make_nor_its_picture_is_still_a_camera()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-information", "--no-snapshot");

        var facts = await _bench.Probe.ProbeAsync(camera.Access, Ct);

        Assert.Equal("", facts.Model);
        Assert.Equal(2, facts.Profiles.Count);
        Assert.All(facts.Profiles, profile => Assert.Null(profile.SnapshotUrl));
        await _bench.Probe.CheckAsync(camera.Access, Ct);
    }

    [Theory]
    [InlineData("wsse")]
    [InlineData("digest")]
    public async Task Quirk26_A_wrong_password_is_told_with_the_hint_of_a_separate_user(string auth)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", auth);

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.AccessWith("wrong"), Ct));

        Assert.Equal(DeviceFaultCode.Authentication, fault.Code);
        Assert.Contains("user of their own for ONVIF", fault.Message.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", fault.Message.Arguments);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_so_seldom_that_no_camera_locks_the_account()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.AccessWith("wrong"), Ct));

        Assert.InRange((await camera.WitnessAsync(Ct)).Asked.Count(asked => asked.SignedBy != "none"), 1, 3);
    }

    [Fact]
    public async Task A_missing_account_is_told_as_such()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.Access with { UserName = null, Password = null }, Ct));

        Assert.Equal(DeviceFaultCode.Authentication, fault.Code);
        Assert.Contains("none is entered", fault.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_with_a_clock_off_says_both()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--clock-offset", "10800");

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.AccessWith("wrong"), Ct));

        Assert.Equal(DeviceFaultCode.Clock, fault.Code);
        Assert.Contains("password", fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"clock is off by \+(3:00:0|2:59:5)", fault.Message.ToString());
    }

    [Fact]
    public async Task A_web_server_that_is_no_camera_is_told_from_one()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var noService = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.Access with { OnvifPath = "/" }, Ct));
        var noPath = await OnvifBench.FaultOfAsync(() => _bench.Probe.ProbeAsync(camera.Access with { OnvifPath = "/nowhere" }, Ct));

        Assert.Equal((DeviceFaultCode.NotOnvif, DeviceFaultCode.NotOnvif), (noService.Code, noPath.Code));
    }

    [Fact]
    public async Task A_look_up_ends_with_its_caller()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--slow", "20000");
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var probe = _bench.Probe.ProbeAsync(camera.Access, caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }
}
