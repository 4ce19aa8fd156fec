using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vics.Domain.Network;

/// <summary>
/// Where devices may be. An operator types their addresses and a device may send one of its own, so without a limit VICS could be made to ask whatever
/// its machine can reach. Addresses no device has (unspecified, multicast, broadcast) are never reached, link-local ones and the metadata services of
/// clouds only where they are listed.
/// </summary>
public sealed class AllowedNetworks
{
    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    private static readonly IPNetwork[] NoDevices =
        [IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("255.255.255.255/32"), IPNetwork.Parse("::/128"), IPNetwork.Parse("ff00::/8")];

    private static readonly IPNetwork[] OnlyWhereListed =
        [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fd00:ec2::254/128")];

    // RFC 6052 §2.1: a translator on the way makes an IPv4 address of the last 32 bits.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    private readonly IReadOnlyList<IPNetwork> _networks;

    private AllowedNetworks(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>Everything a device can have but link-local addresses.</summary>
    public static AllowedNetworks Default { get; } = new([]);

    /// <summary>
    /// Reads networks such as <c>10.0.0.0/8</c> or <c>fd00::/8</c>, or single addresses, separated by commas, semicolons or blanks; no text at all is
    /// <see cref="Default"/>. Short and octal IPv4 spellings are refused, as in <see cref="HostName"/>.
    /// </summary>
    public static bool TryParse(string? text, out AllowedNetworks networks)
    {
        networks = Default;
        var read = new List<IPNetwork>();
        foreach (var entry in (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParseNetwork(entry, out var network))
                return false;
            read.Add(network);
        }

        if (read.Count > 0)
            networks = new(read);
        return true;
    }

    /// <summary>Whether a device at this address may be asked.</summary>
    public bool Allows(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = Plain(address);
        if (Array.Exists(NoDevices, network => network.Contains(plain)))
            return false;
        return _networks.Count > 0 ? _networks.Any(network => network.Contains(plain)) : !Array.Exists(OnlyWhereListed, network => network.Contains(plain));
    }

    // The same machine is reached by several spellings; a check of one of them only would be none.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Translated.Contains(new IPAddress(bytes)) ? new IPAddress(bytes.AsSpan(12)) : new IPAddress(bytes);
    }

    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        network = default;
        var parts = text.Split('/');
        if (parts.Length > 2 || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(parts[0], out var address))
            return false;
        if (address.AddressFamily is AddressFamily.InterNetwork && address.ToString() != parts[0])
            return false;
        var bits = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
            return false;
        if (address.IsIPv4MappedToIPv6)
        {
            if (length < 96)
                return false;
            (address, length) = (address.MapToIPv4(), length - 96);
        }

        network = new IPNetwork(Masked(address, length), length);
        return true;
    }

    // 10.1.2.3/8 is what people write who mean 10.0.0.0/8.
    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(length - (i * 8), 0, 8));
        return new IPAddress(bytes);
    }
}
