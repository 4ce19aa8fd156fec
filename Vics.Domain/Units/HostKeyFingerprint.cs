using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Vics.Domain.Units;

/// <summary>An SSH host key as people compare it: its algorithm and its SHA-256 in the way OpenSSH prints it (base64 without padding).</summary>
/// <param name="Algorithm"><c>ssh-ed25519</c> and the like; empty where only the checksum is known.</param>
/// <param name="Sha256">43 characters of base64, without the <c>SHA256:</c> in front.</param>
public sealed record HostKeyFingerprint(string Algorithm, string Sha256)
{
    private const string Prefix = "SHA256:";

    /// <summary>The kinds of host keys there are (RFC 4253, RFC 5656, RFC 8709).</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

    /// <summary>Reads a fingerprint as OpenSSH prints it, with or without <c>SHA256:</c> and padding.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HostKeyFingerprint? fingerprint)
    {
        var base64 = (text ?? "").Trim();
        if (base64.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            base64 = base64[Prefix.Length..];
        base64 = base64.TrimEnd('=');
        var bytes = new byte[SHA256.HashSizeInBytes];
        var whole = Convert.TryFromBase64String(base64 + "=", bytes, out var length) && length == bytes.Length;
        fingerprint = whole ? new HostKeyFingerprint("", base64) : null;
        return fingerprint is not null;
    }

    /// <summary>The same key, compared in constant time.</summary>
    public bool Matches(HostKeyFingerprint other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sha256), Encoding.ASCII.GetBytes(other.Sha256));

    /// <inheritdoc/>
    public override string ToString() => Prefix + Sha256;
}

/// <summary>The host key a unit must show, and since when.</summary>
public sealed record PinnedHostKey(string Algorithm, string Sha256, DateTimeOffset PinnedAt)
{
    /// <summary>The key without its history.</summary>
    public HostKeyFingerprint Fingerprint => new(Algorithm, Sha256);
}
