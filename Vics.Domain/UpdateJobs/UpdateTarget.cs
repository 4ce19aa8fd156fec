using Vics.Domain.Units;
using static Vics.Domain.UpdateJobs.UpdateTargetState;

namespace Vics.Domain.UpdateJobs;

/// <summary>One unit within one update job. Its state changes only by the named moves below.</summary>
public sealed class UpdateTarget
{
    private static readonly Dictionary<UpdateTargetState, UpdateTargetState[]> Next = new()
    {
        [Pending] = [Running, UpdateTargetState.Cancelled],
        [Running] = [Succeeded, Skipped, Failed, RolledBack, UpdateTargetState.Cancelled, NeedsAttention],
        [Succeeded] = [],
        [Skipped] = [],
        [Failed] = [],
        [RolledBack] = [],
        [UpdateTargetState.Cancelled] = [],
        [NeedsAttention] = [],
    };

    private UpdateTarget()
    {
    }

    /// <summary>Its id.</summary>
    public UpdateTargetId Id { get; private set; }

    /// <summary>The job it belongs to.</summary>
    public UpdateJobId JobId { get; private set; }

    /// <summary>The unit.</summary>
    public UnitId UnitId { get; private set; }

    /// <summary>The unit's name when the job was made.</summary>
    public string UnitName { get; private set; } = "";

    /// <summary>The wave it is in, from 1.</summary>
    public int Wave { get; private set; }

    /// <summary>Where it stands.</summary>
    public UpdateTargetState State { get; private set; }

    /// <summary>The step begun last; null before the first.</summary>
    public UpdateStep? Step { get; private set; }

    /// <summary>Bytes the unit has of the new file.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Bytes of the new file.</summary>
    public long BytesTotal { get; private set; }

    /// <summary>Why it ended as it did, for programs: a device fault's code or a word of its own (<c>notHealthy</c>, <c>interrupted</c> …); null where all went well.</summary>
    public string? Code { get; private set; }

    /// <summary>Why, for people.</summary>
    public OperatorText? Message { get; private set; }

    /// <summary>Which try it is, from 1.</summary>
    public int Attempt { get; private set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it came to its end.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How long the recorder was down, in milliseconds by the unit's own clock; null where it never was, or is not up again.</summary>
    public int? DowntimeMs { get; private set; }

    /// <summary>The unit has been told to finish by itself: from here there is no way but its own.</summary>
    public bool Armed { get; private set; }

    /// <summary>Counts all changes within the job, so that a listener can ask for what it missed. Given by the store.</summary>
    public long Revision { get; private set; }

    /// <summary>No more moves.</summary>
    public bool IsFinal => Next[State].Length == 0;

    /// <summary>0–100: how far the whole update of this unit is.</summary>
    public int Percent => UpdateProgress.PercentOf(this);

    /// <summary>Makes a target.</summary>
    public static UpdateTarget Create(UpdateJobId job, Unit unit, long packageBytes, DateTimeOffset at) => new()
    {
        Id = EntityId.New<UpdateTargetId>(at),
        JobId = job,
        UnitId = unit.Id,
        UnitName = unit.Name,
        Wave = 1,
        State = Pending,
        BytesTotal = packageBytes,
        Attempt = 1,
    };

    /// <summary>The unit's turn has come.</summary>
    public void Start(DateTimeOffset at)
    {
        MoveTo(Running);
        StartedAt = at;
    }

    /// <summary>A step is begun.</summary>
    public void Begin(UpdateStep step)
    {
        MustBeRunning();
        Step = step;
    }

    /// <summary>Bytes have arrived; they only grow, whatever order the news of them comes in.</summary>
    public void Sent(long bytes) => BytesSent = Math.Clamp(Math.Max(BytesSent, bytes), 0, BytesTotal);

    /// <summary>The unit is about to be told to finish by itself.</summary>
    public void Arm()
    {
        MustBeRunning();
        Armed = true;
    }

    /// <summary>The unit runs the new version.</summary>
    public void Succeed(TimeSpan? downtime, DateTimeOffset at) => EndAs(Succeeded, null, null, downtime, at);

    /// <summary>The unit ran it already.</summary>
    public void Skip(OperatorText message, DateTimeOffset at) => EndAs(Skipped, null, message, null, at);

    /// <summary>The unit still runs what it ran before.</summary>
    public void Fail(string code, OperatorText message, TimeSpan? downtime, DateTimeOffset at) => EndAs(Failed, code, message, downtime, at);

    /// <summary>The new version did not run; the old one does again.</summary>
    public void RollBack(string code, OperatorText message, TimeSpan? downtime, DateTimeOffset at) => EndAs(RolledBack, code, message, downtime, at);

    /// <summary>A person stopped it before the unit was changed.</summary>
    public void Cancel(OperatorText message, DateTimeOffset at) => EndAs(UpdateTargetState.Cancelled, "cancelled", message, null, at);

    /// <summary>A person must look.</summary>
    public void NeedAttention(string code, OperatorText message, DateTimeOffset at) => EndAs(NeedsAttention, code, message, null, at);

    private void EndAs(UpdateTargetState end, string? code, OperatorText? message, TimeSpan? downtime, DateTimeOffset at)
    {
        MoveTo(end);
        Code = code;
        Message = message;
        DowntimeMs = downtime is { } span ? (int)span.TotalMilliseconds : null;
        EndedAt = at;
    }

    private void MustBeRunning()
    {
        if (State is not Running)
            throw new InvalidOperationException($"Target {Id} is {State}, not running.");
    }

    private void MoveTo(UpdateTargetState next)
    {
        if (!Next[State].Contains(next))
            throw new InvalidOperationException($"Target {Id} cannot go from {State} to {next}.");
        State = next;
    }
}
