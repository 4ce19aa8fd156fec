using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>Makes JPEGs out of streams.</summary>
public interface IPictureMaker
{
    /// <summary>Begins a series of JPEGs.</summary>
    /// <param name="video">What will be written into it.</param>
    /// <param name="format">How the JPEGs are wanted.</param>
    /// <param name="ct">Cancels the beginning.</param>
    /// <exception cref="DeviceException">This server has too much to do already, or cannot convert video.</exception>
    Task<IPictureSeries> BeginAsync(VideoInit video, PictureFormat format, CancellationToken ct);

    /// <summary>The last picture of a group, as one JPEG.</summary>
    /// <param name="video">What the group belongs to.</param>
    /// <param name="group">From a key frame on.</param>
    /// <param name="width">Pixels to scale it down to; its own where null.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeviceException">As above, or it cannot be decoded.</exception>
    Task<byte[]> LastAsync(VideoInit video, IReadOnlyList<ReadOnlyMemory<byte>> group, int? width, CancellationToken ct);
}

/// <summary>Fragments go in, JPEGs come out. One writer and one reader at a time, each for itself.</summary>
public interface IPictureSeries : IAsyncDisposable
{
    /// <summary>Puts a fragment in; a key frame first.</summary>
    /// <exception cref="DeviceException">It broke off.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> fragment, CancellationToken ct);

    /// <summary>The next JPEG.</summary>
    /// <exception cref="DeviceException">It broke off.</exception>
    ValueTask<byte[]> ReadAsync(CancellationToken ct);
}
