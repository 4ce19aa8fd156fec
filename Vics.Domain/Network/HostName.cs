using System.Net;
using System.Net.Sockets;

namespace Vics.Domain.Network;

/// <summary>Rules for the address of a device as an operator types it.</summary>
public static class HostName
{
    /// <summary>The longest name DNS carries (RFC 1035 §2.3.4).</summary>
    public const int MaxLength = 253;

    /// <summary>
    /// Reads an IPv4 or IPv6 address or a host name (RFC 1123 §2.1), in its normal spelling: trimmed, in lower case, IPv6 without brackets.
    /// Short and octal IPv4 spellings (<c>10.1</c>, <c>010.0.0.1</c>) are refused, since they mean different machines to different programs.
    /// </summary>
    /// <returns>False where the text is neither.</returns>
    public static bool TryParse(string? text, out string host)
    {
        host = "";
        var typed = text?.Trim() ?? "";
        if (typed.Length is 0 or > MaxLength)
            return false;
        if (typed.StartsWith('[') && typed.EndsWith(']'))
            typed = typed[1..^1];
        if (IPAddress.TryParse(typed, out var address))
        {
            host = address.ToString();
            return address.AddressFamily is AddressFamily.InterNetworkV6 || host == typed;
        }

        host = typed.ToLowerInvariant();
        return host.Split('.') is var labels && labels.All(IsLabel) && !labels[^1].All(char.IsAsciiDigit);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
