using System.Net;
using System.Net.Sockets;
using System.Xml.Linq;
using Vics.Domain.Cameras;
using Vics.Infrastructure.Ssh;

namespace Vics.Infrastructure.Onvif;

/// <summary>A device that answered a call.</summary>
/// <param name="Endpoint">What it calls itself for good; empty where it does not say.</param>
/// <param name="Camera">The rest.</param>
internal sealed record DiscoveryMatch(string Endpoint, DiscoveredCamera Camera);

/// <summary>Words of WS-Discovery (2005/04, which ONVIF is built on): calls, and the answers to them.</summary>
internal static class DiscoveryMessages
{
    /// <summary>Longest answer, in bytes: what a datagram can carry.</summary>
    public const int MaxAnswer = 64 * 1024;

    private const int MaxScopes = 100;
    private const int MaxAddresses = 16;
    private const int LongestText = 200;

    /// <summary>Both calls: one names the type of device, the other none. Some cameras answer only the first, some only the second.</summary>
    public static IReadOnlyList<byte[]> Probes() => [Probe("dn:NetworkVideoTransmitter"), Probe("")];

    /// <summary>The cameras in an answer; none where it makes no sense, or comes from a printer.</summary>
    public static IReadOnlyList<DiscoveryMatch> Matches(ReadOnlyMemory<byte> answer, IPAddress sender)
    {
        try
        {
            var matches = answer.Length > MaxAnswer ? null : OnvifXml.Read(answer).Any("Body").Any("ProbeMatches");
            return [.. (matches?.Elements() ?? []).Where(match => match.Name.LocalName == "ProbeMatch" && IsCamera(match)).Take(MaxAddresses).Select(match => Read(match, sender))];
        }
        catch (Domain.Network.DeviceException)
        {
            return [];
        }
    }

    /// <summary>Each device once: those of one endpoint are one, and so are those at one address and port, since some make up an endpoint for each answer.</summary>
    public static IReadOnlyList<DiscoveredCamera> Distinct(IEnumerable<DiscoveryMatch> matches) =>
    [
        .. matches
            .DistinctBy(match => match.Endpoint.Length > 0 ? match.Endpoint : Place(match.Camera), StringComparer.OrdinalIgnoreCase)
            .DistinctBy(match => Place(match.Camera), StringComparer.Ordinal)
            .Select(match => match.Camera),
    ];

    private static string Place(DiscoveredCamera camera) => $"{camera.Address}:{DeviceAddress.PortOf(camera.XAddrs[0])}";

    private static byte[] Probe(string types)
    {
        XNamespace soap = OnvifNames.Soap12, wsa = OnvifNames.Addressing, wsd = OnvifNames.Discovery;
        var probe = new XElement(wsd + "Probe");
        if (types.Length > 0)
            probe.Add(new XElement(wsd + "Types", new XAttribute(XNamespace.Xmlns + "dn", OnvifNames.Network.NamespaceName), types));
        return SoapEnvelope.Bytes(new XElement(
            soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "s", soap.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "a", wsa.NamespaceName),
            new XAttribute(XNamespace.Xmlns + "d", wsd.NamespaceName),
            new XElement(
                soap + "Header",
                new XElement(wsa + "Action", new XAttribute(soap + "mustUnderstand", "1"), "http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe"),
                new XElement(wsa + "MessageID", $"urn:uuid:{Guid.NewGuid():D}"),
                new XElement(wsa + "ReplyTo", new XElement(wsa + "Address", "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous")),
                new XElement(wsa + "To", new XAttribute(soap + "mustUnderstand", "1"), "urn:schemas-xmlsoap-org:ws:2005:04:discovery")),
            new XElement(soap + "Body", probe)));
    }

    // Printers and PCs answer the call without type; what has to do with ONVIF says so somewhere.
    private static bool IsCamera(XElement match) =>
        new[] { match.Any("Types")?.Value, match.Any("Scopes")?.Value, match.Any("XAddrs")?.Value }.Any(text =>
            text is not null && (text.Contains("onvif", StringComparison.OrdinalIgnoreCase) || text.Contains("NetworkVideoTransmitter", StringComparison.Ordinal)));

    private static DiscoveryMatch Read(XElement match, IPAddress sender)
    {
        var scopes = Words(match.Any("Scopes")).Take(MaxScopes).Select(scope => UnitText.OneLine(Uri.UnescapeDataString(scope), LongestText)).ToList();
        return new(
            UnitText.OneLine(match.Any("EndpointReference").Any("Address")?.Value ?? "", LongestText),
            new DiscoveredCamera
            {
                Address = sender.ToString(),
                XAddrs = AddressesOf(match, sender),
                Name = ScopeValue(scopes, "/name/"),
                Hardware = ScopeValue(scopes, "/hardware/"),
                Scopes = scopes,
            });
    }

    // The one at the address the answer came from is the one that can be reached; a camera with two networks, or one that was moved, lists others first.
    private static List<string> AddressesOf(XElement match, IPAddress sender)
    {
        var addresses = Words(match.Any("XAddrs")).Select(said => Reachable(said, sender)).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxAddresses).ToList();
        return addresses.Count == 0
            ? [$"http://{DeviceAddress.Bracketed(sender.ToString())}{OnvifNames.DevicePath}"]
            : [.. addresses.OrderBy(address => DeviceAddress.TrySplit(address, out var parts) && parts.Host == sender.ToString() ? 0 : 1)];
    }

    private static string? Reachable(string said, IPAddress sender)
    {
        if (!DeviceAddress.TrySplit(said, out var parts) || parts.Scheme is not ("http" or "https"))
            return null;
        var host = parts.Host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var address))
        {
            if (address.AddressFamily is AddressFamily.InterNetworkV6 && address.IsIPv6LinkLocal)
                return null;
            if (address.Equals(IPAddress.Any) || (IPAddress.IsLoopback(address) && !IPAddress.IsLoopback(sender)))
                host = sender.ToString();
        }
        else if (host.Length == 0)
        {
            host = sender.ToString();
        }

        var port = parts.Port is { } number ? $":{number}" : "";
        return $"{parts.Scheme}://{DeviceAddress.Bracketed(host)}{port}{parts.Path}";
    }

    private static string ScopeValue(IEnumerable<string> scopes, string kind) =>
        scopes.Where(scope => scope.StartsWith("onvif://", StringComparison.OrdinalIgnoreCase))
            .Select(scope => (Scope: scope, At: scope.IndexOf(kind, StringComparison.OrdinalIgnoreCase)))
            .Where(found => found.At > 0)
            .Select(found => found.Scope[(found.At + kind.Length)..].Trim('/'))
            .FirstOrDefault(value => value.Length > 0) ?? "";

    private static string[] Words(XElement? element) => (element?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
