using System.Buffers.Binary;

namespace Vics.Infrastructure.Ffmpeg.Mp4;

/// <summary>What a <c>moof</c> says of its samples.</summary>
/// <param name="IsKey">Its first picture stands for itself: a player can begin here.</param>
/// <param name="Frames">Pictures; 0 where it is sound.</param>
/// <param name="EndsAt">The time at its end.</param>
internal readonly record struct MovieFragment(bool IsKey, int Frames, TimeSpan EndsAt)
{
    private const uint NonSync = 0x0001_0000;

    /// <summary>Reads a <c>moof</c> with its head, and moves its time by <paramref name="startAt"/>, in place.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static MovieFragment Shift(Span<byte> moof, InitSegment init, TimeSpan startAt)
    {
        bool isKey = false;
        int frames = 0;
        var end = TimeSpan.Zero;
        ReadOnlySpan<byte> row = moof[8..];
        while (Box.TryTake(ref row, out var type, out var traf))
        {
            if (type != Box.Type("traf"u8))
                continue;
            var samples = ReadSamples(traf, init, out var track);
            var time = ShiftTime(moof, traf, track, startAt);
            if (track.IsVideo)
            {
                isKey = (samples.FirstFlags & NonSync) == 0 && samples.Count > 0;
                frames += samples.Count;
            }

            // Times are 64 bits wide in the file and may be nonsense; a century is enough for all of them.
            var seconds = Math.Min((time + (double)samples.Duration) / track.Timescale, TimeSpan.FromDays(36_500).TotalSeconds);
            if (TimeSpan.FromSeconds(seconds) is var trackEnd && trackEnd > end)
                end = trackEnd;
        }

        return new MovieFragment(isKey, frames, end);
    }

    // ISO/IEC 14496-12 §8.8.7 (tfhd) and §8.8.8 (trun): what stands nearest to a sample counts.
    private static Samples ReadSamples(ReadOnlySpan<byte> traf, InitSegment init, out Track track)
    {
        var header = Box.Find(traf, Box.Type("tfhd"u8));
        var id = Box.UInt32(header, 4);
        track = init.Tracks.FirstOrDefault(known => known.Id == id) ?? throw new InvalidDataException("A fragment of an unknown track.");
        var flags = Box.Flags(header);
        var at = 8 + ((flags & 0x01) != 0 ? 8 : 0) + ((flags & 0x02) != 0 ? 4 : 0);
        var duration = (flags & 0x08) != 0 ? Box.UInt32(header, at) : track.SampleDuration;
        at += ((flags & 0x08) != 0 ? 4 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
        var sampleFlags = (flags & 0x20) != 0 ? Box.UInt32(header, at) : track.SampleFlags;

        var total = default(Samples);
        var isFirst = true;
        while (Box.TryTake(ref traf, out var type, out var run))
        {
            if (type != Box.Type("trun"u8))
                continue;
            var read = ReadRun(run, duration, sampleFlags);
            total = new Samples(total.Count + read.Count, total.Duration + read.Duration, isFirst ? read.FirstFlags : total.FirstFlags);
            isFirst = false;
        }

        return total;
    }

    private static Samples ReadRun(ReadOnlySpan<byte> run, uint duration, uint sampleFlags)
    {
        var flags = Box.Flags(run);
        var count = (int)Math.Min(Box.UInt32(run, 4), int.MaxValue);
        var at = 8 + ((flags & 0x001) != 0 ? 4 : 0);
        var firstFlags = sampleFlags;
        var firstFlagsGiven = (flags & 0x004) != 0;
        if (firstFlagsGiven)
        {
            firstFlags = Box.UInt32(run, at);
            at += 4;
        }

        var (hasDuration, hasSize, hasFlags, hasOffset) = ((flags & 0x100) != 0, (flags & 0x200) != 0, (flags & 0x400) != 0, (flags & 0x800) != 0);
        var width = (hasDuration ? 4 : 0) + (hasSize ? 4 : 0) + (hasFlags ? 4 : 0) + (hasOffset ? 4 : 0);
        if (width > 0 && count > (run.Length - at) / width)
            throw new InvalidDataException("A run is cut.");
        if (hasFlags && !firstFlagsGiven && count > 0)
            firstFlags = Box.UInt32(run, at + (hasDuration ? 4 : 0) + (hasSize ? 4 : 0));
        ulong sum = hasDuration ? 0 : (ulong)duration * (uint)count;
        for (var sample = 0; hasDuration && sample < count; sample++)
            sum += Box.UInt32(run, at + (sample * width));
        return new Samples(count, sum, firstFlags);
    }

    private static ulong ShiftTime(Span<byte> moof, ReadOnlySpan<byte> traf, Track track, TimeSpan startAt)
    {
        var shift = (ulong)Math.Ceiling(startAt.TotalSeconds * track.Timescale);
        var time = Box.Find(traf, Box.Type("tfdt"u8));
        if (time.IsEmpty || !moof.Overlaps(time, out var offset))
            return shift;
        var isLong = Box.Version(time) == 1;
        var place = moof.Slice(offset + 4, Box.Part(time, 4, isLong ? 8 : 4).Length);
        var shifted = (isLong ? BinaryPrimitives.ReadUInt64BigEndian(place) : BinaryPrimitives.ReadUInt32BigEndian(place)) + shift;
        if (isLong)
            BinaryPrimitives.WriteUInt64BigEndian(place, shifted);
        else
            BinaryPrimitives.WriteUInt32BigEndian(place, (uint)shifted);
        return shifted;
    }

    private readonly record struct Samples(int Count, ulong Duration, uint FirstFlags);
}
