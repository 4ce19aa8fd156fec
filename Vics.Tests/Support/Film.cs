using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vics.Tests.Support;

/// <summary>A film for cameras of tests: a test pattern with a running clock, made once with ffmpeg and kept in the temporary directory.</summary>
public sealed class Film
{
    // The name of the directory changes with the recipes.
    private static readonly string Store = Path.Combine(Path.GetTempPath(), $"vics-films-4-{Environment.UserName}");
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Making = new();

    private readonly string _file;
    private readonly string[] _recipe;

    private Film(string file, params string[] recipe)
    {
        _file = file;
        _recipe = recipe;
    }

    /// <summary>720p25, 2 Mbit/s, a key frame every 2 s, no B-frames.</summary>
    public static Film H264 { get; } = new("h264.mp4", [.. Pattern("1280x720", 20), .. X264(50), "-b:v", "2M", "-maxrate", "2M", "-bufsize", "2M"]);

    /// <summary>360p25, a key frame every second.</summary>
    public static Film H264Small { get; } = new("h264-small.mp4", [.. Pattern("640x360", 20), .. X264(25), "-b:v", "500k"]);

    /// <summary>360p25 with three B-frames, a key frame every 2 s.</summary>
    public static Film H264BFrames { get; } = new("h264-b.mp4", [.. Pattern("640x360", 20), .. X264(50), "-bf", "3", "-b:v", "500k"]);

    /// <summary>360p25 with a key frame every 12 s, as "smart" codecs send them.</summary>
    public static Film H264LongGop { get; } = new("h264-long.mp4", [.. Pattern("640x360", 24), .. X264(300), "-b:v", "300k"]);

    /// <summary>360p25 with AAC.</summary>
    public static Film H264Aac { get; } = new("h264-aac.mp4", [.. Pattern("640x360", 20, withTone: true), .. X264(50), "-b:v", "500k", "-c:a", "aac", "-ar", "16000", "-ac", "1"]);

    /// <summary>360p25 with G.711, as most cameras send sound.</summary>
    public static Film H264Alaw { get; } = new("h264-alaw.mkv", [.. Pattern("640x360", 20, withTone: true), .. X264(50), "-b:v", "500k", "-c:a", "pcm_alaw", "-ar", "8000", "-ac", "1"]);

    /// <summary>360p25 in H.265, a key frame every 2 s.</summary>
    public static Film H265 { get; } = new(
        "h265.mp4", [.. Pattern("640x360", 20), "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "keyint=50:min-keyint=50:scenecut=0:bframes=0:log-level=error", "-b:v", "500k", "-tag:v", "hvc1"]);

    /// <summary>360p10, every picture a JPEG.</summary>
    public static Film Mjpeg { get; } = new("mjpeg.mov", [.. Pattern("640x360", 20, rate: 10), "-c:v", "mjpeg", "-huffman", "default", "-q:v", "6", "-pix_fmt", "yuvj420p"]);

    /// <summary>The file, made if it is not there.</summary>
    public Task<string> FileAsync() => Making.GetOrAdd(_file, _ => new Lazy<Task<string>>(MakeAsync)).Value;

    private static string[] Pattern(string size, int seconds, int rate = 25, bool withTone = false) =>
    [
        "-f", "lavfi", "-i", $"testsrc2=size={size}:rate={rate}:duration={seconds}",
        .. withTone ? ["-f", "lavfi", "-i", $"sine=frequency=440:duration={seconds}"] : Array.Empty<string>(),
    ];

    private static string[] X264(int gop) =>
        ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", $"{gop}", "-keyint_min", $"{gop}", "-sc_threshold", "0", "-bf", "0"];

    private async Task<string> MakeAsync()
    {
        var path = Path.Combine(Store, _file);
        if (File.Exists(path))
            return path;
        Directory.CreateDirectory(Store);
        // Under another name until it is whole: several runs of the tests may make it at once.
        var draft = Path.Combine(Store, $"{Guid.NewGuid():N}-{_file}");
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-hide_banner", "-loglevel", "error", .. _recipe, draft]) { RedirectStandardError = true })!;
        var errors = await ffmpeg.StandardError.ReadToEndAsync(CancellationToken.None);
        await ffmpeg.WaitForExitAsync(CancellationToken.None);
        if (ffmpeg.ExitCode != 0)
            throw new InvalidOperationException($"The film {_file} could not be made: {errors}");
        File.Move(draft, path, overwrite: true);
        return path;
    }
}
