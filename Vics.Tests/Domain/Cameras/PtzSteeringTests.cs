using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

/// <summary>Steering: above all that a camera stops, whatever becomes of who moved it.</summary>
public sealed class PtzSteeringTests : IAsyncLifetime
{
    private static readonly PtzVector Right = new(1, 0, 0);
    private static readonly PtzVector Closer = new(0, 0, 1);

    private CameraBench _bench = null!;
    private Camera _camera = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<string> Asked => _bench.Fake.AskedToAct;

    public async ValueTask InitializeAsync()
    {
        _bench = await CameraBench.SetUpAsync();
        _camera = await _bench.AddAsync();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_motion_is_stopped_when_its_time_is_over_and_not_before()
    {
        await MoveAsync(Right, 1000);

        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(["move 1 0 0"], Asked);
        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await CameraBench.UntilAsync(() => Asked.SequenceEqual(["move 1 0 0", "stop"]));
    }

    [Fact]
    public async Task A_new_motion_replaces_the_one_under_way_and_its_time()
    {
        await MoveAsync(Right, 1000);
        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(800));
        await MoveAsync(Right with { Pan = 0.5 }, 1000);
        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(800));
        Assert.DoesNotContain("stop", Asked);

        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await CameraBench.UntilAsync(() => Asked.SequenceEqual(["move 1 0 0", "move 0.5 0 0", "stop"]));
    }

    [Fact]
    public async Task An_axis_that_the_next_motion_leaves_out_is_stopped_first()
    {
        await MoveAsync(Right, 1000);
        await MoveAsync(Closer, 1000);

        Assert.Equal(["move 1 0 0", "stop", "move 0 0 1"], Asked);
    }

    [Fact]
    public async Task A_stop_is_sent_at_once_and_only_once()
    {
        await MoveAsync(Right, 1000);
        Assert.IsType<PtzOutcome.Done>(await _bench.Steering.StopAsync(_camera.Id, Ct));
        _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(5));
        await _bench.Steering.StopAllAsync();

        Assert.Equal(["move 1 0 0", "stop"], Asked);
    }

    [Fact]
    public async Task A_camera_that_did_not_answer_the_motion_is_stopped_all_the_same()
    {
        _bench.Fake.Break("move", DeviceFaultCode.Timeout);
        await Assert.ThrowsAsync<DeviceException>(() => MoveAsync(Right, 1000));

        _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(1));

        await CameraBench.UntilAsync(() => Asked.Contains("stop"));
    }

    [Fact]
    public async Task A_stop_that_the_camera_does_not_take_is_tried_again()
    {
        _bench.Fake.Break("stop", DeviceFaultCode.Timeout, times: 2);
        await MoveAsync(Right, 1000);

        await CameraBench.UntilAsync(() =>
        {
            _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(1));
            return Asked.Count(asked => asked == "stop") == 3;
        });
        _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(10));
        await _bench.Steering.StopAllAsync();
        Assert.Equal(3, Asked.Count(asked => asked == "stop"));
    }

    [Fact]
    public async Task A_position_that_the_camera_refuses_leaves_the_motion_to_be_stopped()
    {
        await MoveAsync(Right, 1000);
        _bench.Fake.Break("goto", DeviceFaultCode.CommandFailed);
        await Assert.ThrowsAsync<DeviceException>(() => _bench.Steering.GoToPresetAsync(_camera.Id, "1", CameraBench.Somebody, Ct));

        _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(1));

        await CameraBench.UntilAsync(() => Asked.SequenceEqual(["move 1 0 0", "goto 1", "stop"]));
    }

    [Fact]
    public async Task A_motion_whose_asker_goes_before_its_turn_leaves_the_one_before_to_be_stopped()
    {
        var slow = new Gate();
        _bench.Fake.Before("move", _ => slow.PassAsync(Ct));
        var first = MoveAsync(Right, 1000);
        await slow.Reached;
        using var gone = new CancellationTokenSource();
        var second = _bench.Steering.MoveAsync(_camera.Id, Closer, TimeSpan.FromSeconds(1), CameraBench.Somebody, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        slow.Open();
        await first;

        _bench.Stores.Clock.Advance(TimeSpan.FromSeconds(1));

        await CameraBench.UntilAsync(() => Asked.SequenceEqual(["move 1 0 0", "stop"]));
    }

    [Fact]
    public async Task A_motion_that_is_overtaken_by_a_stop_is_not_sent()
    {
        var slow = new Gate();
        _bench.Fake.Before("probe", _ => slow.PassAsync(Ct));
        var move = MoveAsync(Right, 1000);
        await slow.Reached;
        var stop = _bench.Steering.StopAsync(_camera.Id, Ct);
        slow.Open();
        await Task.WhenAll(move, stop);

        Assert.Equal(["stop"], Asked);
    }

    [Fact]
    public async Task At_the_end_of_the_program_every_camera_is_stopped()
    {
        await MoveAsync(Right, 10_000);

        await _bench.Steering.StopAllAsync();

        Assert.Equal(["move 1 0 0", "stop"], Asked);
        Assert.IsType<PtzOutcome.NotNow>(await MoveAsync(Right, 1000));
    }

    [Fact]
    public async Task No_speed_at_all_is_a_stop()
    {
        await MoveAsync(Right, 1000);
        await MoveAsync(new PtzVector(0, 0, 0), 1000);

        Assert.Equal(["move 1 0 0", "stop"], Asked);
    }

    [Theory]
    [InlineData(1.1, 0, 0, 1000, "pan")]
    [InlineData(0, -2, 0, 1000, "tilt")]
    [InlineData(0, 0, double.NaN, 1000, "zoom")]
    [InlineData(1, 0, 0, 99, "timeoutMs")]
    [InlineData(1, 0, 0, 10_001, "timeoutMs")]
    public async Task What_is_out_of_range_is_refused_by_its_field(double pan, double tilt, double zoom, int timeout, string field)
    {
        var refused = Assert.IsType<PtzOutcome.Refused>(await MoveAsync(new PtzVector(pan, tilt, zoom), timeout));

        Assert.Equal(field, Assert.Single(refused.Errors).Field);
        Assert.Empty(_bench.Fake.Asked);
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_or_has_no_PTZ_is_left_alone()
    {
        var off = await _bench.AddAsync(new CameraEntry { Host = "192.0.2.2", Ptz = true, Enabled = false });
        var still = await _bench.AddAsync(new CameraEntry { Host = "192.0.2.3" });

        Assert.IsType<PtzOutcome.NotNow>(await _bench.Steering.GoHomeAsync(off.Id, CameraBench.Somebody, Ct));
        Assert.IsType<PtzOutcome.NotNow>(await _bench.Steering.PresetsAsync(still.Id, Ct));
        Assert.IsType<PtzOutcome.NoSuchCamera>(await _bench.Steering.StopAsync(CameraId.From(Guid.NewGuid()), Ct));
        Assert.Empty(_bench.Fake.Asked);
    }

    [Fact]
    public async Task Who_steers_is_noted_once_in_ten_minutes_and_every_change_to_presets_is()
    {
        await MoveAsync(Right, 1000);
        await MoveAsync(Right, 1000);
        await _bench.Steering.SavePresetAsync(_camera.Id, " Gate ", CameraBench.Somebody, Ct);
        await _bench.Steering.RemovePresetAsync(_camera.Id, "1", CameraBench.Somebody, Ct);
        _bench.Stores.Clock.Advance(PtzSteering.NotedFor);
        await _bench.Steering.GoHomeAsync(_camera.Id, CameraBench.Somebody, Ct);

        Assert.Equal(["camera.steered", "camera.presetSaved", "camera.presetRemoved", "camera.steered"], await _bench.AuditedAsync());
    }

    [Theory]
    [InlineData("94", true)]
    [InlineData("Preset80", true)]
    [InlineData("79", false)]
    [InlineData("gate", false)]
    public void High_tokens_count_as_commands(string token, bool special) => Assert.Equal(special, PtzRules.IsSpecial(new PtzPreset(token, null)));

    private Task<PtzOutcome> MoveAsync(PtzVector velocity, int timeout) =>
        _bench.Steering.MoveAsync(_camera.Id, velocity, TimeSpan.FromMilliseconds(timeout), CameraBench.Somebody, Ct);
}
