using System.Text;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

/// <summary>One picture of now: where it comes from, and that many who ask cost the camera no more than one.</summary>
public sealed class CameraStillsTests : IAsyncLifetime
{
    private CameraBench _bench = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await CameraBench.SetUpAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Who_asks_while_a_picture_is_taken_gets_the_same_one()
    {
        var camera = await _bench.AddAsync();
        var gate = new Gate();
        _bench.Fake.Before("snapshot", gate.PassAsync);
        var asked = Enumerable.Range(0, 10).Select(_ => _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct)).ToList();
        await gate.Reached;
        gate.Open();
        var pictures = await Task.WhenAll(asked);

        Assert.All(pictures, picture => Assert.Same(pictures[0], picture));
        Assert.Equal(["snapshot http://192.0.2.1/main.jpg"], _bench.Fake.AskedToAct);
    }

    [Fact]
    public async Task A_picture_is_answered_again_for_a_second_and_says_when_it_was_taken()
    {
        var camera = await _bench.AddAsync();
        var first = await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
        Assert.Equal(_bench.Stores.Now, first.TakenAt);

        _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Same(first, await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct));

        var next = first;
        await CameraBench.UntilAsync(async () =>
        {
            _bench.Stores.Clock.Advance(TimeSpan.FromMilliseconds(100));
            next = await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
            return next != first;
        });
        Assert.True(next.TakenAt - first.TakenAt >= CameraStills.Freshness);
    }

    [Fact]
    public async Task Another_width_or_stream_is_another_picture()
    {
        var camera = await _bench.AddAsync();

        await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
        await _bench.Stills.TakeAsync(camera, StreamKind.Main, 320, Ct);
        await _bench.Stills.TakeAsync(camera, StreamKind.Sub, 320, Ct);

        Assert.Equal(
            ["snapshot http://192.0.2.1/main.jpg", "stream rtsp://192.0.2.1/main 320", "stream rtsp://192.0.2.1/main 320"], _bench.Fake.AskedToAct);
    }

    [Fact]
    public async Task Who_stops_waiting_takes_the_picture_from_nobody()
    {
        var camera = await _bench.AddAsync();
        var gate = new Gate();
        _bench.Fake.Before("snapshot", gate.PassAsync);
        using var gone = new CancellationTokenSource();
        var impatient = _bench.Stills.TakeAsync(camera, StreamKind.Main, null, gone.Token);
        var patient = _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
        await gate.Reached;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.Open();

        Assert.Equal("snapshot", Text(await patient));
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var camera = await _bench.AddAsync();
        _bench.Fake.Break("probe", DeviceFaultCode.Unreachable, times: 1);
        var away = await Assert.ThrowsAsync<DeviceException>(() => _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct));
        Assert.Equal(DeviceFaultCode.Unreachable, away.Fault.Code);

        Assert.Equal("snapshot", Text(await SomeTimeAsync(camera)));
    }

    [Fact]
    public async Task A_camera_that_is_away_is_not_called_by_its_other_door()
    {
        var camera = await _bench.AddAsync();
        _bench.Fake.Break("snapshot", DeviceFaultCode.Timeout);

        await Assert.ThrowsAsync<DeviceException>(() => _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct));

        Assert.Equal(["snapshot http://192.0.2.1/main.jpg"], _bench.Fake.AskedToAct);
    }

    [Fact]
    public async Task A_snapshot_that_is_refused_leaves_the_stream()
    {
        var camera = await _bench.AddAsync();
        _bench.Fake.Break("snapshot", DeviceFaultCode.Protocol);

        Assert.Equal("stream", Text(await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct)));
    }

    [Fact]
    public async Task A_stream_that_is_watched_anyway_is_asked_before_the_camera()
    {
        var camera = await _bench.AddAsync();
        _bench.Live.Shows = new StillPicture(Encoding.ASCII.GetBytes("live"), _bench.Stores.Now);

        Assert.Equal("live", Text(await _bench.Stills.TakeAsync(camera, StreamKind.Main, 320, Ct)));
        Assert.Empty(_bench.Fake.Asked);
    }

    [Fact]
    public async Task A_camera_that_only_its_unit_knows_is_seen_through_the_unit()
    {
        var unit = await _bench.AddUnitAsync();
        var camera = await _bench.AddAsync(new CameraEntry { Source = CameraSource.Unit, UnitId = unit.Id, UnitCameraId = "c1", Host = "192.0.2.7" });

        Assert.Equal("image", Text(await _bench.Stills.TakeAsync(camera, StreamKind.Main, 320, Ct)));
        Assert.Equal(["image c1 320"], _bench.Fake.AskedToAct);
    }

    [Fact]
    public async Task A_unit_without_a_picture_leaves_its_relay()
    {
        var unit = await _bench.AddUnitAsync();
        var camera = await _bench.AddAsync(new CameraEntry { Source = CameraSource.Unit, UnitId = unit.Id, UnitCameraId = "c1", Host = "192.0.2.7" });
        _bench.Fake.Break("image", DeviceFaultCode.CommandFailed);

        Assert.Equal("stream", Text(await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct)));
        Assert.Equal(["image c1", "streams c1", "stream rtsp://192.0.2.100:10554/live/c1"], _bench.Fake.AskedToAct);
    }

    [Fact]
    public async Task A_picture_that_never_comes_ends_in_a_timeout()
    {
        var camera = await _bench.AddAsync();
        var gate = new Gate();
        _bench.Fake.Before("snapshot", gate.PassAsync);
        var never = _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
        await gate.Reached;

        _bench.Stores.Clock.Advance(CameraStills.Patience);

        Assert.Equal(DeviceFaultCode.Timeout, (await Assert.ThrowsAsync<DeviceException>(() => never)).Fault.Code);
    }

    [Fact]
    public async Task At_the_end_of_the_program_nothing_is_taken_any_more()
    {
        var camera = await _bench.AddAsync(new CameraEntry { Source = CameraSource.Test });
        var gate = new Gate();
        _bench.Fake.Before("stream", gate.PassAsync);
        var underWay = _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
        await gate.Reached;

        await _bench.Stills.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay);
    }

    // A failure is told to all who waited for that picture; who asks in the same instant may still be one of them.
    private async Task<StillPicture> SomeTimeAsync(Camera camera)
    {
        StillPicture? picture = null;
        await CameraBench.UntilAsync(async () =>
        {
            try
            {
                picture = await _bench.Stills.TakeAsync(camera, StreamKind.Main, null, Ct);
            }
            catch (DeviceException)
            {
                // Still the one from before.
            }

            return picture is not null;
        });
        return picture!;
    }

    private static string Text(StillPicture picture) => Encoding.ASCII.GetString(picture.Jpeg);
}
