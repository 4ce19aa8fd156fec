using System.Buffers.Binary;
using System.Diagnostics;
using Vics.Domain.Live;
using Xunit;

namespace Vics.Tests.Infrastructure.Live;

/// <summary>Plays what viewers were given, by a player that knows nothing of us.</summary>
internal static class Decoding
{
    public static async Task AssertPlaysAsync(VideoInit init, IReadOnlyList<LiveEvent.Fragment> fragments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path))
            {
                await file.WriteAsync(init.Bytes);
                foreach (var fragment in fragments)
                    await file.WriteAsync(fragment.Bytes);
            }

            using var probe = Process.Start(new ProcessStartInfo(
                "ffprobe", ["-v", "error", "-count_frames", "-select_streams", "v", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", path])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = probe.StandardError.ReadToEndAsync();
            var frames = int.Parse((await probe.StandardOutput.ReadToEndAsync()).Trim().TrimEnd(','), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal("", await errors);
            Assert.InRange(frames, fragments.Count / 3, fragments.Count);
        }
        finally
        {
            File.Delete(path);
        }
    }
}

/// <summary>The time of a fragment.</summary>
internal static class Mp4Time
{
    /// <summary>In seconds, for a stream of 90,000 ticks a second, as RTP video is.</summary>
    public static double Of(LiveEvent.Fragment fragment)
    {
        var bytes = fragment.Bytes.Span;
        var at = bytes.IndexOf("tfdt"u8);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes[(at + 8)..]) / 90_000.0;
    }
}
