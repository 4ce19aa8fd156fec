using Microsoft.Extensions.Logging;
using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>How a source gets its stream, attempt after attempt.</summary>
internal interface ILiveOrigin
{
    /// <summary>Opens the stream for one more attempt.</summary>
    /// <exception cref="DeviceException">It cannot be had now.</exception>
    Task<IVideoFeed> OpenAsync(TimeSpan startAt, CancellationToken ct);

    /// <summary>Learns that the last attempt failed.</summary>
    void Failed(DeviceFault fault);
}

/// <summary>
/// A stream and everybody who watches it. Begun by the first viewer, kept for a while after the last, begun again whenever it breaks off. One task of its
/// own reads the stream; it never waits for a viewer.
/// </summary>
internal sealed partial class LiveSource : IAsyncDisposable
{
    private readonly ILiveOrigin _origin;
    private readonly LiveSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly BackOff _backOff;
    private readonly FragmentRing _ring;
    private readonly FlowMeter _flow;
    private readonly ITimer _idle;

    private readonly Lock _gate = new();
    private readonly HashSet<LiveViewer> _viewers = [];
    private List<LiveViewer> _waiting = [];
    private List<LiveViewer> _woken = [];

    // All below is guarded by the lock.
    private LiveState _state;
    private VideoInit? _init;
    private int _epoch;
    private int _troubles;
    private DeviceFault? _fault;
    private DeviceFault? _end;
    private DateTimeOffset? _startedAt;
    private int _restarts;
    private long _skipped;
    private Task _run = Task.CompletedTask;
    private CancellationTokenSource? _stop;
    private CancellationTokenSource? _attempt;
    private CancellationTokenSource? _pause;
    private bool _disposed;

    public LiveSource(ILiveOrigin origin, string name, LiveSettings settings, TimeProvider clock, ILogger log)
    {
        _origin = origin;
        Name = name;
        _settings = settings;
        _clock = clock;
        _log = log;
        _backOff = new BackOff(settings.BackOff, Random.Shared);
        _ring = new FragmentRing(settings, clock);
        _flow = new FlowMeter(clock);
        _idle = clock.CreateTimer(_ => StopWhenIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For the log.</summary>
    public string Name { get; }

    public LiveStatus Status
    {
        get
        {
            lock (_gate)
            {
                var (kbps, rate) = _state is LiveState.Live ? _flow.Read() : (0, 0);
                return new LiveStatus
                {
                    State = _state,
                    Viewers = _viewers.Count,
                    Video = _state is LiveState.Idle ? null : _init,
                    FrameRate = rate,
                    BitrateKbps = kbps,
                    StartedAt = _state is LiveState.Live ? _startedAt : null,
                    Restarts = _restarts,
                    Skipped = _skipped,
                    LastFault = _fault,
                };
            }
        }
    }

    /// <summary>Begins to watch.</summary>
    public LiveViewer Join(bool latestOnly = false)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var viewer = new LiveViewer(this, latestOnly) { TroubleSeen = _troubles };
            // The next try after a refused account is minutes away: it is told why at once.
            if (_state is LiveState.Retrying && IsRefusal(_fault))
                viewer.TroubleSeen--;
            _viewers.Add(viewer);
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_stop is null || _stop.IsCancellationRequested)
            {
                _end = null;
                _init = null;
                _stop = new CancellationTokenSource();
                _state = LiveState.Starting;
                _run = RunAsync(_run, _stop.Token);
            }
            else if (_state is LiveState.Retrying && !IsRefusal(_fault))
            {
                // Somebody new looks at it: worth a try at once.
                _pause?.Cancel();
            }

            return viewer;
        }
    }

    /// <summary>What was shown last, for a still; null where nothing is shown.</summary>
    public (VideoInit Init, IReadOnlyList<LiveEvent.Fragment> Group)? LastGroup()
    {
        lock (_gate)
            return _state is LiveState.Live && _init is { } init && _ring.LastGroup() is { Count: > 0 } group ? (init, group) : null;
    }

    /// <summary>Breaks off what is being read and asks again at once: the camera was edited.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _backOff.Reset();
            _attempt?.Cancel();
        }
    }

    /// <summary>Sends everybody away: the camera was switched off or removed.</summary>
    public void End(DeviceFault why)
    {
        lock (_gate)
        {
            if (_viewers.Count == 0 && _state is LiveState.Idle)
                return;
            _end = why;
            _stop?.Cancel();
        }

        WakeAll();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task run;
        lock (_gate)
        {
            _disposed = true;
            _stop?.Cancel();
            run = _run;
        }

        WakeAll();
        await run;
        await _idle.DisposeAsync();
    }

    internal LiveEvent? Next(LiveViewer viewer)
    {
        lock (_gate)
        {
            if (Pick(viewer) is { } happened)
                return happened;
            viewer.PrepareToWait();
            viewer.IsWaiting = true;
            _waiting.Add(viewer);
            return null;
        }
    }

    internal LiveEvent? Peek(LiveViewer viewer)
    {
        lock (_gate)
            return Pick(viewer);
    }

    internal void Leave(LiveViewer viewer)
    {
        lock (_gate)
        {
            if (viewer.HasLeft)
                return;
            viewer.HasLeft = true;
            _viewers.Remove(viewer);
            if (_viewers.Count == 0 && !_disposed)
                _idle.Change(_settings.IdleTime, Timeout.InfiniteTimeSpan);
            if (!viewer.IsWaiting)
                return;
            viewer.IsWaiting = false;
            _waiting.Remove(viewer);
        }

        viewer.Wake();
    }

    private LiveEvent? Pick(LiveViewer viewer)
    {
        if (!viewer.HasLeft && _end is { } why)
            return new LiveEvent.Ended(why);
        if (viewer.HasLeft || _disposed)
            return new LiveEvent.Ended(null);
        if (viewer.Epoch != _epoch && _init is { } init)
        {
            viewer.Epoch = _epoch;
            viewer.Position = FragmentRing.AtNextKey;
            viewer.TroubleSeen = _troubles;
            return new LiveEvent.Began(_epoch, init);
        }

        var position = viewer.Position;
        var read = viewer.Epoch == _epoch ? _ring.Read(ref position, viewer.LatestOnly) : null;
        viewer.Position = position;
        if (read is LiveEvent.Skipped skipped)
            _skipped += skipped.Count;
        if (read is not null || viewer.TroubleSeen == _troubles)
            return read;
        viewer.TroubleSeen = _troubles;
        return _state is LiveState.Live ? null : new LiveEvent.Interrupted(_fault!);
    }

    private void StopWhenIdle()
    {
        lock (_gate)
        {
            if (_viewers.Count == 0)
                _stop?.Cancel();
        }
    }

    private static bool IsRefusal(DeviceFault? fault) => fault?.Code is DeviceFaultCode.Authentication;

    // One wake-up for all, outside the lock: the two lists take turns so that nothing is allocated.
    private void WakeAll()
    {
        List<LiveViewer> woken;
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return;
            woken = _waiting;
            _waiting = _woken.Count == 0 ? _woken : [];
            _woken = woken;
            foreach (var viewer in woken)
                viewer.IsWaiting = false;
        }

        foreach (var viewer in woken)
            viewer.Wake();
        lock (_gate)
            woken.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Source} is being watched")]
        public static partial void Begun(ILogger logger, string source);

        [LoggerMessage(LogLevel.Information, "{Source} shows {Codec}, {Width}×{Height}")]
        public static partial void Shows(ILogger logger, string source, string codec, int width, int height);

        [LoggerMessage(LogLevel.Warning, "{Source} shows nothing: {Reason} Next try in {Seconds} s")]
        public static partial void Lost(ILogger logger, string source, string reason, double seconds);

        [LoggerMessage(LogLevel.Information, "{Source} is left alone: nobody watches it any more")]
        public static partial void Stopped(ILogger logger, string source);

        [LoggerMessage(LogLevel.Error, "{Source} broke off inside this server")]
        public static partial void Broken(ILogger logger, Exception exception, string source);
    }
}
