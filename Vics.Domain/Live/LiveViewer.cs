using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Vics.Domain.Live;

/// <summary>
/// Somebody who watches a source: a position in its ring. Read by one reader at a time. To dispose of it is to leave; that may be done from anywhere,
/// and ends a wait.
/// </summary>
public sealed class LiveViewer : IValueTaskSource, IDisposable
{
    private readonly LiveSource _source;
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };

    internal LiveViewer(LiveSource source, bool latestOnly)
    {
        _source = source;
        LatestOnly = latestOnly;
    }

    /// <summary>It wants the newest picture, not every one.</summary>
    internal bool LatestOnly { get; }

    // Guarded by the source's lock from here on.
    internal int Epoch { get; set; }

    internal long Position { get; set; } = FragmentRing.AtNextKey;

    internal int TroubleSeen { get; set; }

    internal bool HasLeft { get; set; }

    internal bool IsWaiting { get; set; }

    /// <summary>What comes next. After <see cref="LiveEvent.Ended"/> nothing does.</summary>
    // 25 waits a second for each of hundreds of viewers: without garbage.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LiveEvent> NextAsync()
    {
        while (true)
        {
            if (_source.Next(this) is { } happened)
                return happened;
            await new ValueTask(this, _wake.Version);
        }
    }

    /// <summary>What has come already, or null: never waits.</summary>
    public LiveEvent? TryNext() => _source.Peek(this);

    /// <inheritdoc/>
    public void Dispose() => _source.Leave(this);

    internal void PrepareToWait() => _wake.Reset();

    internal void Wake() => _wake.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _wake.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);
}
