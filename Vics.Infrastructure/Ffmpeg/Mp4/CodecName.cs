using System.Globalization;
using System.Numerics;
using System.Text;

namespace Vics.Infrastructure.Ffmpeg.Mp4;

/// <summary>
/// Names codecs as browsers ask for them (RFC 6381), from their configuration in the sample entry. A fixed name would lie: a level too high is refused by
/// some decoders, one too low makes others stumble.
/// </summary>
internal static class CodecName
{
    private const int VideoEntryHead = 78;
    private const int AudioEntryHead = 28;

    /// <summary>Of a video sample entry; its width and height with it.</summary>
    public static (string Name, int Width, int Height) OfVideo(uint type, ReadOnlySpan<byte> entry)
    {
        var boxes = Box.Part(entry, VideoEntryHead, entry.Length - Math.Min(VideoEntryHead, entry.Length));
        var name = Box.Name(type) switch
        {
            "avc1" or "avc3" => Avc(Box.Name(type), Box.Find(boxes, Box.Type("avcC"u8))),
            "hvc1" or "hev1" => Hevc(Box.Find(boxes, Box.Type("hvcC"u8))),
            "mp4v" => $"mp4v.{ObjectType(Box.Find(boxes, Box.Type("esds"u8)), out _):X2}",
            var other => other,
        };
        return (name, Box.UInt16(entry, 24), Box.UInt16(entry, 26));
    }

    /// <summary>Of an audio sample entry.</summary>
    public static string OfAudio(uint type, ReadOnlySpan<byte> entry) => Box.Name(type) switch
    {
        "mp4a" => Aac(Box.Find(Box.Part(entry, AudioEntryHead, entry.Length - Math.Min(AudioEntryHead, entry.Length)), Box.Type("esds"u8))),
        "Opus" => "opus",
        "fLaC" => "flac",
        var other => other,
    };

    // ISO/IEC 14496-15 §5.3.3.1: profile, compatibility and level stand behind the version.
    private static string Avc(string entry, ReadOnlySpan<byte> configuration) => $"{entry}.{Convert.ToHexString(Box.Part(configuration, 1, 3))}";

    // ISO/IEC 14496-15 §8.3.3.1 and annex E.3: space and profile, compatibility with its bits reversed, tier and level, constraints without trailing zeros.
    private static string Hevc(ReadOnlySpan<byte> configuration)
    {
        var head = Box.Part(configuration, 0, 13);
        var space = (head[1] >> 6) switch { 0 => "", 1 => "A", 2 => "B", _ => "C" };
        var tier = (head[1] & 0x20) == 0 ? 'L' : 'H';
        var name = new StringBuilder();
        name.Append(CultureInfo.InvariantCulture, $"hvc1.{space}{head[1] & 0x1F}.{Reversed(Box.UInt32(head, 2)):X}.{tier}{head[12]}");
        foreach (var constraint in head[6..12].TrimEnd((byte)0))
            name.Append(CultureInfo.InvariantCulture, $".{constraint:X}");
        return name.ToString();
    }

    private static uint Reversed(uint bits)
    {
        uint reversed = 0;
        for (var bit = 0; bit < 32; bit++)
            reversed |= ((bits >> bit) & 1) << (31 - bit);
        return BitOperations.PopCount(reversed) == 0 ? 0 : reversed;
    }

    private static string Aac(ReadOnlySpan<byte> esds)
    {
        var objectType = ObjectType(esds, out var specific);
        if (objectType != 0x40 || specific.Length < 2)
            return string.Create(CultureInfo.InvariantCulture, $"mp4a.{objectType:X2}");
        // ISO/IEC 14496-3 §1.6.2.1: 31 says that six more bits follow.
        var audioType = specific[0] >> 3;
        if (audioType == 31)
            audioType = 32 + (((specific[0] & 7) << 3) | (specific[1] >> 5));
        return string.Create(CultureInfo.InvariantCulture, $"mp4a.40.{audioType}");
    }

    // ISO/IEC 14496-1 §7.2.6: an ES descriptor (3) holds a decoder configuration (4), which may hold a decoder's own (5).
    private static byte ObjectType(ReadOnlySpan<byte> esds, out ReadOnlySpan<byte> specific)
    {
        var stream = Descriptor(Box.Part(esds, 4, Math.Max(0, esds.Length - 4)), 3);
        var flags = Box.Part(stream, 2, 1)[0];
        var at = 3 + ((flags & 0x80) != 0 ? 2 : 0) + ((flags & 0x20) != 0 ? 2 : 0);
        if ((flags & 0x40) != 0)
            at += 1 + Box.Part(stream, at, 1)[0];
        var decoder = Descriptor(Box.Part(stream, at, Math.Max(0, stream.Length - at)), 4);
        var rest = Box.Part(decoder, 13, Math.Max(0, decoder.Length - 13));
        specific = rest.IsEmpty ? default : Descriptor(rest, 5);
        return Box.Part(decoder, 0, 1)[0];
    }

    private static ReadOnlySpan<byte> Descriptor(ReadOnlySpan<byte> bytes, byte tag)
    {
        if (Box.Part(bytes, 0, 1)[0] != tag)
            throw new InvalidDataException("A descriptor is missing.");
        int at = 1, length = 0;
        byte digit;
        do
        {
            digit = Box.Part(bytes, at++, 1)[0];
            length = (length << 7) | (digit & 0x7F);
        }
        while ((digit & 0x80) != 0 && at < 5);
        return Box.Part(bytes, at, length);
    }
}
