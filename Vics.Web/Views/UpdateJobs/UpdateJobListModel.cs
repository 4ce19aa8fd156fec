using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.UpdateJobs;
using Vics.Web.Localization;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>The list of update jobs.</summary>
/// <param name="Jobs">The jobs of this page.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Jobs a page.</param>
/// <param name="Total">Jobs on all pages.</param>
/// <param name="Search">Words looked for, or null.</param>
public sealed record UpdateJobListModel(IReadOnlyList<UpdateJobRow> Jobs, int Page, int PageSize, int Total, string? Search)
{
    /// <summary>A page of jobs.</summary>
    public static UpdateJobListModel From(Paged<JobSummary> page, string? search, IStringLocalizer<SharedText> text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new([.. page.Items.Select(job => UpdateJobRow.From(job, text, now))], page.Page, page.PageSize, page.Total, search);
    }
}

/// <summary>A job as a list shows it.</summary>
public sealed record UpdateJobRow(UpdateJobId Id, string Version, string Note, string CreatedBy, DateTimeOffset CreatedAt, UpdateJobProgress Progress)
{
    /// <summary>A row.</summary>
    public static UpdateJobRow From(JobSummary summary, IStringLocalizer<SharedText> text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var job = summary.Job;
        return new(job.Id, job.PackageVersion, job.Note, job.CreatedBy, job.CreatedAt, UpdateJobProgress.From(summary, text, now));
    }
}
