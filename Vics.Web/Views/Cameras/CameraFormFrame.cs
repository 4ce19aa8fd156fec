using System.Security.Claims;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Api.Cameras;
using Vics.Web.Api.Units;

namespace Vics.Web.Views.Cameras;

/// <summary>What stands around the fields of a camera's form: choices, and what may be changed.</summary>
public sealed record CameraFormFrame
{
    /// <summary>The camera as it is; null for a new one.</summary>
    public required Camera? Camera { get; init; }

    /// <summary>To choose from.</summary>
    public required IReadOnlyList<Unit> Units { get; init; }

    /// <summary>Every tag in use.</summary>
    public required IReadOnlyList<string> KnownTags { get; init; }

    /// <summary>Shows the field of the password.</summary>
    public required bool MaySetSecrets { get; init; }

    /// <summary>The address may be changed.</summary>
    public required bool MayMove { get; init; }

    /// <summary>A password was typed, and does not stand on the page again.</summary>
    public bool SecretsAreGone { get; init; }

    /// <summary>The frame for a reader.</summary>
    public static CameraFormFrame From(Camera? camera, IReadOnlyList<Unit> units, IReadOnlyList<string> knownTags, ClaimsPrincipal user) => new()
    {
        Camera = camera,
        Units = units,
        KnownTags = knownTags,
        MaySetSecrets = user.MaySetSecrets(),
        MayMove = camera is null || user.MayMove(camera),
    };
}
