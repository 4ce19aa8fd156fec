using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Live;

/// <summary>Watching a real camera by a real ffmpeg.</summary>
public sealed class WatchingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_joins_in_the_middle_gets_the_head_and_a_key_frame_at_once_and_all_share_one_connection()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        using var first = bench.Sources.Watch(saved, StreamKind.Main);
        var began = Assert.IsType<LiveEvent.Began>(await first.NextWithinAsync());
        await first.FragmentsAsync(20);

        using var second = bench.Sources.Watch(saved, StreamKind.Main);
        var head = second.TryNext();
        var picture = second.TryNext();

        Assert.Equal("video/mp4; codecs=\"avc1.64001F\"", began.Init.MimeType);
        Assert.Equal((1280, 720), (began.Init.Width, began.Init.Height));
        Assert.Same(began.Init, Assert.IsType<LiveEvent.Began>(head).Init);
        Assert.True(Assert.IsType<LiveEvent.Fragment>(picture).IsKey);
        Assert.Equal(1, await camera.ViewersAsync());
        Assert.Equal(2, bench.Sources.StatusOf(saved.Id, StreamKind.Main).Viewers);
    }

    [Fact]
    public async Task When_the_last_viewer_has_left_ffmpeg_goes_and_takes_leave_of_the_camera()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        using (var viewer = bench.Sources.Watch(saved, StreamKind.Main))
            await viewer.FragmentsAsync(3);

        await LiveBench.UntilAsync(() => bench.Slots.Taken == 0, "ffmpeg is gone");

        Assert.Equal(LiveState.Idle, bench.Sources.StatusOf(saved.Id, StreamKind.Main).State);
        Assert.Contains("TEARDOWN", camera.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_goes_silent_with_its_connection_open_is_asked_again_and_time_goes_on()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench(settings => settings with { SilenceLimit = TimeSpan.FromSeconds(2) });
        using var viewer = bench.Sources.Watch(bench.CameraAt(camera.Url), StreamKind.Main);
        var before = (await viewer.FragmentsAsync(10))[^1];

        camera.Freeze();
        var trouble = await viewer.NextAsync<LiveEvent.Interrupted>();
        camera.Thaw();
        var again = await viewer.NextAsync<LiveEvent.Began>();
        var after = (await viewer.FragmentsAsync(1))[0];

        Assert.Equal(DeviceFaultCode.Timeout, trouble.Fault.Code);
        Assert.True(again.Epoch > 1);
        Assert.True(after.IsKey);
        Assert.True(Mp4Time.Of(after) > Mp4Time.Of(before) + 1);
    }

    [Fact]
    public async Task A_camera_that_comes_back_with_another_picture_is_shown_on_with_a_new_head()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        using var viewer = bench.Sources.Watch(saved, StreamKind.Main);
        await viewer.FragmentsAsync(5);

        await camera.StopAsync();
        await viewer.NextAsync<LiveEvent.Interrupted>();
        await camera.RestartAsync(Film.H264Small);
        var again = await viewer.NextAsync<LiveEvent.Began>();
        await viewer.FragmentsAsync(5);

        Assert.Equal((640, 360), (again.Init.Width, again.Init.Height));
        Assert.True(bench.Sources.StatusOf(saved.Id, StreamKind.Main).Restarts > 0);
    }

    [Fact]
    public async Task A_camera_that_is_edited_is_shown_from_its_new_address_to_those_who_watch()
    {
        await using var old = await RtspCamera.StartAsync(Film.H264);
        await using var other = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(old.Url);
        using var viewer = bench.Sources.Watch(saved, StreamKind.Main);
        await viewer.FragmentsAsync(5);

        bench.Edit(saved, other.Url);
        var again = await viewer.NextAsync<LiveEvent.Began>();

        Assert.Equal(640, again.Init.Width);
        await LiveBench.UntilAsync(async () => await old.ViewersAsync() == 0, "the old address is left alone");
    }

    [Fact]
    public async Task A_camera_that_is_removed_sends_its_viewers_away()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        using var viewer = bench.Sources.Watch(saved, StreamKind.Main);
        await viewer.FragmentsAsync(2);

        await bench.Sources.RemovedAsync(saved.Id);

        Assert.NotNull((await viewer.NextAsync<LiveEvent.Ended>()).Fault);
        Assert.Equal(0, bench.Slots.Taken);
    }

    [Fact]
    public async Task A_long_group_is_kept_whole_for_who_joins_late()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264LongGop);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        using var early = bench.Sources.Watch(saved, StreamKind.Main);
        var key = (await early.FragmentsAsync(60))[0];

        using var late = bench.Sources.Watch(saved, StreamKind.Main);

        Assert.IsType<LiveEvent.Began>(late.TryNext());
        Assert.Same(key, late.TryNext());
    }

    [Theory]
    [InlineData("H264BFrames", "avc1.64001E")]
    [InlineData("H265", "hvc1.1.6.L63.90")]
    [InlineData("H264Aac", "avc1.64001E, mp4a.40.2")]
    [InlineData("H264Alaw", "avc1.64001E, mp4a.40.2")]
    public async Task Every_kind_of_stream_is_named_by_what_it_really_is(string film, string codecs)
    {
        await using var camera = await RtspCamera.StartAsync((Film)typeof(Film).GetProperty(film)!.GetValue(null)!);
        await using var bench = new LiveBench();
        using var viewer = bench.Sources.Watch(bench.CameraAt(camera.Url), StreamKind.Main);

        var began = await viewer.NextAsync<LiveEvent.Began>();
        var fragments = await viewer.FragmentsAsync(20);

        Assert.Equal($"video/mp4; codecs=\"{codecs}\"", began.Init.MimeType);
        Assert.True(fragments[0].IsKey);
        await Decoding.AssertPlaysAsync(began.Init, fragments);
    }

    [Fact]
    public async Task A_test_pattern_needs_no_camera()
    {
        await using var bench = new LiveBench();
        using var viewer = bench.Sources.Watch(bench.Pattern("정문 50%: 'a\\b'"), StreamKind.Main);

        var began = await viewer.NextAsync<LiveEvent.Began>();
        var fragments = await viewer.FragmentsAsync(10);

        Assert.Equal((1280, 720), (began.Init.Width, began.Init.Height));
        await Decoding.AssertPlaysAsync(began.Init, fragments);
    }

    [Fact]
    public async Task That_nobody_answers_is_told_at_the_first_attempt()
    {
        await using var bench = new LiveBench();
        using var viewer = bench.Sources.Watch(bench.CameraAt($"rtsp://127.0.0.1:{RtspCamera.FreePort()}/cam"), StreamKind.Main);

        var trouble = Assert.IsType<LiveEvent.Interrupted>(await viewer.NextWithinAsync());

        Assert.Equal(DeviceFaultCode.Unreachable, trouble.Fault.Code);
    }

    [Fact]
    public async Task Past_the_limit_of_processes_who_comes_is_told_that_the_server_is_busy()
    {
        await using var bench = new LiveBench(settings => settings with { MaxProcesses = 1 });
        using var first = bench.Sources.Watch(bench.Pattern(), StreamKind.Sub);
        await first.NextAsync<LiveEvent.Began>();

        using var second = bench.Sources.Watch(bench.Pattern(), StreamKind.Sub);

        Assert.Equal(DeviceFaultCode.Busy, Assert.IsType<LiveEvent.Interrupted>(await second.NextWithinAsync()).Fault.Code);
    }

    [Fact]
    public async Task A_server_that_stops_leaves_no_ffmpeg_behind()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        var bench = new LiveBench();
        using var viewer = bench.Sources.Watch(bench.CameraAt(camera.Url), StreamKind.Main);
        using var pictures = bench.Sources.WatchPictures(bench.CameraAt(camera.Url), StreamKind.Main, PictureFormat.Near(320, 5));
        await viewer.FragmentsAsync(2);
        await pictures.FragmentsAsync(1);

        await bench.DisposeAsync();

        Assert.Equal(0, bench.Slots.Taken);
        Assert.IsType<LiveEvent.Ended>(await viewer.NextWithinAsync());
        Assert.Contains("TEARDOWN", camera.Log, StringComparison.Ordinal);
    }
}
