using System.Collections.Concurrent;
using System.Threading.Channels;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>What somebody wants updated, and how.</summary>
public sealed record UpdateJobRequest
{
    /// <summary>The package to install.</summary>
    public required PackageId PackageId { get; init; }

    /// <summary>The profile for all units; null: each unit's own.</summary>
    public UpdateProfileId? ProfileId { get; init; }

    /// <summary>The units meant.</summary>
    public required UnitSelection Units { get; init; }

    /// <summary>How to go about them.</summary>
    public required UpdatePlan Plan { get; init; }

    /// <summary>For people; at most 1,000 characters.</summary>
    public string? Note { get; init; }

    /// <summary>So that sending it twice does it once; or null.</summary>
    public IdempotencyKey? Key { get; init; }
}

/// <summary>How asking for a job ended.</summary>
public abstract record JobCreation
{
    private JobCreation()
    {
    }

    /// <summary>It is made and waits for its turn.</summary>
    public sealed record Created(UpdateJobId Id) : JobCreation;

    /// <summary>The same request was made before; this is its job.</summary>
    public sealed record Repeated(UpdateJobId Id) : JobCreation;

    /// <summary>The idempotency key stands for another request.</summary>
    public sealed record KeyUsedOtherwise : JobCreation;

    /// <summary>Something asked for is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : JobCreation;
}

/// <summary>How a cancellation ended.</summary>
public enum CancelResult
{
    /// <summary>It stops, or has stopped.</summary>
    Cancelled,

    /// <summary>It has come to its end before.</summary>
    TooLate,

    /// <summary>There is no such job.</summary>
    NoSuchJob,
}

/// <summary>Takes update jobs in, hands them to the worker, and stops them.</summary>
public sealed class UpdateQueue(
    IUpdateJobStore jobs, IUnitStore units, IUpdateProfileStore profiles, IPackageStore packages, UpdateJobFeed feed, AuditTrail audit, TimeProvider clock)
{
    private const int MaxNoteLength = 1000;
    private readonly Channel<UpdateJobId> _waiting = Channel.CreateUnbounded<UpdateJobId>();
    private readonly ConcurrentDictionary<UpdateJobId, CancellationTokenSource> _running = new();

    /// <summary>Makes a job for the units as they are chosen now: a unit added later is not in it.</summary>
    public async Task<JobCreation> EnqueueAsync(UpdateJobRequest request, Actor actor, CancellationToken ct)
    {
        if (request.Key is { } key && await jobs.FindRequestAsync(key, ct) is { } earlier)
            return Answer(key, earlier);

        var package = await packages.FindAsync(request.PackageId, ct);
        var chosen = await units.SelectAsync(request.Units, ct);
        if (await ErrorsOfAsync(request, package, chosen, ct) is { Count: > 0 } errors)
            return new JobCreation.Refused(errors);

        var now = clock.GetUtcNow();
        var job = UpdateJob.Create(package!, request.ProfileId, request.Plan, request.Note?.Trim() ?? "", actor.Name, now);
        var targets = chosen.Select(unit => UpdateTarget.Create(job.Id, unit, package!.SizeBytes, now)).ToList();
        // From here to the end whether or not the asker still waits: a job that is in the store but in no line would never begin.
        if (await jobs.AddAsync(job, targets, request.Key, CancellationToken.None) is { } existing)
            return Answer(request.Key!, existing);

        Schedule(job.Id);
        await audit.RecordAsync(actor, "updateJob.created", package!.Version, job.Id.Value, $"{targets.Count} units, {request.Plan.Parallelism} at once", CancellationToken.None);
        return new JobCreation.Created(job.Id);
    }

    /// <summary>Stops a job: units not begun stay as they are, units begun are brought to a safe end.</summary>
    public async Task<CancelResult> CancelAsync(UpdateJobId id, Actor actor, CancellationToken ct)
    {
        if (await jobs.FindAsync(id, ct) is not { } job)
            return CancelResult.NoSuchJob;
        if (!job.CanCancel)
            return job.IsFinal ? CancelResult.TooLate : CancelResult.Cancelled;

        var expected = job.State;
        job.Cancel(clock.GetUtcNow());
        // From here to the end whether or not the asker still waits: a job that is called cancelled must not begin another unit.
        if (!await jobs.SaveAsync(job, expected, CancellationToken.None))
            return await CancelAsync(id, actor, ct);
        if (job.IsFinal)
            await CancelPendingAsync(job);
        else if (_running.TryGetValue(id, out var running))
            await running.CancelAsync();
        await audit.RecordAsync(actor, "updateJob.cancelled", job.PackageVersion, id.Value, null, CancellationToken.None);
        feed.Publish(new UpdateJobNews.JobChanged(id));
        return CancelResult.Cancelled;
    }

    /// <summary>Puts a job in line for the worker.</summary>
    public void Schedule(UpdateJobId id) => _waiting.Writer.TryWrite(id);

    /// <summary>The jobs in line, as they come; for the worker.</summary>
    public IAsyncEnumerable<UpdateJobId> WaitingAsync(CancellationToken ct) => _waiting.Reader.ReadAllAsync(ct);

    /// <summary>Registers that a job runs here, so that a cancellation reaches it; until disposed.</summary>
    internal IDisposable Running(UpdateJobId id, CancellationTokenSource cancel)
    {
        _running[id] = cancel;
        return new Registration(() => _running.TryRemove(id, out _));
    }

    private static JobCreation Answer(IdempotencyKey key, ExistingRequest existing) =>
        existing.RequestHash == key.RequestHash ? new JobCreation.Repeated(existing.Job) : new JobCreation.KeyUsedOtherwise();

    private async Task CancelPendingAsync(UpdateJob job)
    {
        foreach (var target in await jobs.TargetsInAsync(job.Id, [UpdateTargetState.Pending], CancellationToken.None))
            await new TargetJournal(target, jobs, feed, clock).CancelledAsync();
    }

    private async Task<IReadOnlyList<FieldError>> ErrorsOfAsync(UpdateJobRequest request, Package? package, IReadOnlyList<Unit> chosen, CancellationToken ct)
    {
        var errors = new List<FieldError>();
        if (package is null)
            errors.Add(new("packageId", OperatorText.Of($"There is no such package.")));
        if (request.ProfileId is { } profile && await profiles.FindAsync(profile, ct) is null)
            errors.Add(new("profileId", OperatorText.Of($"There is no such update profile.")));
        if (chosen.Count == 0)
            errors.Add(new("units", OperatorText.Of($"Choose at least one unit.")));
        if (request.Units is UnitSelection.ByIds byIds && chosen.Count < byIds.Ids.Distinct().Count())
            errors.Add(new("units", OperatorText.Of($"Some of the chosen units do not exist any more.")));
        if (request.Plan.Parallelism is < 1 or > UpdatePlan.MaxParallelism)
            errors.Add(new("plan.parallelism", OperatorText.Of($"Enter a number from {1} to {UpdatePlan.MaxParallelism}.")));
        if (request.Note?.Length > MaxNoteLength)
            errors.Add(new("note", OperatorText.Of($"At most {MaxNoteLength} characters.")));
        return errors;
    }

    private sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
