using System.Xml.Linq;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Ssh;

namespace Vics.Infrastructure.Onvif;

/// <summary>A SOAP fault.</summary>
/// <param name="Codes">Local names of its code and subcodes, from the outside in (SOAP 1.2 §5.4, SOAP 1.1 §4.4).</param>
/// <param name="Reason">What it says for people; one line.</param>
internal sealed record OnvifFault(IReadOnlyList<string> Codes, string Reason)
{
    private const int LongestReason = 200;

    /// <summary>The camera does not know the WS-Security header.</summary>
    public bool IsHeaderNotUnderstood => Codes.Contains("MustUnderstand", StringComparer.OrdinalIgnoreCase);

    /// <summary>The account was refused. Cameras put that in many words: a proper subcode, or only something with "auth" in it.</summary>
    public bool IsRefusal => !IsHeaderNotUnderstood
        && (Codes.Any(code => Says(code, "auth") || Says(code, "security") || Says(code, "MessageExpired")) || Says(Reason, "auth"));

    /// <summary>The camera cannot do this.</summary>
    public bool IsNotSupported =>
        Codes.Any(code => Says(code, "NotSupported") || Says(code, "NotImplemented") || Says(code, "NoHomePosition")) || Says(Reason, "not implemented") || Says(Reason, "not supported");

    /// <summary>Reads the fault in a body, or null where there is none.</summary>
    public static OnvifFault? Read(XElement? body)
    {
        if (body.Any("Fault") is not { } fault)
            return null;
        var codes = new List<string>();
        for (var code = fault.Any("Code"); code is not null && codes.Count < 8; code = code.Any("Subcode"))
            codes.Add(LocalName(code.Any("Value")?.Value));
        if (fault.Any("faultcode") is { } old)
            codes.Add(LocalName(old.Value));
        // Some say in the detail alone what the matter is.
        var said = new[] { fault.Any("Reason")?.Value, fault.Any("faultstring")?.Value, (fault.Any("Detail") ?? fault.Any("detail"))?.Value };
        return new(codes, UnitText.OneLine(said.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? string.Join(' ', codes), LongestReason));
    }

    private static bool Says(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string LocalName(string? value) => value?.Trim() is { } name ? name[(name.LastIndexOf(':') + 1)..] : "";
}

/// <summary>What an answer is.</summary>
internal enum OnvifReplyKind
{
    /// <summary>What was asked for.</summary>
    Answer,

    /// <summary>The account was refused.</summary>
    Refused,

    /// <summary>The WS-Security header was not understood.</summary>
    HeaderNotUnderstood,

    /// <summary>Another fault.</summary>
    Fault,

    /// <summary>Nothing at all; some cameras refuse an account, or a version of SOAP, so.</summary>
    Empty,

    /// <summary>No SOAP: a web page, plain text.</summary>
    NotSoap,
}

/// <summary>An answer, told apart by its body: cameras send faults with any status, 200 included.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Response">The first element of its body, where it is an answer.</param>
/// <param name="Fault">Where it is a fault.</param>
internal sealed record OnvifReply(OnvifReplyKind Kind, int Status, XElement? Response = null, OnvifFault? Fault = null)
{
    /// <summary>Tells an answer apart.</summary>
    /// <exception cref="Domain.Network.DeviceException">Protocol: broken or hostile XML.</exception>
    public static OnvifReply Read(DeviceReply reply)
    {
        var refused = reply.Status is 401 or 403;
        if (!refused && reply.Body.All(b => b is 0 or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'))
            return new(OnvifReplyKind.Empty, reply.Status);
        var root = refused ? Harmless(reply.Body) : OnvifXml.Read(reply.Body);
        var body = root?.Name.LocalName is "Envelope" ? root.Any("Body") : null;
        if (OnvifFault.Read(body) is { } fault)
            return new(KindOf(fault, refused), reply.Status, Fault: fault);
        if (refused)
            return new(OnvifReplyKind.Refused, reply.Status);
        return body?.Elements().FirstOrDefault() is { } response && reply.Status < 300
            ? new(OnvifReplyKind.Answer, reply.Status, response)
            : new(OnvifReplyKind.NotSoap, reply.Status);
    }

    private static OnvifReplyKind KindOf(OnvifFault fault, bool refused) => fault switch
    {
        { IsHeaderNotUnderstood: true } => OnvifReplyKind.HeaderNotUnderstood,
        _ when refused || fault.IsRefusal => OnvifReplyKind.Refused,
        _ => OnvifReplyKind.Fault,
    };

    // A 401 says all that is needed; its body is often a broken web page.
    private static XElement? Harmless(byte[] body)
    {
        try
        {
            return OnvifXml.Read(body);
        }
        catch (Domain.Network.DeviceException)
        {
            return null;
        }
    }
}
