using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Web.Api.Cameras;

/// <summary>What a look at a camera showed. One that is away or refuses is an answer too, not an error of the request.</summary>
public sealed record ProbeModel
{
    /// <summary>It answered and took the account.</summary>
    public required bool Online { get; init; }

    /// <summary>Why not, for programs; null where it did.</summary>
    public string? Code { get; init; }

    /// <summary>Why not, in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>SHA-256 of the certificate it showed, where that is why (<c>code</c> is <c>certificate</c>); to be compared and sent back if it is to be trusted.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>As the camera spells it.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>As the camera spells it.</summary>
    public string? Model { get; init; }

    /// <summary>As the camera spells it.</summary>
    public string? Firmware { get; init; }

    /// <summary>As the camera spells it.</summary>
    public string? Serial { get; init; }

    /// <summary>At least one profile can be steered.</summary>
    public bool Ptz { get; init; }

    /// <summary>Its clock less the server's, in seconds; null where it does not tell.</summary>
    public double? ClockSkewSeconds { get; init; }

    /// <summary>What it offers, in its own order.</summary>
    public IReadOnlyList<CameraProfileModel> Profiles { get; init; } = [];

    /// <summary>What a camera said of itself.</summary>
    public static ProbeModel From(CameraFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new()
        {
            Online = true,
            Manufacturer = facts.Manufacturer,
            Model = facts.Model,
            Firmware = facts.Firmware,
            Serial = facts.Serial,
            Ptz = facts.Ptz,
            ClockSkewSeconds = facts.ClockSkew is { } skew ? Math.Round(skew.TotalSeconds, 1) : null,
            Profiles = [.. facts.Profiles.Select(CameraProfileModel.From)],
        };
    }

    /// <summary>Why there was nothing to be had.</summary>
    public static ProbeModel From(DeviceFault fault, Func<OperatorText, string> say)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(say);
        return new() { Online = false, Code = fault.CodeName, Message = say(fault.Message), CertificateSha256 = fault.ShownCertificate };
    }
}

/// <summary>A stream that a camera offers.</summary>
public sealed record CameraProfileModel
{
    /// <summary>What the camera knows it by.</summary>
    public required string Token { get; init; }

    /// <summary>What people know it by.</summary>
    public required string Name { get; init; }

    /// <summary><c>H264</c>, <c>H265</c>, <c>JPEG</c> as the camera says; null where it does not.</summary>
    public required string? Codec { get; init; }

    /// <summary>Pixels.</summary>
    public required int? Width { get; init; }

    /// <summary>Pixels.</summary>
    public required int? Height { get; init; }

    /// <summary>Pictures a second.</summary>
    public required double? FrameRate { get; init; }

    /// <summary>Limit in kbit/s.</summary>
    public required int? BitrateKbps { get; init; }

    /// <summary>Address of its stream, without account.</summary>
    public required string? RtspUrl { get; init; }

    /// <summary>The same as the camera gave it, where that was another host.</summary>
    public required string? OriginalRtspUrl { get; init; }

    /// <summary>Address of its still picture, without account.</summary>
    public required string? SnapshotUrl { get; init; }

    /// <summary>It can be steered.</summary>
    public required bool Ptz { get; init; }

    /// <summary>A profile as the API answers it.</summary>
    public static CameraProfileModel From(CameraProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new()
        {
            Token = profile.Token,
            Name = profile.Name,
            Codec = profile.Codec,
            Width = profile.Width,
            Height = profile.Height,
            FrameRate = profile.FrameRate,
            BitrateKbps = profile.BitrateKbps,
            RtspUrl = profile.RtspUrl,
            OriginalRtspUrl = profile.OriginalRtspUrl,
            SnapshotUrl = profile.SnapshotUrl,
            Ptz = profile.Ptz,
        };
    }
}
