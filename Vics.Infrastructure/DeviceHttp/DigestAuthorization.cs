using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vics.Domain;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>
/// Answers one Digest challenge, as often as its nonce lasts (RFC 7616 §3.4), for HTTP and RTSP alike. Not for two requests at once: devices may want
/// the counter to rise without gaps.
/// </summary>
/// <param name="challenge">What the device wants.</param>
/// <param name="clientNonce">Our own share; random where left out.</param>
internal sealed class DigestAuthorization(DigestChallenge challenge, string? clientNonce = null)
{
    private readonly string _clientNonce = clientNonce ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private int _count;

    /// <summary>The value of <c>Authorization</c>, in Latin-1, a character for each byte to send.</summary>
    /// <param name="method"><c>GET</c>, <c>DESCRIBE</c> …</param>
    /// <param name="target">As it stands in the request line.</param>
    /// <param name="user">Account.</param>
    /// <param name="password">Its password.</param>
    /// <param name="body">What is sent along; it counts only for <c>auth-int</c>.</param>
    public string Next(string method, string target, string user, Secret? password, ReadOnlySpan<byte> body = default)
    {
        var count = (++_count).ToString("x8", CultureInfo.InvariantCulture);
        var account = Latin1OfUtf8(user);
        var secret = Hash($"{account}:{challenge.Realm}:{Latin1OfUtf8(password?.Reveal() ?? "")}");
        if (challenge.Session)
            secret = Hash($"{secret}:{challenge.Nonce}:{_clientNonce}");
        var what = Hash(challenge.Qop is "auth-int" ? $"{method}:{target}:{Hash(body)}" : $"{method}:{target}");
        var response = challenge.Qop is { } qop
            ? Hash($"{secret}:{challenge.Nonce}:{count}:{_clientNonce}:{qop}:{what}")
            : Hash($"{secret}:{challenge.Nonce}:{what}");

        var header = new StringBuilder("Digest ");
        header.Append(CultureInfo.InvariantCulture, $"username={Quoted(account)}, realm={Quoted(challenge.Realm)}, nonce={Quoted(challenge.Nonce)}, uri={Quoted(target)}, response=\"{response}\"");
        if (challenge.Algorithm is { } algorithm)
            header.Append(CultureInfo.InvariantCulture, $", algorithm={algorithm}");
        if (challenge.Opaque is { } opaque)
            header.Append(CultureInfo.InvariantCulture, $", opaque={Quoted(opaque)}");
        if (challenge.Qop is { } used)
            header.Append(CultureInfo.InvariantCulture, $", qop={used}, nc={count}");
        if (challenge.Qop is not null || challenge.Session)
            header.Append(CultureInfo.InvariantCulture, $", cnonce=\"{_clientNonce}\"");
        return header.ToString();
    }

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // RFC 7616 §3.4 hashes bytes: ours are UTF-8, the device's are whatever they were when they came.
    private static string Latin1OfUtf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private string Hash(string text) => Hash(Encoding.Latin1.GetBytes(text));

    private string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(challenge.Hash is DigestHash.Sha256 ? SHA256.HashData(bytes) : Md5(bytes));

#pragma warning disable CA5351 // The device chose it; the alternative is the password in the clear.
    private static byte[] Md5(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
