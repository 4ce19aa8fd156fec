using Microsoft.Extensions.Localization;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Localization;

namespace Vics.Web.Api.UpdateJobs;

/// <summary>One unit within an update job, as the API shows it; sentences in the asker's language.</summary>
public sealed record UpdateTargetModel
{
    /// <summary>Its id.</summary>
    public required UpdateTargetId Id { get; init; }

    /// <summary>The unit.</summary>
    public required UnitId UnitId { get; init; }

    /// <summary>The unit's name when the job was made.</summary>
    public required string UnitName { get; init; }

    /// <summary>The wave it is in, from 1.</summary>
    public required int Wave { get; init; }

    /// <summary>Where it stands.</summary>
    public required UpdateTargetState State { get; init; }

    /// <summary>The step begun last; null before the first.</summary>
    public required UpdateStep? Step { get; init; }

    /// <summary>0–100.</summary>
    public required int Percent { get; init; }

    /// <summary>Bytes the unit has of the new file.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes of the new file.</summary>
    public required long BytesTotal { get; init; }

    /// <summary>Why it ended as it did, for programs; null where all went well.</summary>
    public required string? Code { get; init; }

    /// <summary>Why, for people.</summary>
    public required string? Message { get; init; }

    /// <summary>Which try it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it came to its end.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long the recorder was down; null where it never was, or is not up again.</summary>
    public required int? DowntimeMs { get; init; }

    /// <summary>Counts the changes within the job.</summary>
    public required long Revision { get; init; }

    /// <summary>What happened, oldest first; null in events that only tell of bytes.</summary>
    public required IReadOnlyList<UpdateLogLineModel>? Log { get; init; }

    /// <summary>The target in its API shape.</summary>
    public static UpdateTargetModel From(TargetSnapshot target, IReadOnlyList<UpdateLogLine>? log, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new()
        {
            Id = target.Id,
            UnitId = target.UnitId,
            UnitName = target.UnitName,
            Wave = target.Wave,
            State = target.State,
            Step = target.Step,
            Percent = target.Percent,
            BytesSent = target.BytesSent,
            BytesTotal = target.BytesTotal,
            Code = target.Code,
            Message = target.Message is null ? null : text.Say(target.Message),
            Attempt = target.Attempt,
            StartedAt = target.StartedAt,
            EndedAt = target.EndedAt,
            DowntimeMs = target.DowntimeMs,
            Revision = target.Revision,
            Log = log?.Select(line => UpdateLogLineModel.From(line, text)).ToList(),
        };
    }
}

/// <summary>One line of a target's log.</summary>
/// <param name="At">When.</param>
/// <param name="Step">In which step; null before the first.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">What happened.</param>
public sealed record UpdateLogLineModel(DateTimeOffset At, UpdateStep? Step, UpdateLogLevel Level, string Text)
{
    /// <summary>The line in its API shape.</summary>
    public static UpdateLogLineModel From(UpdateLogLine line, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(line.At, line.Step, line.Level, text.Say(line.Text));
    }
}
