using Vics.Domain;
using Vics.Domain.Cameras;

namespace Vics.Web.Api.Cameras;

/// <summary>A camera to look at that need not be in the inventory. Nothing of it is stored.</summary>
public sealed record ProbeRequest
{
    /// <summary>IP address or host name.</summary>
    public string? Host { get; init; }

    /// <summary>Port of its ONVIF service, 1–65535.</summary>
    public int Port { get; init; } = CameraEntry.DefaultPort;

    /// <summary>Ask over HTTPS.</summary>
    public bool UseTls { get; init; }

    /// <summary>SHA-256 of the only certificate to trust, in hexadecimal.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Account on the camera.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public string? Password { get; init; }

    /// <summary>Path of the ONVIF device service, where it is not the usual one.</summary>
    public string? OnvifPath { get; init; }

    /// <summary>A camera of the inventory whose stored password is used where none is sent. Only for the address it was stored for.</summary>
    public CameraId? CameraId { get; init; }

    /// <summary>The same for a try.</summary>
    public CameraEntry ToEntry() => new()
    {
        Source = CameraSource.Onvif,
        Host = Host,
        Port = Port,
        UseTls = UseTls,
        CertificateSha256 = CertificateSha256,
        UserName = UserName,
        Password = Password is null ? null : new Secret(Password),
        OnvifPath = OnvifPath,
    };

    // A record's ToString would print the password.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{UserName}@{Host}:{Port}");
        return true;
    }
}
