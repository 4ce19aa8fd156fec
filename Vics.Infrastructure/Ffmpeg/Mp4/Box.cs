using System.Buffers.Binary;

namespace Vics.Infrastructure.Ffmpeg.Mp4;

/// <summary>The boxes within a box that is held whole. Every length is checked before it is believed.</summary>
internal static class Box
{
    private const int Head = 8;

    /// <summary>Four characters as boxes carry them.</summary>
    public static uint Type(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt32BigEndian(name);

    /// <summary>The four characters of a type, for people.</summary>
    public static string Name(uint type)
    {
        Span<byte> name = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(name, type);
        return System.Text.Encoding.Latin1.GetString(name);
    }

    /// <summary>Takes the first box off a row of boxes; false at the end.</summary>
    /// <exception cref="InvalidDataException">It claims to be longer than what holds it.</exception>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> row, out uint type, out ReadOnlySpan<byte> body)
    {
        type = 0;
        body = default;
        if (row.IsEmpty)
            return false;
        if (row.Length < Head || BinaryPrimitives.ReadUInt32BigEndian(row) is var size && (size < Head || size > row.Length))
            throw new InvalidDataException("A box within a box is cut.");
        type = BinaryPrimitives.ReadUInt32BigEndian(row[4..]);
        body = row[Head..(int)size];
        row = row[(int)size..];
        return true;
    }

    /// <summary>The first box of a kind in a row of boxes; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> row, uint wanted)
    {
        while (TryTake(ref row, out var type, out var body))
        {
            if (type == wanted)
                return body;
        }

        return default;
    }

    /// <summary>A part of a box, which must be there.</summary>
    public static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> box, int at, int length) =>
        at >= 0 && length >= 0 && at <= box.Length - length ? box.Slice(at, length) : throw new InvalidDataException("A box is too short.");

    /// <summary>A number in a box.</summary>
    public static uint UInt32(ReadOnlySpan<byte> box, int at) => BinaryPrimitives.ReadUInt32BigEndian(Part(box, at, 4));

    /// <summary>A short number in a box.</summary>
    public static ushort UInt16(ReadOnlySpan<byte> box, int at) => BinaryPrimitives.ReadUInt16BigEndian(Part(box, at, 2));

    /// <summary>The version that full boxes begin with.</summary>
    public static byte Version(ReadOnlySpan<byte> box) => Part(box, 0, 4)[0];

    /// <summary>The flags that follow the version.</summary>
    public static uint Flags(ReadOnlySpan<byte> box) => UInt32(box, 0) & 0xFFFFFF;
}
