using System.IO.Pipelines;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Opens the endless answer of a camera that sends one JPEG after the other.</summary>
internal interface IJpegStreams
{
    /// <summary>The body of the answer; to dispose of it is to hang up.</summary>
    /// <exception cref="DeviceException">The camera is away, refuses the account, or answers with something else.</exception>
    Task<Stream> OpenAsync(VideoOrigin.Mjpeg origin, CancellationToken ct);
}

/// <summary>Reads the JPEGs of a camera: no ffmpeg needed.</summary>
internal sealed class HttpJpegFeed(Stream stream) : IVideoFeed
{
    private readonly JpegReader _reader = new(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10)));
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
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera broke off the connection.")), broken);
        }
        catch (InvalidDataException broken)
        {
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera's stream is broken.")), broken);
        }
    }
}
