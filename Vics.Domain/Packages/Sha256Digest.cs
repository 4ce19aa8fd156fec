using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vics.Domain.Packages;

/// <summary>A SHA-256 checksum (FIPS 180-4) as 64 lower-case hexadecimal digits.</summary>
public sealed record Sha256Digest
{
    private Sha256Digest(string hex) => Hex = hex;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>Enough of it to tell files apart by eye.</summary>
    public string Abbreviated => Hex[..12];

    /// <summary>Reads 64 hexadecimal digits of either case.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Sha256Digest? digest)
    {
        var hex = text?.Trim().ToLowerInvariant() ?? "";
        digest = hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit) ? new Sha256Digest(hex) : null;
        return digest is not null;
    }

    /// <summary>Reads 64 hexadecimal digits that are known to be such.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public static Sha256Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException("Not a SHA-256 checksum of 64 hexadecimal digits.");

    /// <summary>Takes the 32 bytes of a finished hash.</summary>
    public static Sha256Digest FromHash(ReadOnlySpan<byte> hash) => Parse(Convert.ToHexStringLower(hash));

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
