using System.Text;
using System.Xml;
using System.Xml.Linq;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Onvif;

/// <summary>
/// Reads XML from a device that may be careless or hostile: no DTD, so no entity but the five of XML itself; no more than so many levels; bytes that are
/// no UTF-8, zeros and whatever stands around the document are passed over.
/// </summary>
internal static class OnvifXml
{
    /// <summary>Deepest nesting: four times what the deepest ONVIF answer has, and little enough for code that recurses.</summary>
    public const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The root, or null where this is no XML at all: nothing, a web page, plain text.</summary>
    /// <exception cref="DeviceException">Protocol: it is broken, has a DTD or is nested too deep.</exception>
    public static XElement? Read(ReadOnlyMemory<byte> body)
    {
        var text = Decode(body);
        var (start, end) = (text.IndexOf('<', StringComparison.Ordinal), text.LastIndexOf('>'));
        if (start < 0 || end < start)
            return null;
        text = text[start..(end + 1)];
        if (IsPage(text))
            return null;
        try
        {
            RefuseDepth(text);
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            return XElement.Load(reader);
        }
        catch (XmlException broken)
        {
            // Web pages and log lines have angle brackets too; what means to be a message, or to do harm, is told from those.
            if (broken is not TooDeepException && !text.Contains("Envelope", StringComparison.Ordinal) && !text.Contains("<!DOCTYPE", StringComparison.Ordinal))
                return null;
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera answered with XML that cannot be read.")), broken);
        }
    }

    /// <summary>The first child of that local name in any of ONVIF's namespaces; devices mix those up, and vendors add elements of their own.</summary>
    public static XElement? Onvif(this XElement? parent, string name) => parent?.OnvifAll(name).FirstOrDefault();

    /// <summary>All of them.</summary>
    public static IEnumerable<XElement> OnvifAll(this XElement? parent, string name) =>
        parent?.Elements().Where(child => child.Name.LocalName == name && child.Name.NamespaceName.StartsWith(OnvifNames.Family, StringComparison.Ordinal)) ?? [];

    /// <summary>The first child of that local name in any namespace: for the envelope, whose version varies.</summary>
    public static XElement? Any(this XElement? parent, string name) => parent?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <summary>Text that XML can carry: what it cannot (control characters, half a character) is left out.</summary>
    public static string Carried(string text)
    {
        var carried = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' || (rune.Value >= 0x20 && rune.Value is not (0xFFFD or 0xFFFE or 0xFFFF)))
                carried.Append(rune.ToString());
        }

        return carried.ToString();
    }

    private static string Decode(ReadOnlyMemory<byte> body)
    {
        using var reader = new StreamReader(new MemoryStream(body.ToArray(), writable: false), Encoding.UTF8);
        return reader.ReadToEnd().Replace("\0", "", StringComparison.Ordinal);
    }

    private static bool IsPage(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, 64));
        return start.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    // Building the tree and reading it again recurse in places; the reader alone does not.
    private static void RefuseDepth(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                throw new TooDeepException();
        }
    }

    private sealed class TooDeepException() : XmlException($"More than {MaxDepth} levels.");
}
