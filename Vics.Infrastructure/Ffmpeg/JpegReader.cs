using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>
/// Takes JPEGs out of a stream that holds one after the other, whatever stands between them: cameras spell the parts of
/// <c>multipart/x-mixed-replace</c> in every way, lengths and boundaries that are not true among them, but their JPEGs are JPEGs (ITU-T T.81 annex B).
/// </summary>
internal sealed class JpegReader(PipeReader input)
{
    /// <summary>Largest picture: 8 MiB.</summary>
    public const int Largest = 8 << 20;

    private const byte Mark = 0xFF, Start = 0xD8, End = 0xD9, Scan = 0xDA;

    private byte[] _data = new byte[64 << 10];
    private int _length;
    private int _at;
    private State _state;

    private enum State
    {
        BetweenPictures,
        InMarkers,
        InScan,
    }

    /// <summary>Pixels of the picture taken last; 0 where it did not say.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels of the picture taken last.</summary>
    public int Height { get; private set; }

    /// <summary>The next picture; null at the end.</summary>
    /// <exception cref="InvalidDataException">A picture is larger than any should be.</exception>
    public async ValueTask<byte[]?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            if (Advance() is { } jpeg)
                return jpeg;
            var read = await input.ReadAsync(ct);
            if (read.Buffer.IsEmpty && read.IsCompleted)
                return null;
            Append(read.Buffer);
            input.AdvanceTo(read.Buffer.End);
        }
    }

    private void Append(ReadOnlySequence<byte> more)
    {
        var needed = _length + more.Length;
        if (needed > Largest + (1 << 20))
            throw new InvalidDataException("A picture is too large.");
        if (needed > _data.Length)
            Array.Resize(ref _data, (int)Math.Max(needed, _data.Length * 2L));
        more.CopyTo(_data.AsSpan(_length));
        _length = (int)needed;
    }

    private byte[]? Advance()
    {
        while (true)
        {
            var before = (_state, _at);
            var jpeg = _state switch
            {
                State.BetweenPictures => Seek(),
                State.InMarkers => PassMarker(),
                _ => PassScan(),
            };
            if (jpeg is not null || before == (_state, _at))
                return jpeg;
        }
    }

    private byte[]? Seek()
    {
        var found = _data.AsSpan(_at, _length - _at).IndexOf([Mark, Start, Mark]);
        if (found < 0)
        {
            Drop(Math.Max(_at, _length - 2));
            return null;
        }

        BeginAt(_at + found);
        return null;
    }

    private void BeginAt(int start)
    {
        Drop(start);
        (_state, _at, Width, Height) = (State.InMarkers, 2, 0, 0);
    }

    private byte[]? PassMarker()
    {
        if (_at + 4 > _length)
            return _at + 2 <= _length && _data[_at] == Mark && _data[_at + 1] == End ? Take(_at + 2) : null;
        var marker = _data[_at + 1];
        if (_data[_at] != Mark)
            _state = State.BetweenPictures;
        else if (marker == Mark)
            _at++;
        else if (marker == End)
            return Take(_at + 2);
        else if (marker is >= 0xD0 and <= 0xD7 or 0x01)
            _at += 2;
        else
            PassSegment(marker);
        return null;
    }

    private void PassSegment(byte marker)
    {
        var size = BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(_at + 2));
        if (_at + 2 + size > _length)
            return;
        // A frame header of any kind; C4, C8 and CC are tables.
        if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && size >= 7)
            (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(_at + 5)), BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(_at + 7)));
        _at += 2 + Math.Max((int)size, 2);
        if (marker == Scan)
            _state = State.InScan;
    }

    private byte[]? PassScan()
    {
        var found = _data.AsSpan(_at, _length - _at).IndexOf(Mark);
        _at = found < 0 ? _length : _at + found;
        if (_at + 2 > _length)
            return null;
        switch (_data[_at + 1])
        {
            case End:
                return Take(_at + 2);
            case Start:
                // The last one was cut off.
                BeginAt(_at);
                return null;
            case Mark:
                _at++;
                return null;
            case 0x00 or (>= 0xD0 and <= 0xD7):
                _at += 2;
                return null;
            default:
                _state = State.InMarkers;
                return null;
        }
    }

    private byte[] Take(int end)
    {
        var jpeg = _data.AsSpan(0, end).ToArray();
        Drop(end);
        _state = State.BetweenPictures;
        return jpeg;
    }

    private void Drop(int count)
    {
        _data.AsSpan(count, _length - count).CopyTo(_data);
        _length -= count;
        _at = 0;
    }
}
