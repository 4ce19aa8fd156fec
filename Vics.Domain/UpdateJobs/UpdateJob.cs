using Vics.Domain.Packages;
using Vics.Domain.Units;
using static Vics.Domain.UpdateJobs.UpdateJobState;

namespace Vics.Domain.UpdateJobs;

/// <summary>One package brought to some units. Its state changes only by the named moves below.</summary>
public sealed class UpdateJob
{
    private static readonly Dictionary<UpdateJobState, UpdateJobState[]> Next = new()
    {
        [Scheduled] = [Running, Cancelled],
        [Running] = [Succeeded, Failed, Cancelling],
        [Cancelling] = [UpdateJobState.Cancelled],
        [UpdateJobState.Cancelled] = [],
        [Succeeded] = [],
        [Failed] = [],
    };

    private UpdateJob()
    {
    }

    /// <summary>Its id.</summary>
    public UpdateJobId Id { get; private set; }

    /// <summary>The package to install.</summary>
    public PackageId PackageId { get; private set; }

    /// <summary>The package's version, kept for when the package is gone.</summary>
    public string PackageVersion { get; private set; } = "";

    /// <summary>The profile for all units; null: each unit's own.</summary>
    public UpdateProfileId? ProfileId { get; private set; }

    /// <summary>How it goes about its units.</summary>
    public UpdatePlan Plan { get; private set; } = null!;

    /// <summary>For people.</summary>
    public string Note { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public UpdateJobState State { get; private set; }

    /// <summary>Who started it.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its first unit was begun.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>No more moves.</summary>
    public bool IsFinal => Next[State].Length == 0;

    /// <summary>A person may still stop it.</summary>
    public bool CanCancel => State is Scheduled or Running;

    /// <summary>Makes a job.</summary>
    public static UpdateJob Create(Package package, UpdateProfileId? profile, UpdatePlan plan, string note, string createdBy, DateTimeOffset at) => new()
    {
        Id = EntityId.New<UpdateJobId>(at),
        PackageId = package.Id,
        PackageVersion = package.Version,
        ProfileId = profile,
        Plan = plan,
        Note = note,
        State = Scheduled,
        CreatedBy = createdBy,
        CreatedAt = at,
    };

    /// <summary>Its first unit is begun.</summary>
    public void Start(DateTimeOffset at)
    {
        MoveTo(Running);
        StartedAt = at;
    }

    /// <summary>A person stops it: at once where nothing was begun, else when the units begun have come to their end.</summary>
    public void Cancel(DateTimeOffset at)
    {
        if (State is Scheduled)
        {
            MoveTo(UpdateJobState.Cancelled);
            EndedAt = at;
        }
        else
        {
            MoveTo(Cancelling);
        }
    }

    /// <summary>All its targets have come to their end.</summary>
    public void End(TargetCounts counts, DateTimeOffset at)
    {
        MoveTo(State is Cancelling ? UpdateJobState.Cancelled : counts.AllWell ? Succeeded : Failed);
        EndedAt = at;
    }

    private void MoveTo(UpdateJobState next)
    {
        if (!Next[State].Contains(next))
            throw new InvalidOperationException($"Update job {Id} cannot go from {State} to {next}.");
        State = next;
    }
}

/// <summary>How many of a job's targets are in which state.</summary>
public sealed record TargetCounts(int Pending, int Running, int Succeeded, int Skipped, int Failed, int RolledBack, int Cancelled, int NeedsAttention)
{
    /// <summary>All of them.</summary>
    public int Total => Pending + Running + Succeeded + Skipped + Failed + RolledBack + Cancelled + NeedsAttention;

    /// <summary>Those that have come to their end.</summary>
    public int Ended => Total - Pending - Running;

    /// <summary>Every unit runs the package's version.</summary>
    public bool AllWell => Succeeded + Skipped == Total;

    /// <summary>How many are in a state.</summary>
    public int Of(UpdateTargetState state) => state switch
    {
        UpdateTargetState.Pending => Pending,
        UpdateTargetState.Running => Running,
        UpdateTargetState.Succeeded => Succeeded,
        UpdateTargetState.Skipped => Skipped,
        UpdateTargetState.Failed => Failed,
        UpdateTargetState.RolledBack => RolledBack,
        UpdateTargetState.Cancelled => Cancelled,
        UpdateTargetState.NeedsAttention => NeedsAttention,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Counts by state.</summary>
    public static TargetCounts From(IReadOnlyDictionary<UpdateTargetState, int> counts)
    {
        int Of(UpdateTargetState state) => counts.GetValueOrDefault(state);
        return new(
            Of(UpdateTargetState.Pending), Of(UpdateTargetState.Running), Of(UpdateTargetState.Succeeded), Of(UpdateTargetState.Skipped),
            Of(UpdateTargetState.Failed), Of(UpdateTargetState.RolledBack), Of(UpdateTargetState.Cancelled), Of(UpdateTargetState.NeedsAttention));
    }
}
