namespace Vics.Domain.UpdateJobs;

/// <summary>How a job goes about its units.</summary>
public sealed record UpdatePlan
{
    /// <summary>Most units a job may update at once.</summary>
    public const int MaxParallelism = 256;

    /// <summary>How many units are updated at once, 1–<see cref="MaxParallelism"/>.</summary>
    public required int Parallelism { get; init; }

    /// <summary>Leave alone a unit whose installed file is the package's already.</summary>
    public bool SkipIfCurrent { get; init; } = true;
}
