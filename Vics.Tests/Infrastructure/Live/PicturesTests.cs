using System.Diagnostics;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Live;

/// <summary>JPEGs and stills, from cameras that send video and from those that send JPEGs.</summary>
public sealed class PicturesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_sends_JPEGs_is_passed_on_without_ffmpeg()
    {
        await using var camera = await RtspCamera.StartAsync(Film.Mjpeg);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.MjpegUrl, source: CameraSource.Mjpeg);
        using var viewer = bench.Sources.WatchPictures(saved, StreamKind.Main, PictureFormat.Near(null, null));

        var began = await viewer.NextAsync<LiveEvent.Began>();
        var pictures = await viewer.FragmentsAsync(5);

        Assert.Equal((640, 360), (began.Init.Width, began.Init.Height));
        Assert.All(pictures, picture => Assert.Equal([0xFF, 0xD8], picture.Bytes[..2].ToArray()));
        Assert.Equal(0, bench.Slots.Taken);
    }

    [Fact]
    public async Task A_camera_that_sends_JPEGs_by_RTSP_or_is_wanted_smaller_is_converted()
    {
        await using var camera = await RtspCamera.StartAsync(Film.Mjpeg);
        await using var bench = new LiveBench();
        using var small = bench.Sources.WatchPictures(bench.CameraAt(camera.MjpegUrl, source: CameraSource.Mjpeg), StreamKind.Main, PictureFormat.Near(320, null));
        using var rtsp = bench.Sources.WatchPictures(bench.CameraAt(camera.Url), StreamKind.Main, PictureFormat.Near(null, 5));

        Assert.Equal(320, (await small.NextAsync<LiveEvent.Began>()).Init.Width);
        await small.FragmentsAsync(3);
        await rtsp.FragmentsAsync(3);
    }

    [Fact]
    public async Task Those_who_watch_JPEGs_see_the_camera_again_when_it_is_back()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench();
        using var viewer = bench.Sources.WatchPictures(bench.CameraAt(camera.Url), StreamKind.Main, PictureFormat.Near(320, 5));
        await viewer.FragmentsAsync(3);

        await camera.StopAsync();
        await viewer.NextAsync<LiveEvent.Interrupted>();
        await camera.RestartAsync(Film.H264);

        await viewer.NextAsync<LiveEvent.Began>();
        await viewer.FragmentsAsync(3);
    }

    [Fact]
    public async Task All_who_want_about_the_same_JPEGs_share_one_conversion()
    {
        await using var bench = new LiveBench();
        var saved = bench.Pattern();
        using var first = bench.Sources.WatchPictures(saved, StreamKind.Sub, PictureFormat.Near(300, 5));
        await first.FragmentsAsync(1);
        using var second = bench.Sources.WatchPictures(saved, StreamKind.Sub, PictureFormat.Near(320, 4));
        await second.FragmentsAsync(1);

        Assert.Equal(2, bench.Slots.Taken);
        Assert.Equal(2, bench.Sources.StatusOf(saved.Id, StreamKind.Sub).Viewers);
    }

    [Theory]
    [InlineData("H264")]
    [InlineData("H265")]
    [InlineData("H264BFrames")]
    public async Task A_still_of_a_running_source_is_the_newest_picture_and_costs_the_camera_nothing(string film)
    {
        await using var camera = await RtspCamera.StartAsync((Film)typeof(Film).GetProperty(film)!.GetValue(null)!);
        await using var bench = new LiveBench();
        var saved = bench.CameraAt(camera.Url);
        var stills = new LiveStills(bench.Sources, bench.Pictures, TimeProvider.System);
        Assert.Null(await stills.TryTakeAsync(saved.Id, StreamKind.Main, null, Ct));
        using var viewer = bench.Sources.Watch(saved, StreamKind.Main);
        await viewer.FragmentsAsync(30);

        var whole = await stills.TryTakeAsync(saved.Id, StreamKind.Main, null, Ct);
        var since = Stopwatch.GetTimestamp();
        var still = await stills.TryTakeAsync(saved.Id, StreamKind.Main, 320, Ct);
        TestContext.Current.SendDiagnosticMessage($"A still of {film} took {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");

        Assert.Equal(film == "H264" ? 1280 : 640, JpegWidth(whole!.Jpeg));
        Assert.Equal(320, JpegWidth(still!.Jpeg));
        Assert.InRange(DateTimeOffset.UtcNow - still.TakenAt, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(1, await camera.ViewersAsync());
    }

    [Fact]
    public async Task A_still_of_a_stream_that_nobody_watches_is_taken_from_the_camera()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264);
        await using var bench = new LiveBench();

        var rtsp = await bench.Stills.TakeAsync(new VideoOrigin.Rtsp(camera.Url, null, null, StreamTransport.Tcp), 640, Ct);
        var pattern = await bench.Stills.TakeAsync(new VideoOrigin.TestPattern("Gate", StreamKind.Sub), null, Ct);

        Assert.Equal((640, 640), (JpegWidth(rtsp), JpegWidth(pattern)));
        Assert.Equal(0, bench.Slots.Taken);
    }

    private static int JpegWidth(byte[] jpeg)
    {
        var at = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        return (jpeg[at + 7] << 8) | jpeg[at + 8];
    }
}
