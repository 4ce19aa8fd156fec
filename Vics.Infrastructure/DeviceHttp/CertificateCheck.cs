using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>Decides whether a device's certificate is trusted, and remembers the one that was not.</summary>
/// <param name="pinned">SHA-256 of the only one to trust, in lower-case hexadecimal; null: one the machine trusts.</param>
internal sealed class CertificateCheck(string? pinned)
{
    /// <summary>SHA-256 of the certificate that was refused last, in lower-case hexadecimal.</summary>
    public string? Refused { get; private set; }

    /// <summary>For <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var shown = certificate is null ? null : Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData()));
        var accepted = pinned is null ? errors is SslPolicyErrors.None : shown == pinned;
        Refused = accepted ? null : shown;
        return accepted;
    }
}
