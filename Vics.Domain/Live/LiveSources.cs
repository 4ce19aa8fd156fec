using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>
/// Everything that is being watched: one source for each camera and stream, however many watch it and however, and one series of JPEGs for each size and
/// rate that somebody asks for.
/// </summary>
public sealed class LiveSources(
    CameraStreams streams, IVideoOpener opener, IPictureMaker pictures, LiveSettings settings, TimeProvider clock, ILogger<LiveSources> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<LiveStreamId, Lazy<Watched>> _watched = new();

    /// <summary>Begins to watch a camera's stream as it comes.</summary>
    /// <exception cref="DeviceException">The camera is switched off.</exception>
    public LiveViewer Watch(Camera camera, StreamKind kind) => Of(camera, kind).Source.Join();

    /// <summary>Begins to watch a camera's stream as JPEGs: the newest one each time, for who is ready for it.</summary>
    /// <exception cref="DeviceException">The camera is switched off.</exception>
    public LiveViewer WatchPictures(Camera camera, StreamKind kind, PictureFormat format)
    {
        var watched = Of(camera, kind);
        return watched.Pictures.GetOrAdd(format, _ => new Lazy<LiveSource>(() => PicturesOf(camera, watched.Source, format))).Value.Join(latestOnly: true);
    }

    /// <summary>How a camera's stream is doing.</summary>
    public LiveStatus StatusOf(CameraId camera, StreamKind kind)
    {
        if (!_watched.TryGetValue(new(camera, kind), out var watched))
            return new LiveStatus();
        var status = watched.Value.Source.Status;
        // A series of JPEGs watches its source too; what counts is how many people do.
        var series = watched.Value.Pictures.Values.Select(source => source.Value.Status).ToList();
        var running = series.Count(one => one.State is not LiveState.Idle);
        return status with { Viewers = Math.Max(0, status.Viewers - running) + series.Sum(one => one.Viewers) };
    }

    /// <summary>What runs now, for figures over all.</summary>
    public IReadOnlyDictionary<LiveStreamId, LiveStatus> Running() => _watched.Keys
        .Select(id => (Id: id, Status: StatusOf(id.Camera, id.Kind)))
        .Where(one => one.Status.State is not LiveState.Idle)
        .ToDictionary(one => one.Id, one => one.Status);

    /// <summary>Takes over an edited camera: what is being watched of it goes on with the new settings, or ends where it was switched off.</summary>
    public void Changed(Camera camera)
    {
        foreach (var watched in OfCamera(camera.Id))
        {
            if (!camera.Enabled)
                watched.End(SwitchedOff);
            else if (watched.Origin.TakeOver(camera))
                watched.Source.Restart();
        }
    }

    /// <summary>Ends what is being watched of a camera that is gone.</summary>
    public async Task RemovedAsync(CameraId camera)
    {
        foreach (var kind in Enum.GetValues<StreamKind>())
        {
            if (!_watched.TryRemove(new(camera, kind), out var watched))
                continue;
            watched.Value.End(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The camera was removed.")));
            await watched.Value.DisposeAsync();
        }
    }

    /// <summary>What a running source of a camera shows now, or null.</summary>
    internal (VideoInit Init, IReadOnlyList<LiveEvent.Fragment> Group)? LastGroup(CameraId camera, StreamKind kind) =>
        _watched.TryGetValue(new(camera, kind), out var watched) ? watched.Value.Source.LastGroup() : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_watched.Values.Select(watched => watched.Value.DisposeAsync().AsTask()));

    private static DeviceFault SwitchedOff => new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera is switched off in the inventory."));

    private Watched Of(Camera camera, StreamKind kind)
    {
        if (!camera.Enabled)
            throw new DeviceException(SwitchedOff);
        return _watched.GetOrAdd(new(camera.Id, kind), _ => new Lazy<Watched>(() =>
        {
            // Nobody listens to a wall.
            var origin = new CameraOrigin(camera, kind, streams, opener, withAudio: settings.Audio && kind is StreamKind.Main);
            return new Watched(origin, new LiveSource(origin, $"{camera.Name} ({kind})", settings, clock, log));
        })).Value;
    }

    private IEnumerable<Watched> OfCamera(CameraId camera) =>
        Enum.GetValues<StreamKind>().Select(kind => _watched.GetValueOrDefault(new(camera, kind))?.Value).OfType<Watched>();

    private LiveSource PicturesOf(Camera camera, LiveSource source, PictureFormat format)
    {
        // The source has watchdogs of its own; a series of JPEGs waits as long as that keeps trying.
        var patient = settings with
        {
            IdleTime = TimeSpan.FromSeconds(Math.Min(2, settings.IdleTime.TotalSeconds)),
            StartLimit = Timeout.InfiniteTimeSpan,
            KeyFrameLimit = Timeout.InfiniteTimeSpan,
            SilenceLimit = Timeout.InfiniteTimeSpan,
            LagLimit = TimeSpan.Zero,
        };
        return new LiveSource(new PictureOrigin(source, format, pictures, clock), $"{camera.Name} (JPEG, {format})", patient, clock, log);
    }

    private sealed record Watched(CameraOrigin Origin, LiveSource Source) : IAsyncDisposable
    {
        public ConcurrentDictionary<PictureFormat, Lazy<LiveSource>> Pictures { get; } = new();

        public void End(DeviceFault why)
        {
            foreach (var series in Pictures.Values)
                series.Value.End(why);
            Source.End(why);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var series in Pictures.Values)
                await series.Value.DisposeAsync();
            await Source.DisposeAsync();
        }
    }
}
