using System.Collections.Concurrent;
using Vics.Domain.Cameras;
using Vics.Domain.Live;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Opens streams: RTSP and test patterns by ffmpeg, which passes the picture on as it is; JPEGs by HTTP without it.</summary>
internal sealed class FfmpegVideoOpener(FfmpegLauncher launcher, RtspRedirector redirector, HttpJpegs jpegs, PatternTitles titles) : IVideoOpener
{
    // By address and wish; a handful of bytes for each stream that was ever watched.
    private readonly ConcurrentDictionary<(string Url, bool WithAudio), StreamWay> _ways = new();

    public async Task<IVideoFeed> OpenAsync(VideoOrigin origin, TimeSpan startAt, bool withAudio, CancellationToken ct) => origin switch
    {
        VideoOrigin.Rtsp rtsp => await WatchAsync(rtsp, startAt, withAudio, ct),
        VideoOrigin.Mjpeg mjpeg => new HttpJpegFeed(await jpegs.OpenAsync(mjpeg, ct)),
        VideoOrigin.TestPattern pattern => await DrawAsync(pattern, startAt, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    private async Task<Fmp4Feed> WatchAsync(VideoOrigin.Rtsp rtsp, TimeSpan startAt, bool withAudio, CancellationToken ct)
    {
        var key = (rtsp.Url, withAudio);
        RtspRedirector.Lease? lease = null;
        var process = await StartAsync(_ways.GetOrAdd(key, _ => new StreamWay(LongLook: false, withAudio ? SoundWay.Copy : SoundWay.None)), ct);
        return new Fmp4Feed(process, startAt, AgainAsync);

        async Task<FfmpegProcess> StartAsync(StreamWay way, CancellationToken stop)
        {
            lease?.Dispose();
            lease = await redirector.LeadAsync(rtsp.Url, rtsp.UserName, rtsp.Password, stop);
            return await launcher.StartAsync(FfmpegLines.Watch(lease.Url, rtsp.Transport, way), stop);
        }

        async Task<FfmpegProcess?> AgainAsync(IReadOnlyList<string> complaints, CancellationToken stop)
        {
            if (_ways[key].After(complaints) is not { } other)
                return null;
            _ways[key] = other;
            return await StartAsync(other, stop);
        }
    }

    private async Task<Fmp4Feed> DrawAsync(VideoOrigin.TestPattern pattern, TimeSpan startAt, CancellationToken ct)
    {
        var title = titles.FileOf(pattern.Title);
        var process = await launcher.StartAsync(FfmpegLines.Pattern(pattern.Kind, title), ct);
        // Without fonts there is no title; the pattern does without.
        return new Fmp4Feed(process, startAt, async (_, stop) =>
        {
            if (title is null)
                return null;
            title = null;
            titles.AreImpossible = true;
            return await launcher.StartAsync(FfmpegLines.Pattern(pattern.Kind, null), stop);
        });
    }
}
