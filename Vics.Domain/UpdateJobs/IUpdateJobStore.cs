using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>Keeps update jobs, their targets and their logs: the journal of what was intended and what came of it.</summary>
public interface IUpdateJobStore
{
    /// <summary>
    /// Adds a job with its targets, whole or not at all. With an idempotency key that was used before, nothing is added and the earlier
    /// job's id and request hash come back.
    /// </summary>
    Task<ExistingRequest?> AddAsync(UpdateJob job, IReadOnlyCollection<UpdateTarget> targets, IdempotencyKey? key, CancellationToken ct);

    /// <summary>The job that an idempotency key stands for, or null.</summary>
    Task<ExistingRequest?> FindRequestAsync(IdempotencyKey key, CancellationToken ct);

    /// <summary>One page of jobs with their counts, newest first.</summary>
    Task<Paged<JobSummary>> ListAsync(ListQuery query, CancellationToken ct);

    /// <summary>One job, or null.</summary>
    Task<UpdateJob?> FindAsync(UpdateJobId id, CancellationToken ct);

    /// <summary>One job with its counts, or null.</summary>
    Task<JobSummary?> FindSummaryAsync(UpdateJobId id, CancellationToken ct);

    /// <summary>Jobs that have not come to their end, oldest first.</summary>
    Task<IReadOnlyList<UpdateJob>> UnfinishedAsync(CancellationToken ct);

    /// <summary>
    /// One page of a job's targets: those that need a person first, then the running, then by name. <see cref="ListQuery.Search"/> looks in the unit's name;
    /// <paramref name="state"/> keeps one state only.
    /// </summary>
    Task<Paged<UpdateTarget>> TargetsAsync(UpdateJobId id, ListQuery query, UpdateTargetState? state, CancellationToken ct);

    /// <summary>One target, or null.</summary>
    Task<UpdateTarget?> FindTargetAsync(UpdateTargetId id, CancellationToken ct);

    /// <summary>Every target of a job in one of these states, by name.</summary>
    Task<IReadOnlyList<UpdateTarget>> TargetsInAsync(UpdateJobId id, IReadOnlyCollection<UpdateTargetState> states, CancellationToken ct);

    /// <summary>The targets changed since a revision, oldest change first: what a listener missed.</summary>
    Task<IReadOnlyList<UpdateTarget>> ChangedSinceAsync(UpdateJobId id, long revision, CancellationToken ct);

    /// <summary>The past of a unit: its latest targets, newest first.</summary>
    Task<IReadOnlyList<(UpdateJob Job, UpdateTarget Target)>> HistoryOfAsync(UnitId unit, int count, CancellationToken ct);

    /// <summary>The logs of some targets, each oldest first.</summary>
    Task<IReadOnlyDictionary<UpdateTargetId, IReadOnlyList<UpdateLogLine>>> LogsAsync(IReadOnlyCollection<UpdateTargetId> targets, CancellationToken ct);

    /// <summary>How many of a job's targets are in which state.</summary>
    Task<TargetCounts> CountAsync(UpdateJobId id, CancellationToken ct);

    /// <summary>Saves a job's state if it is still <paramref name="expected"/> in the store. False where somebody else moved it.</summary>
    Task<bool> SaveAsync(UpdateJob job, UpdateJobState expected, CancellationToken ct);

    /// <summary>Saves a target with new log lines at once, durably, and gives it the job's next revision.</summary>
    Task SaveAsync(UpdateTarget target, IReadOnlyCollection<UpdateLogLine> newLines, CancellationToken ct);
}

/// <summary>A job with its counts and how long its recorders were down.</summary>
/// <param name="Job">The job.</param>
/// <param name="Counts">Its targets by state.</param>
/// <param name="LongestDowntimeMs">The longest downtime of a target, or null.</param>
public sealed record JobSummary(UpdateJob Job, TargetCounts Counts, int? LongestDowntimeMs);

/// <summary>What a client calls its request, so that sending it twice does it once (draft-ietf-httpapi-idempotency-key-header).</summary>
/// <param name="Owner">The account that sent it: another's keys are no business of ours.</param>
/// <param name="Key">The client's own key.</param>
/// <param name="RequestHash">Checksum of the request's body.</param>
public sealed record IdempotencyKey(string Owner, string Key, string RequestHash);

/// <summary>The job an idempotency key already stands for.</summary>
/// <param name="Job">The job.</param>
/// <param name="RequestHash">Checksum of the body it was made from.</param>
public sealed record ExistingRequest(UpdateJobId Job, string RequestHash);
