using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>The order given to a unit for the part of an update that it finishes by itself.</summary>
public sealed record ArmedSwap
{
    /// <summary>The target it is for; names the unit's record of it.</summary>
    public required UpdateTargetId Target { get; init; }

    /// <summary>Path, service, mode, time limits and probe.</summary>
    public required UpdateProfile Profile { get; init; }

    /// <summary>The new file, beside the old one.</summary>
    public required string NewPath { get; init; }

    /// <summary>Checksum the new file must have at the moment of the swap.</summary>
    public required Sha256Digest NewSha256 { get; init; }

    /// <summary>The copy of the old file.</summary>
    public required string BackupPath { get; init; }

    /// <summary>Checksum the copy must have at the moment of the swap.</summary>
    public required Sha256Digest OldSha256 { get; init; }

    /// <summary>Port that <see cref="UpdateProfile.ProbePath"/> is asked at, on the unit itself.</summary>
    public required int ApiPort { get; init; }
}

/// <summary>A phase of the swap, as the unit records it.</summary>
public enum SwapPhase
{
    /// <summary>The unit has taken over.</summary>
    Armed,

    /// <summary>The recorder is being stopped: from here it is down.</summary>
    Stopping,

    /// <summary>The recorder has stopped.</summary>
    Stopped,

    /// <summary>The new file is in place.</summary>
    Swapped,

    /// <summary>The recorder was started.</summary>
    Started,

    /// <summary>The recorder answers again (or, without a probe, is active): from here it is up.</summary>
    Answering,

    /// <summary>The new version ran untroubled for the settling time. Final.</summary>
    Healthy,

    /// <summary>The new version does not run as it should; detail says why.</summary>
    Unhealthy,

    /// <summary>The old file is back in place.</summary>
    Restored,

    /// <summary>The old version runs again, as of when it was up. Final.</summary>
    RolledBack,

    /// <summary>The old version does not come up either. Final.</summary>
    RollbackFailed,

    /// <summary>Nothing was changed and the old version runs; detail says why. Final.</summary>
    Untouched,
}

/// <summary>One line of the unit's record.</summary>
/// <param name="Phase">The phase begun.</param>
/// <param name="UnitTime">On the unit's monotonic clock, to tell phases apart whatever its wall clock does.</param>
/// <param name="Detail">What systemd or the recorder said, or empty.</param>
public sealed record SwapEvent(SwapPhase Phase, TimeSpan UnitTime, string Detail);

/// <summary>The unit's record of a swap.</summary>
/// <param name="Events">Oldest first; empty where the unit has no record of it.</param>
/// <param name="Running">The unit is still at work on it.</param>
public sealed record SwapRecord(IReadOnlyList<SwapEvent> Events, bool Running)
{
    /// <summary>The last phase is one after which nothing more comes.</summary>
    public bool IsFinal => Events.Count > 0
        && Events[^1].Phase is SwapPhase.Healthy or SwapPhase.RolledBack or SwapPhase.RollbackFailed or SwapPhase.Untouched;

    /// <summary>How long the recorder was down in all, by the unit's clock; null where it never went down or is not up again.</summary>
    public TimeSpan? Downtime
    {
        get
        {
            TimeSpan? down = null, sum = null;
            foreach (var entry in Events)
            {
                if (entry.Phase is SwapPhase.Stopping or SwapPhase.Unhealthy)
                    down ??= entry.UnitTime;
                else if (down is { } since && entry.Phase is SwapPhase.Answering or SwapPhase.RolledBack or SwapPhase.Untouched)
                    (sum, down) = ((sum ?? TimeSpan.Zero) + entry.UnitTime - since, null);
            }

            return down is null ? sum : null;
        }
    }
}
