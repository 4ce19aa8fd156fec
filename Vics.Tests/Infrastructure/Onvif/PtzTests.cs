using Vics.Domain.Network;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Onvif;

/// <summary>Steering a simulated camera: what it was told, and where it looked then.</summary>
public sealed class PtzTests : IAsyncDisposable
{
    private readonly OnvifBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("--auth", "wsse")]
    [InlineData("--auth", "digest")]
    [InlineData("--clock-offset", "10800")]
    [InlineData("--xaddr-host", "10.99.99.99:80")]
    public async Task It_moves_until_it_is_stopped(params string[] options)
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, options);

        await _bench.Ptz.MoveAsync(camera.Access, "main", new(0.5, -0.25, 0.125), Ct);
        var moving = await camera.WitnessAsync(Ct);
        await LabShell.UntilAsync("the zoom", TimeSpan.FromSeconds(30), async ct => (await camera.WitnessAsync(ct)).Position.Zoom > 0, Ct);
        await _bench.Ptz.StopAsync(camera.Access, "main", Ct);
        var stopped = await camera.WitnessAsync(Ct);

        Assert.True(moving.Moving);
        Assert.Equal(new MountCommand("move", 0.5, -0.25, 0.125, null, null), moving.Commands[0]);
        Assert.False(stopped.Moving);
        Assert.True(stopped.Position is { Pan: > 0, Tilt: < 0, Zoom: > 0 }, stopped.Position.ToString());
    }

    [Fact]
    public async Task The_second_command_is_one_request()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--auth", "wsse");
        await _bench.Ptz.MoveAsync(camera.Access, null, new(1, 0, 0), Ct);
        var before = (await camera.WitnessAsync(Ct)).Requests;

        await _bench.Ptz.StopAsync(camera.Access, null, Ct);

        Assert.Equal(before + 1, (await camera.WitnessAsync(Ct)).Requests);
    }

    [Fact]
    public async Task Quirk19_A_profile_that_cannot_be_steered_is_stood_in_for_by_one_that_can()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        await _bench.Ptz.MoveByAsync(camera.Access, "no-such-profile", new(0.25, 0, 0), Ct);

        Assert.Equal(0.25, (await camera.WitnessAsync(Ct)).Position.Pan);
    }

    [Fact]
    public async Task Quirk19_A_camera_without_PTZ_says_so()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-ptz");

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Ptz.MoveAsync(camera.Access, null, new(1, 0, 0), Ct));

        Assert.Equal(DeviceFaultCode.NotSupported, fault.Code);
        Assert.False((await _bench.Probe.ProbeAsync(camera.Access, Ct)).Ptz);
    }

    [Fact]
    public async Task Quirk20_Axes_that_rest_are_left_out()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        await _bench.Ptz.MoveAsync(camera.Access, null, new(1, 0, 0), Ct);
        await _bench.Ptz.MoveAsync(camera.Access, null, new(0, 0, -1), Ct);
        await _bench.Ptz.MoveAsync(camera.Access, null, new(0, 0, 0), Ct);

        Assert.Equal(
            [new("move", 1, 0, null, null, null), new("move", null, null, -1, null, null), new("stop", null, null, null, null, null)],
            (await camera.WitnessAsync(Ct)).Commands);
    }

    [Fact]
    public async Task Quirk20_A_camera_without_zoom_moves_to_a_position_all_the_same()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-zoom");

        await _bench.Ptz.MoveToAsync(camera.Access, null, new(-0.5, 0.5, 0), Ct);

        Assert.Equal(new(-0.5, 0.5, 0), (await camera.WitnessAsync(Ct)).Position);
    }

    [Fact]
    public async Task Quirk21_A_camera_without_Stop_is_told_to_move_at_no_speed()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-stop", "--no-zoom");

        await _bench.Ptz.MoveAsync(camera.Access, null, new(1, 1, 0), Ct);
        await _bench.Ptz.StopAsync(camera.Access, null, Ct);

        var seen = await camera.WitnessAsync(Ct);
        Assert.False(seen.Moving);
        Assert.Equal(new MountCommand("move", 0, 0, null, null, null), seen.Commands[^1]);
    }

    [Fact]
    public async Task It_moves_to_a_position_by_a_distance_and_home()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        await _bench.Ptz.MoveToAsync(camera.Access, "sub", new(-0.5, 0.25, 0.75), Ct);
        var there = (await camera.WitnessAsync(Ct)).Position;
        await _bench.Ptz.MoveByAsync(camera.Access, "sub", new(0.125, 0, -0.25), Ct);
        var further = (await camera.WitnessAsync(Ct)).Position;
        await _bench.Ptz.GoHomeAsync(camera.Access, "sub", Ct);
        var home = (await camera.WitnessAsync(Ct)).Position;

        Assert.Equal((new CameraPosition(-0.5, 0.25, 0.75), new CameraPosition(-0.375, 0.25, 0.5), new CameraPosition(0, 0, 0)), (there, further, home));
    }

    [Fact]
    public async Task A_camera_without_home_says_so_in_its_own_words()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-home");

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Ptz.GoHomeAsync(camera.Access, null, Ct));

        Assert.Equal((DeviceFaultCode.NotSupported, "No home position"), (fault.Code, fault.Message.Arguments[0]));
    }

    [Fact]
    public async Task Quirk22_Presets_are_saved_listed_gone_to_and_removed_by_token()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);
        await _bench.Ptz.MoveToAsync(camera.Access, null, new(0.5, 0.5, 0.5), Ct);

        var token = await _bench.Ptz.SavePresetAsync(camera.Access, null, "정문 <1> & \"둘\"", Ct);
        var listed = await _bench.Ptz.PresetsAsync(camera.Access, null, Ct);
        await _bench.Ptz.GoHomeAsync(camera.Access, null, Ct);
        await _bench.Ptz.GoToPresetAsync(camera.Access, null, token, Ct);
        var there = (await camera.WitnessAsync(Ct)).Position;
        await _bench.Ptz.RemovePresetAsync(camera.Access, null, token, Ct);
        var left = await _bench.Ptz.PresetsAsync(camera.Access, null, Ct);

        Assert.Equal([new("1", "Entrance"), new("2", "Car park"), new(token, "정문 <1> & \"둘\"")], listed);
        Assert.Equal(new CameraPosition(0.5, 0.5, 0.5), there);
        Assert.Equal(["1", "2"], left.Select(preset => preset.Token));
    }

    [Fact]
    public async Task Quirk22_A_fault_instead_of_a_list_means_no_presets()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct, "--no-presets");

        Assert.Empty(await _bench.Ptz.PresetsAsync(camera.Access, null, Ct));
    }

    [Fact]
    public async Task A_preset_that_is_gone_is_refused_in_the_cameras_words()
    {
        await using var camera = await SimulatedCamera.StartAsync(Ct);

        var fault = await OnvifBench.FaultOfAsync(() => _bench.Ptz.GoToPresetAsync(camera.Access, null, "99", Ct));

        Assert.Equal((DeviceFaultCode.CommandFailed, "No such preset"), (fault.Code, fault.Message.Arguments[0]));
    }
}
