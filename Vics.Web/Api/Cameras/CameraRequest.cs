using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// A camera as the API takes it. A password that is null or left out keeps what is stored; an empty one removes it. An account written into
/// <c>rtspUrl</c> is split off into <c>userName</c> and <c>password</c>. What only the server knows (<c>state</c>, <c>hasPassword</c> …) may be sent
/// along and is not looked at, so that what was read can be sent back.
/// </summary>
public sealed record CameraRequest
{
    /// <summary>What people call it; the host where left out.</summary>
    public string? Name { get; init; }

    /// <summary>How its picture is had; where left out, what the address in <c>rtspUrl</c> is for, <c>onvif</c> without one.</summary>
    public CameraSource? Source { get; init; }

    /// <summary>IP address or host name; not looked at where <c>rtspUrl</c> says it.</summary>
    public string? Host { get; init; }

    /// <summary>Port of the ONVIF service, 1–65535; 80 where left out.</summary>
    public int? Port { get; init; }

    /// <summary>Ask its ONVIF service over HTTPS.</summary>
    public bool UseTls { get; init; }

    /// <summary>SHA-256 of the only certificate to trust, in hexadecimal.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Account on the camera.</summary>
    public string? UserName { get; init; }

    /// <summary>Password on the camera. Never answered.</summary>
    public string? Password { get; init; }

    /// <summary>Path of the ONVIF device service.</summary>
    public string? OnvifPath { get; init; }

    /// <summary>Address of the main stream: <c>rtsp://</c> or <c>rtsps://</c> for RTSP, <c>http://</c> or <c>https://</c> for MJPEG.</summary>
    public string? RtspUrl { get; init; }

    /// <summary>The same of the sub stream.</summary>
    public string? SubRtspUrl { get; init; }

    /// <summary>ONVIF profile of the main stream.</summary>
    public string? ProfileToken { get; init; }

    /// <summary>ONVIF profile of the sub stream.</summary>
    public string? SubProfileToken { get; init; }

    /// <summary>How RTP comes.</summary>
    public StreamTransport Transport { get; init; }

    /// <summary>The unit that records it.</summary>
    public UnitId? UnitId { get; init; }

    /// <summary>Its key in the unit's own list.</summary>
    public string? UnitCameraId { get; init; }

    /// <summary>Words to find and choose it by.</summary>
    public IReadOnlyList<string?>? Tags { get; init; }

    /// <summary>Whether it is watched at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>It can be steered.</summary>
    public bool Ptz { get; init; }

    internal static string[] Secrets { get; } = ["password"];

    /// <summary>What is stored of a camera, as a request that would change nothing.</summary>
    public static CameraRequest From(Camera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return new()
        {
            Name = camera.Name,
            Source = camera.Source,
            Host = camera.Host,
            Port = camera.Port,
            UseTls = camera.UseTls,
            CertificateSha256 = camera.CertificateSha256,
            UserName = camera.UserName,
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
        };
    }

    /// <summary>The same for the inventory.</summary>
    public CameraEntry ToEntry() => new()
    {
        Name = Name,
        Source = Source ?? CameraEntry.SourceOf(RtspUrl),
        Host = Host,
        Port = Port,
        UseTls = UseTls,
        CertificateSha256 = CertificateSha256,
        UserName = UserName,
        Password = Password is null ? null : new Secret(Password),
        OnvifPath = OnvifPath,
        StreamUrl = RtspUrl,
        SubStreamUrl = SubRtspUrl,
        ProfileToken = ProfileToken,
        SubProfileToken = SubProfileToken,
        Transport = Transport,
        UnitId = UnitId,
        UnitCameraId = UnitCameraId,
        Tags = [.. (Tags ?? []).Select(tag => tag ?? "")],
        Enabled = Enabled,
        Ptz = Ptz,
    };

    // A record's ToString would print the password, and the one in an address.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Source} {Host}:{Port}");
        return true;
    }
}
