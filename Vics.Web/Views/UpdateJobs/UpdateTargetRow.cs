using Microsoft.Extensions.Localization;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>A target as a row shows it, in the reader's language: the page is written from it, and moved by it afterwards.</summary>
public sealed record UpdateTargetRow
{
    /// <summary>Its id.</summary>
    public required UpdateTargetId Id { get; init; }

    /// <summary>The unit.</summary>
    public required UnitId UnitId { get; init; }

    /// <summary>The unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>Where it stands.</summary>
    public required UpdateTargetState State { get; init; }

    /// <summary>How that looks.</summary>
    public required CalmState Calm { get; init; }

    /// <summary>The icon of that look.</summary>
    public required string Icon { get; init; }

    /// <summary>The state in a word.</summary>
    public required string Word { get; init; }

    /// <summary>The step it is in, or ended badly in; empty otherwise.</summary>
    public required string Step { get; init; }

    /// <summary>0–100.</summary>
    public required int Percent { get; init; }

    /// <summary>"12 MB of 20 MB" while it is sent; empty otherwise.</summary>
    public required string Bytes { get; init; }

    /// <summary>Why it ended as it did, or empty.</summary>
    public required string Message { get; init; }

    /// <summary>How long the recorder was down, or a dash.</summary>
    public required string Downtime { get; init; }

    /// <summary>It is being updated.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Counts the changes within the job.</summary>
    public required long Revision { get; init; }

    /// <summary>The target as a page shows it.</summary>
    public static UpdateTargetRow From(TargetSnapshot target, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(text);
        var (calm, word) = UpdateJobWords.Of(target.State);
        var sending = target is { State: UpdateTargetState.Running, Step: UpdateStep.Transfer };
        return new()
        {
            Id = target.Id,
            UnitId = target.UnitId,
            UnitName = target.UnitName,
            State = target.State,
            Calm = calm,
            Icon = CalmStateLook.Of(calm).Icon,
            Word = text[word],
            Step = target.Step is { } step && ShowsStep(target.State) ? text[UpdateJobWords.Of(step)] : "",
            Percent = target.Percent,
            Bytes = sending ? text["{0} of {1}", Amounts.Size(target.BytesSent), Amounts.Size(target.BytesTotal)] : "",
            Message = target.Message is null ? "" : text.Say(target.Message),
            Downtime = target.DowntimeMs is { } down ? text.Duration(TimeSpan.FromMilliseconds(down)) : "–",
            IsRunning = target.State is UpdateTargetState.Running,
            Revision = target.Revision,
        };
    }

    private static bool ShowsStep(UpdateTargetState state) =>
        state is UpdateTargetState.Running or UpdateTargetState.Failed or UpdateTargetState.RolledBack or UpdateTargetState.NeedsAttention;
}
