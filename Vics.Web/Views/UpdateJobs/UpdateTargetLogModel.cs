using Microsoft.Extensions.Localization;
using Vics.Domain.UpdateJobs;
using Vics.Web.Localization;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>What happened to one target.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Version">The version it brings.</param>
/// <param name="Target">The target.</param>
/// <param name="Lines">What happened, oldest first.</param>
public sealed record UpdateTargetLogModel(UpdateJobId JobId, string Version, UpdateTargetRow Target, IReadOnlyList<UpdateLogRow> Lines)
{
    /// <summary>A target with its log.</summary>
    public static UpdateTargetLogModel From(UpdateJob job, UpdateTarget target, IReadOnlyList<UpdateLogLine> log, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new(job.Id, job.PackageVersion, UpdateTargetRow.From(TargetSnapshot.Of(target), text), [.. log.Select(line => UpdateLogRow.From(line, text))]);
    }
}

/// <summary>One line of a log.</summary>
/// <param name="At">When.</param>
/// <param name="Step">In which step, or empty.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What happened.</param>
public sealed record UpdateLogRow(DateTimeOffset At, string Step, UpdateLogLevel Level, string Text)
{
    internal static UpdateLogRow From(UpdateLogLine line, IStringLocalizer<SharedText> text) =>
        new(line.At, line.Step is { } step ? text[UpdateJobWords.Of(step)] : "", line.Level, text.Say(line.Text));
}
