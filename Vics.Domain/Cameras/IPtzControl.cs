namespace Vics.Domain.Cameras;

/// <summary>Steers a camera. All axes run from −1 to 1; 0 leaves an axis alone.</summary>
/// <param name="Pan">To the right.</param>
/// <param name="Tilt">Upwards.</param>
/// <param name="Zoom">Closer.</param>
public sealed record PtzVector(double Pan, double Tilt, double Zoom);

/// <summary>A position that the camera remembers.</summary>
/// <param name="Token">What the camera knows it by.</param>
/// <param name="Name">What people know it by; null where it has none.</param>
public sealed record PtzPreset(string Token, string? Name);

/// <summary>Speaks PTZ with one profile of a camera. Without a profile token the first one that can be steered is taken.</summary>
public interface IPtzControl
{
    /// <summary>Moves on until told otherwise. The caller owns the stop.</summary>
    /// <exception cref="Network.DeviceException">It is away, refuses, or cannot do this.</exception>
    Task MoveAsync(CameraAccess camera, string? profileToken, PtzVector velocity, CancellationToken ct);

    /// <summary>Stops every axis; a camera that knows no stop is told to move at no speed.</summary>
    Task StopAsync(CameraAccess camera, string? profileToken, CancellationToken ct);

    /// <summary>Moves by so much of its range.</summary>
    Task MoveByAsync(CameraAccess camera, string? profileToken, PtzVector translation, CancellationToken ct);

    /// <summary>Moves to a position: pan and tilt from −1 to 1 with 0 in the middle, zoom from 0 (widest) to 1.</summary>
    Task MoveToAsync(CameraAccess camera, string? profileToken, PtzVector position, CancellationToken ct);

    /// <summary>Moves to its home position.</summary>
    Task GoHomeAsync(CameraAccess camera, string? profileToken, CancellationToken ct);

    /// <summary>The positions it remembers; none where it knows no presets.</summary>
    Task<IReadOnlyList<PtzPreset>> PresetsAsync(CameraAccess camera, string? profileToken, CancellationToken ct);

    /// <summary>Remembers where it looks now, under a name; its token.</summary>
    Task<string> SavePresetAsync(CameraAccess camera, string? profileToken, string name, CancellationToken ct);

    /// <summary>Moves to a remembered position.</summary>
    Task GoToPresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct);

    /// <summary>Forgets a position.</summary>
    Task RemovePresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct);
}
