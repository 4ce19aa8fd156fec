using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>
/// A camera as it was typed, sent or imported: not yet checked. A password that is null keeps what is stored; an empty one removes it. An account
/// written into a stream's address is split off from it.
/// </summary>
public sealed record CameraEntry
{
    /// <summary>Port of the ONVIF service where none is typed.</summary>
    public const int DefaultPort = 80;

    /// <summary>What people call it; the host where left out.</summary>
    public string? Name { get; init; }

    /// <summary>How its picture is had.</summary>
    public CameraSource Source { get; init; }

    /// <summary>IP address or host name; needed for ONVIF, taken from the stream's address where that is typed.</summary>
    public string? Host { get; init; }

    /// <summary>Port of the ONVIF service, 1–65535; the usual one where left out.</summary>
    public int? Port { get; init; }

    /// <summary>Ask its ONVIF service over HTTPS.</summary>
    public bool UseTls { get; init; }

    /// <summary>SHA-256 of the only certificate to trust, in hexadecimal, colons allowed.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Account on the camera.</summary>
    public string? UserName { get; init; }

    /// <summary>Password on the camera.</summary>
    public Secret? Password { get; init; }

    /// <summary>Path of the ONVIF device service.</summary>
    public string? OnvifPath { get; init; }

    /// <summary>Address of the main stream: <c>rtsp://</c> or <c>rtsps://</c> for RTSP, <c>http://</c> or <c>https://</c> for MJPEG.</summary>
    public string? StreamUrl { get; init; }

    /// <summary>The same of the sub stream.</summary>
    public string? SubStreamUrl { get; init; }

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
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether it is watched at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>It can be steered.</summary>
    public bool Ptz { get; init; }

    /// <summary>What the typed address of the main stream says of the account; null where none stands in it, or no address was typed.</summary>
    internal StreamAddress? AccountInAddress =>
        Source is CameraSource.Rtsp or CameraSource.Mjpeg
        && StreamAddress.TryParse(StreamUrl, out var main) && main is { UserName: not null } or { Password: not null } ? main : null;

    /// <summary>A password is set or removed by it.</summary>
    public bool CarriesSecrets => Password is not null || AccountInAddress?.Password is not null;

    /// <summary>The kind of camera that is meant where none is named: by the address of its stream, an ONVIF camera without one.</summary>
    public static CameraSource SourceOf(string? streamUrl) =>
        string.IsNullOrWhiteSpace(streamUrl) ? CameraSource.Onvif
        : StreamAddress.TryParse(streamUrl, out var address) && !address.IsRtsp ? CameraSource.Mjpeg
        : CameraSource.Rtsp;
}
