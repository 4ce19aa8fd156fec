using System.IO.Pipelines;
using Vics.Domain;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Reads the JPEGs of a camera: no ffmpeg needed.</summary>
internal sealed class HttpJpegFeed(DeviceStream stream) : IVideoFeed
{
    private readonly JpegReader _reader = new(PipeReader.Create(stream.Body, new StreamPipeReaderOptions(bufferSize: 64 << 10)));
    private byte[]? _first;

    public async ValueTask<VideoPart> NextAsync(CancellationToken ct)
    {
        if (_first is { } waiting)
        {
            _first = null;
            return Fragment(waiting);
        }

        var isFirst = _reader.Width == 0 && _reader.Height == 0;
        var jpeg = await TakeAsync(ct);
        if (!isFirst)
            return Fragment(jpeg);
        _first = jpeg;
        return new VideoPart.Init(VideoInit.Jpeg(_reader.Width, _reader.Height));
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static VideoPart.Fragment Fragment(byte[] jpeg) => new(IsKey: true, Frames: 1, TimeSpan.Zero, jpeg);

    private async Task<byte[]> TakeAsync(CancellationToken ct)
    {
        try
        {
            return await _reader.NextAsync(ct) ?? throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera ended the stream.")));
        }
        catch (InvalidDataException broken)
        {
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera's stream is broken.")), broken);
        }
    }
}
