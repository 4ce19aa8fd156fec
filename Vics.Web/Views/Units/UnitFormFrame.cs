using System.Security.Claims;
using Vics.Domain.Units;
using Vics.Web.Api.Units;

namespace Vics.Web.Views.Units;

/// <summary>What stands around the fields of a unit's form: choices, and what may be changed.</summary>
public sealed record UnitFormFrame
{
    /// <summary>The unit as it is; null for a new one.</summary>
    public required Unit? Unit { get; init; }

    /// <summary>To choose from.</summary>
    public required IReadOnlyList<UpdateProfile> Profiles { get; init; }

    /// <summary>Every tag in use.</summary>
    public required IReadOnlyList<string> KnownTags { get; init; }

    /// <summary>Shows the fields of passwords and keys.</summary>
    public required bool MaySetSecrets { get; init; }

    /// <summary>Address and port may be changed.</summary>
    public required bool MayMove { get; init; }

    /// <summary>The frame for a reader.</summary>
    public static UnitFormFrame From(Unit? unit, IReadOnlyList<UpdateProfile> profiles, IReadOnlyList<string> knownTags, ClaimsPrincipal user) => new()
    {
        Unit = unit,
        Profiles = profiles,
        KnownTags = knownTags,
        MaySetSecrets = user.MaySetSecrets(),
        MayMove = unit is null || user.MayMove(unit),
    };
}

/// <summary>The field of a secret: what is stored is never shown, only that it is.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Label">What it is called, in the reader's language.</param>
/// <param name="IsStored">One is stored.</param>
/// <param name="Help">What it is for, in the reader's language.</param>
/// <param name="IsLong">It has several lines.</param>
public sealed record SecretField(string Name, string Label, bool IsStored, string? Help = null, bool IsLong = false);
