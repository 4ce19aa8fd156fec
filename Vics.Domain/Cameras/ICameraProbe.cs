using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>Asks cameras by ONVIF what they are and where their pictures are.</summary>
public interface ICameraProbe
{
    /// <summary>
    /// The whole look-up: clock, identity, profiles, stream and snapshot addresses. At most 30 s. What a camera cannot say of itself is left out;
    /// only where nothing can be had is that an error.
    /// </summary>
    /// <exception cref="DeviceException">
    /// It is away, silent, refuses the account (<see cref="DeviceFaultCode.Authentication"/>, or <see cref="DeviceFaultCode.Clock"/> where its clock is
    /// the likely reason), is no ONVIF device, or its address may not be reached.
    /// </exception>
    Task<CameraFacts> ProbeAsync(CameraAccess camera, CancellationToken ct);

    /// <summary>A light question: whether it answers, and takes the account. One or two requests.</summary>
    /// <exception cref="DeviceException">As for <see cref="ProbeAsync"/>.</exception>
    Task CheckAsync(CameraAccess camera, CancellationToken ct);
}

/// <summary>What a camera says of itself.</summary>
public sealed record CameraFacts
{
    /// <summary>As the camera spells it; empty where it does not say.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>As the camera spells it.</summary>
    public string Model { get; init; } = "";

    /// <summary>As the camera spells it.</summary>
    public string Firmware { get; init; } = "";

    /// <summary>As the camera spells it.</summary>
    public string Serial { get; init; } = "";

    /// <summary>At least one profile can be steered.</summary>
    public bool Ptz => Profiles.Any(profile => profile.Ptz);

    /// <summary>Its clock less ours; null where it does not tell.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>What it offers, in its own order.</summary>
    public IReadOnlyList<CameraProfile> Profiles { get; init; } = [];
}

/// <summary>A stream that a camera offers.</summary>
public sealed record CameraProfile
{
    /// <summary>What the camera knows it by.</summary>
    public required string Token { get; init; }

    /// <summary>What people know it by.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>H264</c>, <c>H265</c>, <c>JPEG</c> as the camera says, which is not always true; null where it does not.</summary>
    public string? Codec { get; init; }

    /// <summary>Pixels; null where it does not say.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public int? Height { get; init; }

    /// <summary>Pictures a second.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Limit in kbit/s.</summary>
    public int? BitrateKbps { get; init; }

    /// <summary>Address of its stream, with the host the operator typed and without account; null where the camera gives none.</summary>
    public string? RtspUrl { get; init; }

    /// <summary>As the camera gave it, where that is another host (shown so that a wrong one can be understood).</summary>
    public string? OriginalRtspUrl { get; init; }

    /// <summary>Address of its still picture, likewise.</summary>
    public string? SnapshotUrl { get; init; }

    /// <summary>It can be steered.</summary>
    public bool Ptz { get; init; }
}
