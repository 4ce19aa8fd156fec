using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.UpdateJobs;

/// <summary>An update job, as the API shows it.</summary>
public sealed record UpdateJobModel
{
    /// <summary>Its id.</summary>
    public required UpdateJobId Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required UpdateJobState State { get; init; }

    /// <summary>The package it installs.</summary>
    public required PackageId PackageId { get; init; }

    /// <summary>The package's version.</summary>
    public required string PackageVersion { get; init; }

    /// <summary>The profile for all units; null: each unit's own.</summary>
    public required UpdateProfileId? ProfileId { get; init; }

    /// <summary>How it goes about its units.</summary>
    public required UpdatePlanModel Plan { get; init; }

    /// <summary>For people.</summary>
    public required string Note { get; init; }

    /// <summary>How many units are in which state.</summary>
    public required UpdateJobCountsModel Counts { get; init; }

    /// <summary>The longest time a recorder was down, in milliseconds; null where none was.</summary>
    public required int? LongestDowntimeMs { get; init; }

    /// <summary>Who started it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first unit was begun.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The job in its API shape.</summary>
    public static UpdateJobModel From(JobSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var job = summary.Job;
        return new()
        {
            Id = job.Id,
            State = job.State,
            PackageId = job.PackageId,
            PackageVersion = job.PackageVersion,
            ProfileId = job.ProfileId,
            Plan = UpdatePlanModel.From(job.Plan),
            Note = job.Note,
            Counts = UpdateJobCountsModel.From(summary.Counts),
            LongestDowntimeMs = summary.LongestDowntimeMs,
            CreatedBy = job.CreatedBy,
            CreatedAt = job.CreatedAt,
            StartedAt = job.StartedAt,
            EndedAt = job.EndedAt,
        };
    }

    /// <summary>Tells one state of a job from another.</summary>
    internal static EntityTag TagOf(JobSummary summary) => EntityTag.Of(summary.Job.State, summary.Counts);
}

/// <summary>How many units of a job are in which state.</summary>
public sealed record UpdateJobCountsModel(int Pending, int Running, int Succeeded, int Skipped, int Failed, int RolledBack, int Cancelled, int NeedsAttention)
{
    /// <summary>The counts in their API shape.</summary>
    public static UpdateJobCountsModel From(TargetCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new(counts.Pending, counts.Running, counts.Succeeded, counts.Skipped, counts.Failed, counts.RolledBack, counts.Cancelled, counts.NeedsAttention);
    }
}
