using Vics.Domain.UpdateJobs;
using Vics.Web.Display;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>How states and steps of update jobs look and what they are called: English words, keys of the texts.</summary>
public static class UpdateJobWords
{
    private static readonly Dictionary<UpdateJobState, (CalmState, string)> Jobs = new()
    {
        [UpdateJobState.Scheduled] = (CalmState.Idle, Key("Waiting to start")),
        [UpdateJobState.Running] = (CalmState.Busy, Key("In progress")),
        [UpdateJobState.Cancelling] = (CalmState.Busy, Key("Cancelling")),
        [UpdateJobState.Cancelled] = (CalmState.Idle, Key("Cancelled")),
        [UpdateJobState.Succeeded] = (CalmState.Fine, Key("Succeeded")),
        [UpdateJobState.Failed] = (CalmState.Down, Key("Failed")),
    };

    private static readonly Dictionary<UpdateTargetState, (CalmState, string)> Targets = new()
    {
        [UpdateTargetState.NeedsAttention] = (CalmState.Attention, Key("Needs attention")),
        [UpdateTargetState.Failed] = (CalmState.Down, Key("Failed")),
        [UpdateTargetState.RolledBack] = (CalmState.Attention, Key("Rolled back")),
        [UpdateTargetState.Running] = (CalmState.Busy, Key("Updating")),
        [UpdateTargetState.Pending] = (CalmState.Idle, Key("Waiting")),
        [UpdateTargetState.Succeeded] = (CalmState.Fine, Key("Updated")),
        [UpdateTargetState.Skipped] = (CalmState.Fine, Key("Skipped")),
        [UpdateTargetState.Cancelled] = (CalmState.Idle, Key("Cancelled")),
    };

    private static readonly Dictionary<UpdateStep, string> Steps = new()
    {
        [UpdateStep.Connect] = Key("Connection"),
        [UpdateStep.Preflight] = Key("Preflight"),
        [UpdateStep.Transfer] = Key("Transfer"),
        [UpdateStep.Verify] = Key("Verification"),
        [UpdateStep.Stop] = Key("Stop"),
        [UpdateStep.Install] = Key("Installation"),
        [UpdateStep.Start] = Key("Start"),
        [UpdateStep.Health] = Key("Health check"),
        [UpdateStep.Rollback] = Key("Rollback"),
        [UpdateStep.Cleanup] = Key("Clean-up"),
    };

    /// <summary>The states of a target in the order a person wants to see them.</summary>
    public static IReadOnlyList<UpdateTargetState> TargetStates { get; } = [.. Targets.Keys];

    /// <summary>A job's state.</summary>
    public static (CalmState Calm, string Word) Of(UpdateJobState state) => Jobs[state];

    /// <summary>A target's state.</summary>
    public static (CalmState Calm, string Word) Of(UpdateTargetState state) => Targets[state];

    /// <summary>A step.</summary>
    public static string Of(UpdateStep step) => Steps[step];
}
