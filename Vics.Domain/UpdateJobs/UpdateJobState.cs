namespace Vics.Domain.UpdateJobs;

/// <summary>Where an update job stands. The table of moves is in <see cref="UpdateJob"/> and in docs/design/update-job-states.md.</summary>
public enum UpdateJobState
{
    /// <summary>Made, and waiting for its turn.</summary>
    Scheduled,

    /// <summary>Units are being updated.</summary>
    Running,

    /// <summary>No further unit is begun; those begun are brought to a safe end.</summary>
    Cancelling,

    /// <summary>Ended by a person before its time.</summary>
    Cancelled,

    /// <summary>Ended with every target succeeded or skipped.</summary>
    Succeeded,

    /// <summary>Ended with a target that is neither succeeded nor skipped.</summary>
    Failed,
}

/// <summary>Where a target, one unit in one job, stands.</summary>
public enum UpdateTargetState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Being updated.</summary>
    Running,

    /// <summary>The unit runs the new version.</summary>
    Succeeded,

    /// <summary>The unit ran it already.</summary>
    Skipped,

    /// <summary>The unit still runs what it ran before.</summary>
    Failed,

    /// <summary>The new version was installed, found unhealthy, and the old one is running again.</summary>
    RolledBack,

    /// <summary>Stopped by a person before the unit was changed.</summary>
    Cancelled,

    /// <summary>A person must look: the old version does not come up either, or the unit is out of reach in the middle.</summary>
    NeedsAttention,
}

/// <summary>A step of updating one unit, in order.</summary>
public enum UpdateStep
{
    /// <summary>Sign in, pinned key checked.</summary>
    Connect,

    /// <summary>Can it be done at all?</summary>
    Preflight,

    /// <summary>Send the file beside the old one.</summary>
    Transfer,

    /// <summary>Compare checksums on the unit; copy the old file for a way back.</summary>
    Verify,

    /// <summary>The unit has taken over and stops the recorder.</summary>
    Stop,

    /// <summary>Swap the files.</summary>
    Install,

    /// <summary>Start the recorder.</summary>
    Start,

    /// <summary>Does the new version run untroubled?</summary>
    Health,

    /// <summary>Bring the old version back.</summary>
    Rollback,

    /// <summary>Remove what is no longer needed.</summary>
    Cleanup,
}
