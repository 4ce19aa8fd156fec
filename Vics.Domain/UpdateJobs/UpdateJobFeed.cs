using System.Collections.Concurrent;
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

/// <summary>Tells whoever listens what happens in update jobs.</summary>
public sealed class UpdateJobFeed : Feed<UpdateJobNews>
{
    private readonly ConcurrentDictionary<UpdateTargetId, UpdateJobNews.BytesArrived> _arriving = new();

    /// <inheritdoc/>
    public override void Publish(UpdateJobNews news)
    {
        if (news is UpdateJobNews.BytesArrived bytes)
            _arriving[bytes.TargetId] = bytes;
        else if (news is UpdateJobNews.TargetChanged { Target.Step: not UpdateStep.Transfer } changed)
            _arriving.TryRemove(changed.Target.Id, out _);
        base.Publish(news);
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
}
