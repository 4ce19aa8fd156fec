using System.Security.Cryptography;
using System.Text.Json;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>What is entered for a new update job. Addresses such as <c>/update-jobs/new?unit=…&amp;package=…</c> fill it in beforehand.</summary>
public sealed record UpdateJobForm
{
    /// <summary>The package to install.</summary>
    public PackageId? Package { get; init; }

    /// <summary>Which units.</summary>
    public UnitChoice? Units { get; init; }

    /// <summary>The units chosen one by one.</summary>
    public IList<UnitId> Unit { get; init; } = [];

    /// <summary>The tags chosen.</summary>
    public IList<string> Tag { get; init; } = [];

    /// <summary>How many units are updated at once; none: the server's setting.</summary>
    public int? Parallelism { get; init; }

    /// <summary>Leave alone units that have the version already.</summary>
    public bool SkipIfCurrent { get; init; } = true;

    /// <summary>For people.</summary>
    public string? Note { get; init; }

    /// <summary>So that sending the form twice starts one job.</summary>
    public Guid Key { get; init; } = Guid.CreateVersion7();

    /// <summary>Which units, where the address did not say it.</summary>
    public UnitChoice Choice => Units ?? (Unit.Count > 0 ? UnitChoice.Chosen : Tag.Count > 0 ? UnitChoice.Tags : UnitChoice.All);

    /// <summary>The same for the domain.</summary>
    public UnitSelection Selection => Choice switch
    {
        UnitChoice.Chosen => new UnitSelection.ByIds([.. Unit]),
        UnitChoice.Tags => new UnitSelection.ByTags([.. Tag]),
        _ => new UnitSelection.All(),
    };

    /// <summary>The request it stands for; without a package there is none.</summary>
    public UpdateJobRequest? ToRequest(int parallelism, string owner) => Package is not { } package ? null : new UpdateJobRequest
    {
        PackageId = package,
        Units = Selection,
        Plan = new UpdatePlan { Parallelism = Parallelism ?? parallelism, SkipIfCurrent = SkipIfCurrent },
        Note = Note,
        Key = new IdempotencyKey(owner, $"form-{Key}", Hash()),
    };

    /// <summary>The same form, to be sent as another request: for whoever went back, changed it and means it.</summary>
    public UpdateJobForm Anew() => this with { Key = Guid.CreateVersion7() };

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)));

    /// <summary>What the domain calls a field, in the form's words.</summary>
    public static FieldError InWordsOfTheForm(FieldError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error with
        {
            Field = error.Field switch
            {
                "packageId" => nameof(Package),
                "units" => nameof(Units),
                "plan.parallelism" => nameof(Parallelism),
                "note" => nameof(Note),
                _ => error.Field,
            },
        };
    }
}

/// <summary>The ways to choose units.</summary>
public enum UnitChoice
{
    /// <summary>Every unit.</summary>
    All,

    /// <summary>Those with any of some tags.</summary>
    Tags,

    /// <summary>Those chosen one by one.</summary>
    Chosen,
}
