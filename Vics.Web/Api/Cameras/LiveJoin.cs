using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;

namespace Vics.Web.Api.Cameras;

/// <summary>Which picture a viewer wants.</summary>
/// <param name="Stream">Which of the camera's streams.</param>
/// <param name="Pictures">As JPEGs of this size and rate; as it comes where null.</param>
public sealed record LiveWish(StreamKind Stream, PictureFormat? Pictures);

/// <summary>Lets viewers in, and tells those who cannot be why within five seconds.</summary>
public sealed class LiveJoin(LiveSources sources, LiveSettings settings, TimeProvider clock, IHostApplicationLifetime server)
{
    /// <summary>Begins to watch. The viewer leaves by itself when the asker goes or the server stops.</summary>
    /// <exception cref="DeviceException">The camera is switched off.</exception>
    public LiveAttendance Join(Camera camera, LiveWish wish, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(wish);
        var viewer = wish.Pictures is { } format ? sources.WatchPictures(camera, wish.Stream, format) : sources.Watch(camera, wish.Stream);
        return new LiveAttendance(viewer, gone, server.ApplicationStopping);
    }

    /// <summary>Waits for the head of the stream.</summary>
    /// <exception cref="DeviceException">Why there is none.</exception>
    /// <exception cref="OperationCanceledException">The asker has gone.</exception>
    public async Task<LiveEvent.Began> BeginAsync(LiveViewer viewer, Camera camera, LiveWish wish)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(wish);
        var isLate = false;
        await using var limit = clock.CreateTimer(_ => { isLate = true; viewer.Dispose(); }, null, settings.JoinLimit, Timeout.InfiniteTimeSpan);
        var began = await viewer.NextAsync() switch
        {
            LiveEvent.Began begun => begun,
            LiveEvent.Interrupted trouble => throw new DeviceException(trouble.Fault),
            LiveEvent.Ended { Fault: { } why } => throw new DeviceException(why),
            _ when isLate => throw new DeviceException(ReasonOf(camera, wish)),
            _ => throw new OperationCanceledException("The viewer has gone."),
        };
        return began.Init.IsJpeg && wish.Pictures is null
            ? throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"This camera sends single pictures (MJPEG), no video.")))
            : began;
    }

    private DeviceFault ReasonOf(Camera camera, LiveWish wish)
    {
        var status = sources.StatusOf(camera.Id, wish.Stream);
        return status is { State: LiveState.Retrying, LastFault: { } fault }
            ? fault
            : new(DeviceFaultCode.Timeout, OperatorText.Of($"The camera has not shown a picture yet."));
    }
}

/// <summary>A viewer together with what makes it leave.</summary>
public sealed class LiveAttendance : IDisposable
{
    private readonly CancellationTokenRegistration _gone;
    private readonly CancellationTokenRegistration _stopping;

    internal LiveAttendance(LiveViewer viewer, CancellationToken gone, CancellationToken stopping)
    {
        Viewer = viewer;
        _gone = gone.Register(viewer.Dispose);
        _stopping = stopping.Register(viewer.Dispose);
    }

    /// <summary>Who watches.</summary>
    public LiveViewer Viewer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Dispose();
        _stopping.Dispose();
        Viewer.Dispose();
    }
}
