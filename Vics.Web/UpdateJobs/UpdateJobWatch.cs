using System.Runtime.CompilerServices;
using Vics.Domain.UpdateJobs;

namespace Vics.Web.UpdateJobs;

/// <summary>Something a watcher of an update job is told.</summary>
/// <param name="Revision">All changes up to this one have been told; what comes after it can be asked for later.</param>
public abstract record UpdateJobEvent(long Revision)
{
    /// <summary>Targets were saved, oldest change first. Several changes of one target since the last event are told as one.</summary>
    public sealed record TargetsChanged(IReadOnlyList<TargetSnapshot> Targets, long Revision) : UpdateJobEvent(Revision);

    /// <summary>Bytes arrived at a unit; nothing is lost when this is missed.</summary>
    public sealed record BytesArrived(TargetSnapshot Target, long Revision) : UpdateJobEvent(Revision);

    /// <summary>The job's state or counts.</summary>
    public sealed record JobChanged(JobSummary Summary, long Revision) : UpdateJobEvent(Revision);

    /// <summary>Nothing happened for <see cref="UpdateJobWatch.Patience"/>.</summary>
    public sealed record Quiet(long Revision) : UpdateJobEvent(Revision);
}

/// <summary>
/// Watches an update job for one listener, from any revision on. The feed only says that something happened; what happened is read from the store,
/// in the order of its revisions, so that a listener that comes back with the last revision it saw has missed nothing.
/// </summary>
public sealed class UpdateJobWatch(IUpdateJobStore jobs, UpdateJobFeed feed, TimeProvider clock)
{
    /// <summary>After so long without news a listener is told that there are none.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>First what changed since <paramref name="revision"/> and how the job stands, then everything as it happens.</summary>
    public async IAsyncEnumerable<UpdateJobEvent> FollowAsync(UpdateJobId id, long revision, [EnumeratorCancellation] CancellationToken ct)
    {
        using var listener = feed.Listen(); // Before the first look, so that nothing falls between the two.
        var view = await View.OpenAsync(jobs, feed, id, revision, ct);
        foreach (var change in await view.CatchUpAsync(jobChanged: true, ct))
            yield return change;

        while (true)
        {
            var news = await listener.NextAsync(Patience, clock, ct);
            if (news is not null && news.JobId != id)
                continue;
            foreach (var change in await view.TakeAsync(news, ct))
                yield return change;
            if (news is null)
                yield return new UpdateJobEvent.Quiet(view.Revision);
        }
    }

    /// <summary>What one listener has been told so far.</summary>
    private sealed class View(IUpdateJobStore jobs, UpdateJobFeed feed, UpdateJobId id, long revision)
    {
        private readonly Dictionary<UpdateTargetId, TargetSnapshot> _known = [];

        public long Revision { get; private set; } = revision;

        /// <summary>Knows the running targets from the start: of those that changed no more since <paramref name="revision"/>, bytes may still be told.</summary>
        public static async Task<View> OpenAsync(IUpdateJobStore jobs, UpdateJobFeed feed, UpdateJobId id, long revision, CancellationToken ct)
        {
            var view = new View(jobs, feed, id, revision);
            foreach (var target in await jobs.TargetsInAsync(id, [UpdateTargetState.Running], ct))
                view._known[target.Id] = feed.Freshest(target);
            return view;
        }

        public async Task<IReadOnlyList<UpdateJobEvent>> TakeAsync(UpdateJobNews? news, CancellationToken ct) => news switch
        {
            UpdateJobNews.BytesArrived bytes => Take(bytes),
            UpdateJobNews.TargetChanged told when told.Target.Revision <= Revision => [],
            UpdateJobNews.JobChanged => await CatchUpAsync(jobChanged: true, ct),
            _ => await CatchUpAsync(jobChanged: false, ct),
        };

        /// <summary>Targets first: who has heard that the job ended has heard of all its targets.</summary>
        public async Task<IReadOnlyList<UpdateJobEvent>> CatchUpAsync(bool jobChanged, CancellationToken ct)
        {
            var events = new List<UpdateJobEvent>();
            var changed = await jobs.ChangedSinceAsync(id, Revision, ct);
            if (changed.Count > 0)
            {
                Revision = changed.Max(target => target.Revision);
                var snapshots = changed.Select(feed.Freshest).ToList();
                jobChanged |= snapshots.Any(target => _known.GetValueOrDefault(target.Id)?.State != target.State);
                foreach (var snapshot in snapshots)
                    _known[snapshot.Id] = snapshot;
                events.Add(new UpdateJobEvent.TargetsChanged(snapshots, Revision));
            }

            if (jobChanged && await jobs.FindSummaryAsync(id, ct) is { } summary)
                events.Add(new UpdateJobEvent.JobChanged(summary, Revision));
            return events;
        }

        // News may lag behind what the store has told already.
        private List<UpdateJobEvent> Take(UpdateJobNews.BytesArrived news)
        {
            if (!_known.TryGetValue(news.TargetId, out var target) || target.Step is not UpdateStep.Transfer || news.BytesSent <= target.BytesSent)
                return [];
            target = target with { BytesSent = news.BytesSent, BytesTotal = news.BytesTotal, Percent = news.Percent };
            _known[news.TargetId] = target;
            return [new UpdateJobEvent.BytesArrived(target, Revision)];
        }
    }
}
