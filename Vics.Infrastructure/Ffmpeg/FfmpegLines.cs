using System.Globalization;
using Vics.Domain.Cameras;
using Vics.Domain.Live;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>What is done with sound.</summary>
internal enum SoundWay
{
    /// <summary>Left out.</summary>
    None,

    /// <summary>Passed on as it comes.</summary>
    Copy,

    /// <summary>Converted to AAC: the camera sends what no browser plays.</summary>
    Convert,
}

/// <summary>How one stream has to be taken; what an attempt teaches is kept for the next.</summary>
/// <param name="LongLook">The camera says its picture's size only within the stream.</param>
/// <param name="Sound">What is done with sound.</param>
internal sealed record StreamWay(bool LongLook, SoundWay Sound)
{
    /// <summary>The way to try after an attempt that showed nothing, or null where another way would not help.</summary>
    public StreamWay? After(IReadOnlyList<string> complaints)
    {
        bool Says(string words) => complaints.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
        if (!LongLook && (Says("dimensions not set") || Says("Could not find codec parameters") || Says("unspecified size")))
            return this with { LongLook = true };
        if (Sound is SoundWay.Copy && (Says("codec not currently supported in container") || Says("Could not write header")))
            return this with { Sound = SoundWay.Convert };
        if (Sound is SoundWay.Convert && (Says("encoder") || Says("decoder") || Says("Could not write header")))
            return this with { Sound = SoundWay.None };
        return null;
    }
}

/// <summary>The argument lists. Each argument stands for itself; nothing an operator or a device said is ever part of an expression.</summary>
internal static class FfmpegLines
{
    private static readonly string[] Quiet = ["-hide_banner", "-loglevel", "warning", "-nostats"];

    // One fragment a picture, sent as it comes; the head without waiting for one.
    private static readonly string[] Fragments =
        ["-f", "mp4", "-movflags", "+frag_every_frame+empty_moov+default_base_moof+skip_trailer", "-flush_packets", "1", "pipe:1"];

    /// <summary>Passes an RTSP stream on as fragmented MP4.</summary>
    public static string[] Watch(string url, StreamTransport transport, StreamWay way) =>
    [
        .. Quiet,
        .. Rtsp(url, transport, way.LongLook, way.Sound is SoundWay.None ? "video" : "video+audio"),
        "-map", "0:v:0",
        .. Sound(way.Sound),
        "-c:v", "copy",
        .. Fragments,
    ];

    /// <summary>A test pattern with a running clock, and a title where there is a file that holds one.</summary>
    public static string[] Pattern(StreamKind kind, string? titleFile)
    {
        var (size, rate, bits) = kind is StreamKind.Main ? ("1280x720", 25, "2M") : ("640x360", 15, "500k");
        var title = titleFile is null
            ? []
            : new[] { "-vf", $"drawtext=textfile={titleFile}:expansion=none:x=w/40:y=h-3*th:fontsize=h/16:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=8" };
        return
        [
            .. Quiet, "-re", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate={rate}",
            .. title,
            "-an", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-threads", "1",
            "-g", rate.ToString(CultureInfo.InvariantCulture), "-b:v", bits, "-maxrate", bits, "-bufsize", bits,
            .. Fragments,
        ];
    }

    /// <summary>One JPEG from an RTSP stream: its next key frame, which is sure to be whole.</summary>
    public static string[] Still(string url, StreamTransport transport, int? width) =>
    [
        .. Quiet, "-skip_frame", "nokey", .. Rtsp(url, transport, longLook: true, "video"), "-map", "0:v:0", "-an", "-frames:v", "1", .. Scaled(width), .. Jpeg(3), "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>One JPEG of the test pattern.</summary>
    public static string[] PatternStill(StreamKind kind, int? width) =>
    [
        .. Quiet, "-f", "lavfi", "-i", $"testsrc2=size={(kind is StreamKind.Main ? "1280x720" : "640x360")}:rate=25", "-frames:v", "1",
        .. Scaled(width), .. Jpeg(3), "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>The last pictures of a group that is written into the pipe; the very last one is the still.</summary>
    public static string[] LastOf(VideoInit video, int frames, int? width)
    {
        // Only the end of the group is turned into JPEGs; two, because a decoder may swallow one.
        var select = string.Create(CultureInfo.InvariantCulture, $"select=gte(n\\,{Math.Max(0, frames - 2)})");
        var filter = width is { } limit ? $"{select},{Scale(limit)}" : select;
        return [.. Quiet, .. FromPipe(video), "-an", "-fps_mode", "passthrough", "-vf", filter, .. Jpeg(3), "-f", "mpjpeg", "pipe:1"];
    }

    /// <summary>Turns what is written into the pipe into a series of JPEGs.</summary>
    public static string[] Series(VideoInit video, PictureFormat format)
    {
        // By the time between pictures, not by a constant rate: that would hold each one back until the next is there.
        var thinned = format.FramesPerSecond is { } rate
            ? string.Create(CultureInfo.InvariantCulture, $"select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,{0.9 / rate:0.####})")
            : null;
        string?[] filters = [thinned, format.Width is { } width ? Scale(width) : null];
        var filter = string.Join(',', filters.Where(one => one is not null));
        return
        [
            .. Quiet, "-fflags", "nobuffer", "-flags", "low_delay", .. FromPipe(video), "-an", "-fps_mode", "passthrough",
            .. filter.Length > 0 ? ["-vf", filter] : Array.Empty<string>(),
            .. Jpeg(5), "-f", "mpjpeg", "-flush_packets", "1", "pipe:1",
        ];
    }

    private static string[] Rtsp(string url, StreamTransport transport, bool longLook, string media) =>
    [
        "-rtsp_transport", transport is StreamTransport.Udp ? "udp" : "tcp", "-timeout", "5000000",
        .. longLook ? Array.Empty<string>() : ["-analyzeduration", "100000"],
        "-fpsprobesize", "0", "-allowed_media_types", media, "-i", url,
    ];

    // Without a limit a picture would wait up to ten seconds for sound that does not come.
    private static string[] Sound(SoundWay way) => way switch
    {
        SoundWay.Copy => ["-map", "0:a:0?", "-c:a", "copy", "-max_interleave_delta", "100000"],
        SoundWay.Convert => ["-map", "0:a:0?", "-c:a", "aac", "-ac", "1", "-max_interleave_delta", "100000"],
        _ => ["-an"],
    };

    private static string[] FromPipe(VideoInit video) => video.IsJpeg
        ? ["-probesize", "32", "-f", "mjpeg", "-threads", "1", "-i", "pipe:0"]
        : ["-probesize", "32", "-analyzeduration", "0", "-threads", "1", "-f", "mp4", "-i", "pipe:0"];

    private static string[] Jpeg(int quality) => ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", quality.ToString(CultureInfo.InvariantCulture), "-threads", "1"];

    private static string[] Scaled(int? width) => width is { } limit ? ["-vf", Scale(limit)] : [];

    private static string Scale(int width) => string.Create(CultureInfo.InvariantCulture, $"scale=min({width}\\,iw):-2");
}
