namespace Vics.Domain.Cameras;

/// <summary>Everything needed to speak to a camera's ONVIF service. The password is in the clear: make it late, drop it soon.</summary>
public sealed record CameraAccess
{
    /// <summary>IP address or host name: what the operator typed, whatever the camera calls itself.</summary>
    public required string Host { get; init; }

    /// <summary>Port of the ONVIF service.</summary>
    public int Port { get; init; } = CameraEntry.DefaultPort;

    /// <summary>Over HTTPS.</summary>
    public bool UseTls { get; init; }

    /// <summary>SHA-256 of the only certificate to trust, in lower-case hexadecimal; null: one that the machine trusts.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Account; none where null.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public Secret? Password { get; init; }

    /// <summary>Path of the device service; the usual one where null.</summary>
    public string? OnvifPath { get; init; }

    /// <summary>Opens the camera's password.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be opened with this installation's keys.</exception>
    public static CameraAccess To(Camera camera, ISecretSeal seal) => new()
    {
        Host = camera.Host,
        Port = camera.Port,
        UseTls = camera.UseTls,
        CertificateSha256 = camera.CertificateSha256,
        UserName = camera.UserName,
        Password = camera.Password is null ? null : seal.Open(camera.Password),
        OnvifPath = camera.OnvifPath,
    };
}
