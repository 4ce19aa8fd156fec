using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>
/// The address of a stream, taken apart: the account never stays in the address, which is stored, shown and logged. Percent escapes in the account are
/// decoded (RFC 3986 §3.2.1); a password that was typed with a bare <c>@</c>, <c>/</c> or <c>#</c> is taken up to the last <c>@</c>.
/// </summary>
public sealed record StreamAddress
{
    /// <summary>Longest address.</summary>
    public const int MaxLength = 2000;

    /// <summary>RTSP's own port (RFC 2326 §3.2).</summary>
    public const int RtspPort = 554;

    private static readonly Dictionary<string, int> Ports = new() { ["rtsp"] = RtspPort, ["rtsps"] = 322, ["http"] = 80, ["https"] = 443 };

    private StreamAddress()
    {
    }

    /// <summary>Without account.</summary>
    public required string Url { get; init; }

    /// <summary><c>rtsp</c>, <c>rtsps</c>, <c>http</c> or <c>https</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>IP address or host name, in its normal spelling.</summary>
    public required string Host { get; init; }

    /// <summary>As typed, or the scheme's own.</summary>
    public required int Port { get; init; }

    /// <summary>The account that stood in it, decoded.</summary>
    public string? UserName { get; init; }

    /// <summary>The password that stood in it, decoded.</summary>
    public Secret? Password { get; init; }

    /// <summary>It is for RTSP, not HTTP.</summary>
    public bool IsRtsp => Scheme is "rtsp" or "rtsps";

    /// <summary>Reads an address as it was typed or as a device gave it.</summary>
    public static bool TryParse(string? text, out StreamAddress address)
    {
        address = null!;
        var typed = text?.Trim() ?? "";
        var schemeEnd = typed.IndexOf("://", StringComparison.Ordinal);
        if (typed.Length > MaxLength || schemeEnd < 0 || typed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return false;
        var scheme = typed[..schemeEnd].ToLowerInvariant();
        if (!Ports.TryGetValue(scheme, out var usualPort))
            return false;

        var (user, password, place) = SplitAccount(typed[(schemeEnd + 3)..]);
        if (!Uri.TryCreate($"{scheme}://{place}", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || !HostName.TryParse(uri.Host, out var host))
            return false;
        var port = uri.IsDefaultPort || uri.Port <= 0 ? usualPort : uri.Port;
        var authority = (host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host) + (port == usualPort ? "" : $":{port}");
        var rest = place.IndexOfAny(['/', '?', '#']) is var at and >= 0 ? place[at..] : "";
        address = new StreamAddress
        {
            Url = $"{scheme}://{authority}{rest}",
            Scheme = scheme,
            Host = host,
            Port = port,
            UserName = user,
            Password = password,
        };
        return true;
    }

    /// <summary>The address without account; the type never prints one.</summary>
    public override string ToString() => Url;

    // Up to the last @ that can end an account: before the path where there is one, so that /a@b in a path stays where it is.
    private static (string? User, Secret? Password, string Place) SplitAccount(string rest)
    {
        var pathAt = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = pathAt < 0 ? rest : rest[..pathAt];
        var at = authority.LastIndexOf('@');
        if (at < 0 && LooksLikeAccount(authority))
            at = rest.LastIndexOf('@');
        if (at < 0)
            return (null, null, rest);
        var account = rest[..at];
        var colon = account.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? account : account[..colon]);
        return (user.Length == 0 ? null : user, colon < 0 ? null : new Secret(Uri.UnescapeDataString(account[(colon + 1)..])), rest[(at + 1)..]);
    }

    // "admin:p" before the first slash of admin:p/w@host: what stands behind the colon is no port.
    private static bool LooksLikeAccount(string authority) =>
        !authority.StartsWith('[') && authority.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
        && !authority[(colon + 1)..].All(char.IsAsciiDigit);
}
