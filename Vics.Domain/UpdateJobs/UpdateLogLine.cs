namespace Vics.Domain.UpdateJobs;

/// <summary>One line of a target's log.</summary>
/// <param name="At">When.</param>
/// <param name="Step">In which step; null before the first.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What happened.</param>
public sealed record UpdateLogLine(DateTimeOffset At, UpdateStep? Step, UpdateLogLevel Level, OperatorText Text);

/// <summary>How much a log line matters.</summary>
public enum UpdateLogLevel
{
    /// <summary>As it should be.</summary>
    Info,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>Why it ended badly.</summary>
    Error,
}
