using System.Collections.Concurrent;
using System.Threading.Channels;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>News of an update job.</summary>
/// <param name="JobId">The job.</param>
public abstract record UpdateJobNews(UpdateJobId JobId)
{
    /// <summary>The job's state or counts changed.</summary>
    public sealed record JobChanged(UpdateJobId JobId) : UpdateJobNews(JobId);

    /// <summary>A target was saved, with the lines its log has got.</summary>
    public sealed record TargetChanged(UpdateJobId JobId, TargetSnapshot Target, IReadOnlyList<UpdateLogLine> NewLines) : UpdateJobNews(JobId);

    /// <summary>Bytes arrived; not saved, and no loss when missed.</summary>
    public sealed record BytesArrived(UpdateJobId JobId, UpdateTargetId TargetId, long BytesSent, long BytesTotal, int Percent) : UpdateJobNews(JobId);
}

/// <summary>A target at one moment; the target itself goes on changing.</summary>
public sealed record TargetSnapshot(
    UpdateTargetId Id, UnitId UnitId, string UnitName, int Wave, UpdateTargetState State, UpdateStep? Step, int Percent, long BytesSent, long BytesTotal,
    string? Code, OperatorText? Message, int Attempt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int? DowntimeMs, long Revision)
{
    /// <summary>The target as it is now.</summary>
    public static TargetSnapshot Of(UpdateTarget target) => new(
        target.Id, target.UnitId, target.UnitName, target.Wave, target.State, target.Step, target.Percent, target.BytesSent, target.BytesTotal,
        target.Code, target.Message, target.Attempt, target.StartedAt, target.EndedAt, target.DowntimeMs, target.Revision);
}

/// <summary>Tells whoever listens what happens in update jobs. A listener that lags loses the oldest news, never holds up an update.</summary>
public sealed class UpdateJobFeed
{
    private const int Backlog = 1024;
    private readonly Lock _gate = new();
    private readonly List<Channel<UpdateJobNews>> _listeners = [];
    private readonly ConcurrentDictionary<UpdateTargetId, UpdateJobNews.BytesArrived> _arriving = new();

    /// <summary>Passes news on.</summary>
    public void Publish(UpdateJobNews news)
    {
        if (news is UpdateJobNews.BytesArrived bytes)
            _arriving[bytes.TargetId] = bytes;
        else if (news is UpdateJobNews.TargetChanged { Target.Step: not UpdateStep.Transfer } changed)
            _arriving.TryRemove(changed.Target.Id, out _);
        lock (_gate)
        {
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(news);
        }
    }

    /// <summary>A target as it was saved, with the bytes that have arrived since: those are saved with the next step only.</summary>
    public TargetSnapshot Freshest(UpdateTarget target)
    {
        var saved = TargetSnapshot.Of(target);
        return saved is { State: UpdateTargetState.Running, Step: UpdateStep.Transfer }
            && _arriving.TryGetValue(target.Id, out var arriving) && arriving.BytesSent > saved.BytesSent
            ? saved with { BytesSent = arriving.BytesSent, Percent = arriving.Percent }
            : saved;
    }

    /// <summary>Listens from now on; listening has begun when this returns, not only at the first read.</summary>
    public UpdateJobListener Listen()
    {
        var channel = Channel.CreateBounded<UpdateJobNews>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
            _listeners.Add(channel);
        return new UpdateJobListener(channel.Reader, () =>
        {
            lock (_gate)
                _listeners.Remove(channel);
        });
    }
}

/// <summary>An ear on the feed, until it is disposed.</summary>
public sealed class UpdateJobListener(ChannelReader<UpdateJobNews> news, Action stop) : IDisposable
{
    /// <summary>The next news, or null where none came for as long as <paramref name="patience"/>.</summary>
    public async Task<UpdateJobNews?> NextAsync(TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        if (news.TryRead(out var waiting))
            return waiting;
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await news.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stop();
}
