using System.Text.RegularExpressions;
using Vics.Domain.Cameras;

namespace Vics.Infrastructure.Onvif;

/// <summary>
/// Addresses as cameras give them: with hosts that only they know, ports written twice, accounts in every place. Taken apart by hand, since many are no
/// proper URI; put together again with the host the operator typed.
/// </summary>
internal static partial class DeviceAddress
{
    /// <summary>The path of an address of a service, with its query; null where there is no address, or nothing but a host in it.</summary>
    public static string? PathOf(string? address) => TrySplit(address, out var parts) && parts.Path is ['/', _, ..] && parts.Path.Length <= CameraRules.MaxTokenLength ? parts.Path : null;

    /// <summary>The port of an address, its scheme's own where it has none; null where there is no address.</summary>
    public static int? PortOf(string? address) => TrySplit(address, out var parts) ? parts.Port ?? (parts.Scheme == "https" ? 443 : 80) : null;

    /// <summary>A stream's address at that host, without account; null where it is none.</summary>
    public static string? StreamAt(string host, string? address) =>
        TrySplit(address, out var parts) && parts.Scheme is "rtsp" or "rtsps" ? Proper($"{parts.Scheme}://{Bracketed(host)}{PortPart(parts.Port)}{WithoutAccount(parts.Path)}") : null;

    /// <summary>A stream's address as the camera gave it but without account, where its host is another than <paramref name="host"/>; null otherwise.</summary>
    public static string? OriginalOf(string host, string? address)
    {
        if (!TrySplit(address, out var parts) || parts.Host.Trim('[', ']').Equals(host, StringComparison.OrdinalIgnoreCase))
            return null;
        var original = $"{parts.Scheme}://{parts.Host}{PortPart(parts.Port)}{WithoutAccount(parts.Path)}";
        return original.Length <= StreamAddress.MaxLength ? original : null;
    }

    /// <summary>
    /// A picture's address at that host, without account; null where it is none. A port that the camera believes its ONVIF service to have is the one
    /// that the operator typed: both are one web server, and behind a port mapping only the typed one leads there.
    /// </summary>
    public static string? PictureAt(CameraAccess camera, int? believedPort, string? address)
    {
        if (!TrySplit(address, out var parts) || parts.Scheme is not ("http" or "https"))
            return null;
        var said = parts.Port ?? (parts.Scheme == "https" ? 443 : 80);
        var (scheme, port) = said == believedPort ? (camera.UseTls ? "https" : "http", camera.Port) : (parts.Scheme, said);
        return Proper($"{scheme}://{Bracketed(camera.Host)}:{port}{WithoutAccount(parts.Path)}");
    }

    /// <summary>IPv6 addresses stand in brackets in an address.</summary>
    public static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    /// <summary>Takes an address apart: its scheme in lower case, its host as written, its port where it has a number, and what follows.</summary>
    public static bool TrySplit(string? address, out (string Scheme, string Host, int? Port, string Path) parts)
    {
        parts = default;
        // Escaped twice, by firmware that did not trust its own XML.
        var text = address?.Trim().Replace("&amp;", "&", StringComparison.Ordinal) ?? "";
        var schemeEnd = text.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd <= 0 || text.Length > StreamAddress.MaxLength || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return false;
        var place = WithoutAccountBefore(text[(schemeEnd + 3)..]);
        var pathAt = PathStart(place);
        var (host, port) = SplitPlace(place[..pathAt]);
        parts = (text[..schemeEnd].ToLowerInvariant(), host, port, place[pathAt..]);
        return true;
    }

    // Accounts are written twice by some, and passwords with a slash by others: then the first colon is followed by no port.
    private static string WithoutAccountBefore(string place)
    {
        var authority = place[..PathStart(place)];
        var at = authority.LastIndexOf('@');
        if (at < 0 && !authority.StartsWith('[') && authority.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 && !authority[(colon + 1)..].All(c => char.IsAsciiDigit(c) || c is ':'))
            at = place.LastIndexOf('@');
        return place[(at + 1)..];
    }

    private static int PathStart(string place) => place.IndexOfAny(['/', '?', '#']) is var at and >= 0 ? at : place.Length;

    private static (string Host, int? Port) SplitPlace(string place)
    {
        var hostEnd = place.StartsWith('[') && place.IndexOf(']', StringComparison.Ordinal) is var bracket and > 0
            ? bracket + 1
            : place.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? colon : place.Length;
        var ports = place[hostEnd..].Split(':', StringSplitOptions.RemoveEmptyEntries);
        return (place[..hostEnd], ports.Length > 0 && int.TryParse(ports[^1], out var port) && port is > 0 and <= 65535 ? port : null);
    }

    private static string PortPart(int? port) => port is { } number ? $":{number}" : "";

    private static string? Proper(string address) => StreamAddress.TryParse(address, out var proper) ? proper.Url : null;

    // ?user=…&password=… as many cameras write it, and /user=…_password=…_channel=… as those of one maker do.
    private static string WithoutAccount(string rest)
    {
        var left = rest.Contains('&', StringComparison.Ordinal) || rest.Contains('?', StringComparison.Ordinal) ? Parameter().Replace(rest, "") : rest;
        return UnderscoredParameter().Replace(left, "").TrimEnd('?', '&');
    }

    [GeneratedRegex(@"(?<=[/?&;])(?:user|username|usr|loginuse|account|password|passwd|pass|pwd|loginpas)=[^&;#?]*[&;]?", RegexOptions.IgnoreCase)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"(?<=[/_])(?:user|username|password|passwd|pwd)=[^_/?&#]*_?", RegexOptions.IgnoreCase)]
    private static partial Regex UnderscoredParameter();
}
