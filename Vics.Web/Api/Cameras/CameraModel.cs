using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Web.Api.Cameras;

/// <summary>A camera as the API answers it. Of its password only whether there is one.</summary>
public sealed record CameraModel
{
    /// <summary>Its id.</summary>
    public required CameraId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How its picture is had.</summary>
    public required CameraSource Source { get; init; }

    /// <summary>IP address or host name; empty for a test pattern. Taken from <c>rtspUrl</c> where that was typed.</summary>
    public required string Host { get; init; }

    /// <summary>Port of its ONVIF service, or of the typed stream.</summary>
    public required int Port { get; init; }

    /// <summary>Its ONVIF service is asked over HTTPS.</summary>
    public required bool UseTls { get; init; }

    /// <summary>SHA-256 of the only certificate to trust, in hexadecimal; null: one that the machine trusts.</summary>
    public required string? CertificateSha256 { get; init; }

    /// <summary>Account on the camera.</summary>
    public required string? UserName { get; init; }

    /// <summary>A password is stored.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>Path of the ONVIF device service; the usual one where null.</summary>
    public required string? OnvifPath { get; init; }

    /// <summary>Address of the typed stream of <c>rtsp</c> and <c>mjpeg</c> cameras, without account; null for the others.</summary>
    public required string? RtspUrl { get; init; }

    /// <summary>The same of the sub stream.</summary>
    public required string? SubRtspUrl { get; init; }

    /// <summary>ONVIF profile of the main stream.</summary>
    public required string? ProfileToken { get; init; }

    /// <summary>ONVIF profile of the sub stream.</summary>
    public required string? SubProfileToken { get; init; }

    /// <summary>How RTP comes.</summary>
    public required StreamTransport Transport { get; init; }

    /// <summary>The unit that records it.</summary>
    public required UnitId? UnitId { get; init; }

    /// <summary>Its key in the unit's own list.</summary>
    public required string? UnitCameraId { get; init; }

    /// <summary>Words to find and choose it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Whether it is watched at all.</summary>
    public required bool Enabled { get; init; }

    /// <summary>It can be steered.</summary>
    public required bool Ptz { get; init; }

    /// <summary>As last seen.</summary>
    public required CameraState State { get; init; }

    /// <summary>Why it is so, in the asker's language, where that needs saying.</summary>
    public required string? StateDetail { get; init; }

    /// <summary>When it last answered.</summary>
    public required DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A camera in the shape of the API.</summary>
    public static CameraModel From(Camera camera, Func<OperatorText, string> say)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(say);
        return new()
        {
            Id = camera.Id,
            Name = camera.Name,
            Source = camera.Source,
            Host = camera.Host,
            Port = camera.Port,
            UseTls = camera.UseTls,
            CertificateSha256 = camera.CertificateSha256,
            UserName = camera.UserName,
            HasPassword = camera.Password is not null,
            OnvifPath = camera.OnvifPath,
            RtspUrl = camera.StreamUrl,
            SubRtspUrl = camera.SubStreamUrl,
            ProfileToken = camera.ProfileToken,
            SubProfileToken = camera.SubProfileToken,
            Transport = camera.Transport,
            UnitId = camera.UnitId,
            UnitCameraId = camera.UnitCameraId,
            Tags = camera.Tags,
            Enabled = camera.Enabled,
            Ptz = camera.Ptz,
            State = camera.State,
            StateDetail = camera.StateDetail is { } detail ? say(detail) : null,
            LastSeenAt = camera.LastSeenAt,
            CreatedAt = camera.CreatedAt,
        };
    }
}
