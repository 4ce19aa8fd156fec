using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Vics.Domain;

namespace Vics.Infrastructure.Onvif;

/// <summary>Version of SOAP, by its namespace and its headers of HTTP.</summary>
internal enum SoapVersion
{
    /// <summary>What ONVIF asks for.</summary>
    V12,

    /// <summary>For cameras that know nothing else.</summary>
    V11,
}

/// <summary>
/// The account in a message (WS-Security UsernameToken, digest). Good once and for a short while, so each message has its own; <see cref="Created"/> is
/// in the camera's time, not ours.
/// </summary>
/// <param name="UserName">Account.</param>
/// <param name="Digest">Base64 of SHA-1 over nonce, creation and password.</param>
/// <param name="Nonce">Base64 of 16 random bytes.</param>
/// <param name="Created">UTC, in the spelling that went into the digest.</param>
internal sealed record UsernameToken(string UserName, string Digest, string Nonce, string Created)
{
    /// <summary>A fresh one.</summary>
    public static UsernameToken Create(string userName, Secret? password, DateTimeOffset now) =>
        Create(userName, password, now, RandomNumberGenerator.GetBytes(16));

    /// <summary>One with a nonce of the caller's, for tests.</summary>
    public static UsernameToken Create(string userName, Secret? password, DateTimeOffset now, byte[] nonce)
    {
        var created = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        byte[] signed = [.. nonce, .. Encoding.UTF8.GetBytes(created), .. Encoding.UTF8.GetBytes(password?.Reveal() ?? "")];
        return new(userName, Convert.ToBase64String(Sha1(signed)), Convert.ToBase64String(nonce), created);
    }

    // UsernameToken Profile 1.0 §3.1 fixes SHA-1.
#pragma warning disable CA5350
    private static byte[] Sha1(byte[] signed) => SHA1.HashData(signed);
#pragma warning restore CA5350
}

/// <summary>Builds messages: compact, since some devices stumble over line breaks.</summary>
internal static class SoapEnvelope
{
    private const string DigestType = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest";
    private const string Base64Type = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

    /// <summary>The message around an operation, in UTF-8.</summary>
    public static byte[] Build(XElement operation, UsernameToken? token = null, SoapVersion version = SoapVersion.V12)
    {
        var soap = version is SoapVersion.V12 ? OnvifNames.Soap12 : OnvifNames.Soap11;
        var envelope = new XElement(
            soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "s", soap.NamespaceName),
            token is null ? null : new XElement(soap + "Header", SecurityOf(token, soap)),
            new XElement(soap + "Body", operation));
        return Bytes(envelope);
    }

    /// <summary>XML as it is sent.</summary>
    public static byte[] Bytes(XElement envelope) =>
        Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?>""" + envelope.ToString(SaveOptions.DisableFormatting));

    /// <summary>The content type; SOAP 1.2 names the action in it, and some cameras answer nothing where it does not.</summary>
    public static string ContentType(XElement operation, SoapVersion version) => version is SoapVersion.V12
        ? $"""application/soap+xml; charset=utf-8; action="{ActionOf(operation)}" """.TrimEnd()
        : "text/xml; charset=utf-8";

    /// <summary>The <c>SOAPAction</c> of SOAP 1.1.</summary>
    public static string? SoapAction(XElement operation, SoapVersion version) => version is SoapVersion.V11 ? $"\"{ActionOf(operation)}\"" : null;

    private static string ActionOf(XElement operation) => $"{operation.Name.NamespaceName}/{operation.Name.LocalName}";

    private static XElement SecurityOf(UsernameToken token, XNamespace soap) => new(
        OnvifNames.Security + "Security",
        new XAttribute("xmlns", OnvifNames.Security.NamespaceName),
        new XAttribute(soap + "mustUnderstand", "1"),
        new XElement(
            OnvifNames.Security + "UsernameToken",
            new XElement(OnvifNames.Security + "Username", OnvifXml.Carried(token.UserName)),
            new XElement(OnvifNames.Security + "Password", new XAttribute("Type", DigestType), token.Digest),
            new XElement(OnvifNames.Security + "Nonce", new XAttribute("EncodingType", Base64Type), token.Nonce),
            new XElement(
                OnvifNames.SecurityUtility + "Created", new XAttribute("xmlns", OnvifNames.SecurityUtility.NamespaceName), token.Created)));
}
