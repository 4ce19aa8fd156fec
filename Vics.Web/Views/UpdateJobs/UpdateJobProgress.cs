using Microsoft.Extensions.Localization;
using Vics.Domain.UpdateJobs;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>How a job stands, in the reader's language: the page is written from it, and moved by it afterwards.</summary>
public sealed record UpdateJobProgress
{
    /// <summary>How it looks.</summary>
    public required CalmState Calm { get; init; }

    /// <summary>The icon of that look.</summary>
    public required string Icon { get; init; }

    /// <summary>Its state in a word.</summary>
    public required string Word { get; init; }

    /// <summary>"3 of 8 units".</summary>
    public required string Label { get; init; }

    /// <summary>What a person should know now, or empty.</summary>
    public required string Advice { get; init; }

    /// <summary>Ended well.</summary>
    public required int Done { get; init; }

    /// <summary>Under way.</summary>
    public required int Running { get; init; }

    /// <summary>Ended badly.</summary>
    public required int Failed { get; init; }

    /// <summary>Not begun, or cancelled.</summary>
    public required int Waiting { get; init; }

    /// <summary>How many targets are in which state, the worst first.</summary>
    public required IReadOnlyList<StateCount> Counts { get; init; }

    /// <summary>How long it has taken, or has been going on.</summary>
    public required string Took { get; init; }

    /// <summary>The longest time a recorder was down, or a dash.</summary>
    public required string LongestDowntime { get; init; }

    /// <summary>A person may stop it.</summary>
    public required bool CanCancel { get; init; }

    /// <summary>It has come to its end.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>The job as a page shows it.</summary>
    public static UpdateJobProgress From(JobSummary summary, IStringLocalizer<SharedText> text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(text);
        var (job, counts) = (summary.Job, summary.Counts);
        var (calm, word) = UpdateJobWords.Of(job.State);
        return new()
        {
            Calm = calm,
            Icon = CalmStateLook.Of(calm).Icon,
            Word = text[word],
            Label = text["{0} of {1} done", counts.Ended, counts.Total],
            Advice = AdviceOn(job, counts, text),
            Done = counts.Succeeded + counts.Skipped,
            Running = counts.Running,
            Failed = BadlyEnded(counts),
            Waiting = counts.Pending + counts.Cancelled,
            Counts = [.. UpdateJobWords.TargetStates.Select(state => StateCount.From(state, counts, text))],
            Took = job.StartedAt is { } start ? text.Duration((job.EndedAt ?? now) - start) : "–",
            LongestDowntime = summary.LongestDowntimeMs is { } down ? text.Duration(TimeSpan.FromMilliseconds(down)) : "–",
            CanCancel = job.CanCancel,
            IsFinal = job.IsFinal,
        };
    }

    private static int BadlyEnded(TargetCounts counts) => counts.Failed + counts.RolledBack + counts.NeedsAttention;

    private static string AdviceOn(UpdateJob job, TargetCounts counts, IStringLocalizer<SharedText> text) => (job.State, BadlyEnded(counts)) switch
    {
        (_, > 0) when counts.NeedsAttention > 0 => text["Units that need a person to look at them: {0}.", counts.NeedsAttention],
        (_, > 0) when job.IsFinal => text["Units that did not get the new version: {0}. Each says why below.", BadlyEnded(counts)],
        (_, > 0) => text["Units that did not get the new version so far: {0}. The others go on.", BadlyEnded(counts)],
        (UpdateJobState.Cancelling, _) => text["No further unit is begun. Units under way are brought to a safe end."],
        (UpdateJobState.Cancelled, _) => text["Stopped by a person. Units that were not begun run what they ran before."],
        _ => "",
    };
}

/// <summary>How many targets of a job are in one state.</summary>
/// <param name="State">The state, as addresses spell it.</param>
/// <param name="Calm">How it looks.</param>
/// <param name="Word">The state in a word.</param>
/// <param name="Count">How many.</param>
public sealed record StateCount(UpdateTargetState State, CalmState Calm, string Word, int Count)
{
    internal static StateCount From(UpdateTargetState state, TargetCounts counts, IStringLocalizer<SharedText> text)
    {
        var (calm, word) = UpdateJobWords.Of(state);
        return new(state, calm, text[word], counts.Of(state));
    }
}
