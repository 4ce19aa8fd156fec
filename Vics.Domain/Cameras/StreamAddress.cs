using System.Globalization;
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

        foreach (var (account, place) in Readings(typed[(schemeEnd + 3)..]))
        {
            if (TryReadPlace(scheme, place, usualPort) is not { } read)
                continue;
            var (user, password) = TakeApart(account);
            address = read with { UserName = user, Password = password };
            return true;
        }

        return false;
    }

    /// <summary>The address without account; the type never prints one.</summary>
    public override string ToString() => Url;

    // How the text can be read, the likeliest first. By RFC 3986 the account ends at the last @ before the path, so that /a@b in a path stays where it
    // is. Where that leaves no host, a bare / or # belongs to a password, and one of the @ behind it ends the account.
    private static IEnumerable<(string? Account, string Place)> Readings(string rest)
    {
        var authorityEnd = EndOfAuthority(rest);
        var at = rest[..authorityEnd].LastIndexOf('@');
        yield return at < 0 ? (null, rest) : (rest[..at], rest[(at + 1)..]);
        for (at = rest.IndexOf('@', authorityEnd); at >= 0; at = rest.IndexOf('@', at + 1))
            yield return (rest[..at], rest[(at + 1)..]);
    }

    private static StreamAddress? TryReadPlace(string scheme, string place, int usualPort)
    {
        var authorityEnd = EndOfAuthority(place);
        var authority = place[..authorityEnd];
        // The colons of an IPv6 address stand in brackets.
        var colon = authority.IndexOf(':', authority.IndexOf(']', StringComparison.Ordinal) + 1);
        var port = usualPort;
        if (colon >= 0 && colon < authority.Length - 1
            && (!int.TryParse(authority[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            return null;
        if (!HostName.TryParse(colon < 0 ? authority : authority[..colon], out var host))
            return null;
        var named = (host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host) + (port == usualPort ? "" : $":{port}");
        var url = $"{scheme}://{named}{place[authorityEnd..]}";
        return Uri.TryCreate(url, UriKind.Absolute, out _) ? new StreamAddress { Url = url, Scheme = scheme, Host = host, Port = port } : null;
    }

    private static (string? User, Secret? Password) TakeApart(string? account)
    {
        if (account is null)
            return (null, null);
        var colon = account.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? account : account[..colon]);
        return (user.Length == 0 ? null : user, colon < 0 ? null : new Secret(Uri.UnescapeDataString(account[(colon + 1)..])));
    }

    private static int EndOfAuthority(string text) => text.IndexOfAny(['/', '?', '#']) is var end and >= 0 ? end : text.Length;
}
