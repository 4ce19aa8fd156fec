using System.Collections.Concurrent;
using System.Diagnostics;
using Vics.Tests.Support;

namespace Vics.Tests.Infrastructure.Ffmpeg;

/// <summary>What ffmpeg writes for a film, with the product's own options: captured at test time, so that a new ffmpeg shows itself here.</summary>
internal static class CapturedVideo
{
    private static readonly ConcurrentDictionary<Film, Lazy<Task<byte[]>>> Captured = new();

    /// <summary>Three seconds of a film as fragmented MP4.</summary>
    public static Task<byte[]> OfAsync(Film film) => Captured.GetOrAdd(film, _ => new Lazy<Task<byte[]>>(() => CaptureAsync(film))).Value;

    private static async Task<byte[]> CaptureAsync(Film film)
    {
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-i", await film.FileAsync(), "-t", "3", "-map", "0", "-c", "copy",
            "-f", "mp4", "-movflags", "+frag_every_frame+empty_moov+default_base_moof+skip_trailer", "pipe:1",
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
        using var bytes = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(bytes);
        await ffmpeg.WaitForExitAsync();
        return bytes.ToArray();
    }
}
