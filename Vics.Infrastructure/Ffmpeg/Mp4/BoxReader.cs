using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Vics.Infrastructure.Ffmpeg.Mp4;

/// <summary>The head of a box (ISO/IEC 14496-12 §4.2).</summary>
/// <param name="Type">Its four characters, as a big-endian number.</param>
/// <param name="Size">Of the whole box, in bytes.</param>
internal readonly record struct BoxHeader(uint Type, int Size);

/// <summary>Reads MP4 box by box as it comes. What it reads is hostile until shown otherwise: no box is believed to be larger than <see cref="Largest"/>.</summary>
internal sealed class BoxReader(PipeReader input)
{
    /// <summary>Largest box: 16 MiB. A key frame of a large camera takes one or two.</summary>
    public const int Largest = 16 << 20;

    private const int ShortHead = 8;
    private const int LongHead = 16;

    /// <summary>The next box, still unread; null at the end.</summary>
    /// <exception cref="InvalidDataException">What comes is no box, or ends in the middle of one.</exception>
    public async ValueTask<BoxHeader?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            if (TryParse(read.Buffer, out var header))
            {
                input.AdvanceTo(read.Buffer.Start);
                return header;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return read.Buffer.IsEmpty ? null : throw new InvalidDataException("The stream ends within the head of a box.");
        }
    }

    /// <summary>Copies the box that <see cref="NextAsync"/> found, head included.</summary>
    public async ValueTask ReadAsync(Memory<byte> destination, CancellationToken ct)
    {
        while (!destination.IsEmpty)
        {
            var read = await input.ReadAsync(ct);
            var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, destination.Length));
            part.CopyTo(destination.Span);
            destination = destination[(int)part.Length..];
            input.AdvanceTo(part.End);
            if (read.IsCompleted && part.IsEmpty)
                throw new InvalidDataException("The stream ends within a box.");
        }
    }

    /// <summary>Passes over the box that <see cref="NextAsync"/> found.</summary>
    public async ValueTask SkipAsync(BoxHeader box, CancellationToken ct)
    {
        for (long left = box.Size; left > 0;)
        {
            var read = await input.ReadAsync(ct);
            var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, left));
            left -= part.Length;
            input.AdvanceTo(part.End);
            if (read.IsCompleted && part.IsEmpty)
                throw new InvalidDataException("The stream ends within a box.");
        }
    }

    private static bool TryParse(ReadOnlySequence<byte> buffer, out BoxHeader header)
    {
        header = default;
        if (buffer.Length < ShortHead)
            return false;
        Span<byte> head = stackalloc byte[LongHead];
        var known = (int)Math.Min(buffer.Length, LongHead);
        buffer.Slice(0, known).CopyTo(head);
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var headSize = ShortHead;
        if (size == 1)
        {
            if (known < LongHead)
                return false;
            size = BinaryPrimitives.ReadUInt64BigEndian(head[ShortHead..]);
            headSize = LongHead;
        }

        // 0 means "to the end of the file": a stream has none.
        if (size < (ulong)headSize || size > Largest)
            throw new InvalidDataException($"A box of {size} bytes.");
        header = new BoxHeader(BinaryPrimitives.ReadUInt32BigEndian(head[4..]), (int)size);
        return true;
    }
}
