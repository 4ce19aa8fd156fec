using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>Opens streams for watching.</summary>
public interface IVideoOpener
{
    /// <summary>Begins to read a stream. What is wrong with it may show here or at the first <see cref="IVideoFeed.NextAsync"/>.</summary>
    /// <param name="origin">What to read.</param>
    /// <param name="startAt">What the stream's first moment is called: after a restart its time goes on, never back.</param>
    /// <param name="withAudio">Its sound too, if it has any.</param>
    /// <param name="ct">Cancels the opening.</param>
    /// <exception cref="DeviceException">It is away, refuses, or this server has too much to do already (<see cref="DeviceFaultCode.Busy"/>).</exception>
    Task<IVideoFeed> OpenAsync(VideoOrigin origin, TimeSpan startAt, bool withAudio, CancellationToken ct);
}

/// <summary>A stream that is being read, by one reader. To dispose of it takes leave of the camera.</summary>
public interface IVideoFeed : IAsyncDisposable
{
    /// <summary>What comes next: a <see cref="VideoPart.Init"/> first, then fragments.</summary>
    /// <exception cref="DeviceException">The stream broke off, and why.</exception>
    ValueTask<VideoPart> NextAsync(CancellationToken ct);
}

/// <summary>A part of a stream as it is read.</summary>
public abstract record VideoPart
{
    private VideoPart()
    {
    }

    /// <summary>What players need first.</summary>
    public sealed record Init(VideoInit Video) : VideoPart;

    /// <summary>A fragment.</summary>
    /// <param name="IsKey">A player can begin here.</param>
    /// <param name="Frames">Pictures in it; 0 where it is sound.</param>
    /// <param name="EndsAt">The time at its end, counted from the <c>startAt</c> of the opening.</param>
    /// <param name="Bytes">The reader's to keep: nobody writes into them any more.</param>
    public sealed record Fragment(bool IsKey, int Frames, TimeSpan EndsAt, ReadOnlyMemory<byte> Bytes) : VideoPart;

    /// <summary>Nothing comes for now, and who delivers does what is to be done about that; an <see cref="Init"/> follows when it goes on.</summary>
    public sealed record Interruption(DeviceFault Fault) : VideoPart;
}
