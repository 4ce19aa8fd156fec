using Vics.Domain.Cameras;

namespace Vics.Web.Api.Cameras;

/// <summary>A motion that goes on until its time is over or another command comes.</summary>
public sealed record PtzMoveRequest
{
    /// <summary>Speed to the right, −1 to 1.</summary>
    public double Pan { get; init; }

    /// <summary>Speed upwards, −1 to 1.</summary>
    public double Tilt { get; init; }

    /// <summary>Speed of zooming in, −1 to 1.</summary>
    public double Zoom { get; init; }

    /// <summary>Milliseconds after which the server stops it by itself, 100–10000.</summary>
    public int TimeoutMs { get; init; } = (int)PtzSteering.DefaultTimeout.TotalMilliseconds;
}

/// <summary>So much of its range, or a position in it.</summary>
public sealed record PtzVectorRequest
{
    /// <summary>To the right, −1 to 1.</summary>
    public double Pan { get; init; }

    /// <summary>Upwards, −1 to 1.</summary>
    public double Tilt { get; init; }

    /// <summary>Closer, −1 to 1.</summary>
    public double Zoom { get; init; }

    /// <summary>The same for the camera.</summary>
    public PtzVector ToVector() => new(Pan, Tilt, Zoom);
}

/// <summary>A name for where the camera looks now.</summary>
public sealed record PtzPresetRequest
{
    /// <summary>1–64 characters.</summary>
    public string? Name { get; init; }
}

/// <summary>A position that the camera remembers.</summary>
/// <param name="Token">What the camera knows it by.</param>
/// <param name="Name">What people know it by; null where it has none.</param>
/// <param name="Special">It may be a command to the camera, such as a restart, rather than a position: ask before it is called.</param>
public sealed record PtzPresetModel(string Token, string? Name, bool Special)
{
    /// <summary>A preset as the API answers it.</summary>
    public static PtzPresetModel From(PtzPreset preset)
    {
        ArgumentNullException.ThrowIfNull(preset);
        return new(preset.Token, preset.Name, PtzRules.IsSpecial(preset));
    }
}
