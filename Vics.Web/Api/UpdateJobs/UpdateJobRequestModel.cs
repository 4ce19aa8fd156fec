using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.UpdateJobs;

/// <summary>What is asked for: a package, for some units, in some way.</summary>
public sealed record UpdateJobRequestModel
{
    /// <summary>The package to install.</summary>
    [Required]
    public PackageId? PackageId { get; init; }

    /// <summary>The profile for all units; none: each unit's own.</summary>
    public UpdateProfileId? ProfileId { get; init; }

    /// <summary>The units meant.</summary>
    [Required]
    public UnitChoiceModel? Units { get; init; }

    /// <summary>How to go about them.</summary>
    public UpdatePlanModel? Plan { get; init; }

    /// <summary>When to begin. Not available yet.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The hours in which units may be updated. Not available yet.</summary>
    public MaintenanceWindowModel? Window { get; init; }

    /// <summary>For people.</summary>
    public string? Note { get; init; }

    /// <summary>Everything asked for that cannot be had, by field: better refused than silently left out.</summary>
    public IReadOnlyList<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if (Units is not null && Units.Ways != 1)
            errors.Add(new("units", OperatorText.Of($"Choose the units in one way: by ids, by tags, or all.")));
        Refuse("startAt", StartAt is not null, errors);
        Refuse("window", Window is not null, errors);
        Refuse("plan.waves", Plan?.Waves is { } waves && waves.Any(wave => wave is not { Percent: 100, Units: null }), errors);
        Refuse("plan.maxFailures", Plan?.MaxFailures is not null, errors);
        Refuse("plan.pauseBetweenWaves", Plan?.PauseBetweenWaves is true, errors);
        Refuse("plan.dryRun", Plan?.DryRun is true, errors);
        return errors;
    }

    /// <summary>The same for the domain, once <see cref="Check"/> found nothing.</summary>
    public UpdateJobRequest ToRequest(int parallelism, IdempotencyKey? key) => new()
    {
        PackageId = PackageId!.Value,
        ProfileId = ProfileId,
        Units = Units!.ToSelection(),
        Plan = new UpdatePlan { Parallelism = Plan?.Parallelism ?? parallelism, SkipIfCurrent = Plan?.SkipIfCurrent ?? true },
        Note = Note,
        Key = key,
    };

    /// <summary>Tells one request from another by what it means, not by how its JSON is spaced.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options)));

    private static void Refuse(string field, bool wanted, List<FieldError> errors)
    {
        if (wanted)
            errors.Add(new(field, OperatorText.Of($"This is not available yet: all units are updated at once, as many together as plan.parallelism says.")));
    }
}

/// <summary>Which units: one of the three.</summary>
public sealed record UnitChoiceModel
{
    /// <summary>These.</summary>
    public IReadOnlyList<UnitId>? Ids { get; init; }

    /// <summary>Those that carry any of these tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Every unit.</summary>
    public bool? All { get; init; }

    internal int Ways => (Ids is null ? 0 : 1) + (Tags is null ? 0 : 1) + (All is true ? 1 : 0);

    internal UnitSelection ToSelection() =>
        Ids is not null ? new UnitSelection.ByIds(Ids)
        : Tags is not null ? new UnitSelection.ByTags(Tags)
        : new UnitSelection.All();
}

/// <summary>How a job goes about its units.</summary>
public sealed record UpdatePlanModel
{
    /// <summary>How many units are updated at once.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Leave alone a unit that has the package's file already; so it is unless said otherwise.</summary>
    public bool? SkipIfCurrent { get; init; }

    /// <summary>One after the other. Not available yet, but for one wave of 100 percent.</summary>
    public IReadOnlyList<UpdateWaveModel?>? Waves { get; init; }

    /// <summary>How many failures are allowed. Not available yet.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>Wait for a person after each wave. Not available yet.</summary>
    public bool? PauseBetweenWaves { get; init; }

    /// <summary>Only look whether it would go. Not available yet.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The plan of a job.</summary>
    public static UpdatePlanModel From(UpdatePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new()
        {
            Parallelism = plan.Parallelism,
            SkipIfCurrent = plan.SkipIfCurrent,
            Waves = [new UpdateWaveModel { Percent = 100 }],
            PauseBetweenWaves = false,
            DryRun = false,
        };
    }
}

/// <summary>How many units a wave has: a number, or a share of all.</summary>
public sealed record UpdateWaveModel
{
    /// <summary>So many units.</summary>
    public int? Units { get; init; }

    /// <summary>So many of a hundred.</summary>
    public int? Percent { get; init; }
}

/// <summary>The hours in which units may be updated.</summary>
public sealed record MaintenanceWindowModel
{
    /// <summary>From this time of day.</summary>
    public string? From { get; init; }

    /// <summary>To this time of day.</summary>
    public string? To { get; init; }

    /// <summary>An IANA time zone.</summary>
    public string? TimeZone { get; init; }
}
