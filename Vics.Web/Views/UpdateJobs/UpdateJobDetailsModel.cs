using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.UpdateJobs;
using Vics.Web.Localization;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>The page of one update job.</summary>
public sealed record UpdateJobDetailsModel
{
    /// <summary>Its id.</summary>
    public required UpdateJobId Id { get; init; }

    /// <summary>The version it brings.</summary>
    public required string Version { get; init; }

    /// <summary>For people.</summary>
    public required string Note { get; init; }

    /// <summary>Who started it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many units are updated at once.</summary>
    public required int Parallelism { get; init; }

    /// <summary>Units that have the version are left alone.</summary>
    public required bool SkipIfCurrent { get; init; }

    /// <summary>How it stands.</summary>
    public required UpdateJobProgress Progress { get; init; }

    /// <summary>Its targets on this page.</summary>
    public required IReadOnlyList<UpdateTargetRow> Targets { get; init; }

    /// <summary>From 1.</summary>
    public required int Page { get; init; }

    /// <summary>Targets a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Targets on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Words looked for, or null.</summary>
    public required string? Search { get; init; }

    /// <summary>Only targets in this state, or null.</summary>
    public required UpdateTargetState? State { get; init; }

    /// <summary>What changed after this is not on the page yet. The rows were read at one stroke, so no change before their newest is missing.</summary>
    public long Revision => Targets.Count == 0 ? 0 : Targets.Max(target => target.Revision);

    /// <summary>A job with a page of its targets.</summary>
    public static UpdateJobDetailsModel From(
        JobSummary summary, Paged<TargetSnapshot> targets, string? search, UpdateTargetState? state, IStringLocalizer<SharedText> text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(targets);
        var job = summary.Job;
        return new()
        {
            Id = job.Id,
            Version = job.PackageVersion,
            Note = job.Note,
            CreatedBy = job.CreatedBy,
            CreatedAt = job.CreatedAt,
            Parallelism = job.Plan.Parallelism,
            SkipIfCurrent = job.Plan.SkipIfCurrent,
            Progress = UpdateJobProgress.From(summary, text, now),
            Targets = [.. targets.Items.Select(target => UpdateTargetRow.From(target, text))],
            Page = targets.Page,
            PageSize = targets.PageSize,
            Total = targets.Total,
            Search = search,
            State = state,
        };
    }
}
