using Vics.Domain;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>A request to a device. The account is used as the device asks for it (Digest; Basic only where that is allowed), never sent unasked.</summary>
internal sealed record DeviceRequest
{
    /// <summary>Longest XML or JSON answer: 1 MiB.</summary>
    public const int TextLimit = 1 << 20;

    /// <summary>Longest picture: 8 MiB.</summary>
    public const int ImageLimit = 8 << 20;

    /// <summary>Where; without account.</summary>
    public required Uri Url { get; init; }

    /// <summary>Posted where not null, with its length; got otherwise.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Of the body, exactly as it is to be sent (with <c>action="…"</c> where SOAP 1.2 wants it).</summary>
    public string? ContentType { get; init; }

    /// <summary><c>SOAPAction</c> of SOAP 1.1, in its quotes.</summary>
    public string? SoapAction { get; init; }

    /// <summary>Account; none where null.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public Secret? Password { get; init; }

    /// <summary>Send the password readably where the device offers nothing else (some cameras, for snapshots).</summary>
    public bool AllowBasic { get; init; }

    /// <summary>The only certificate to trust, SHA-256 in lower-case hexadecimal; null: one the machine trusts.</summary>
    public string? CertificateSha256 { get; init; }

    /// <summary>Over a line of its own beside the usual one: a large picture keeps no command waiting, least of all a camera's stop.</summary>
    public bool Aside { get; init; }

    /// <summary>An answer longer than this is refused, in bytes.</summary>
    public int Limit { get; init; } = TextLimit;

    /// <summary>For the whole of it, the wait for its turn at the device not counted; for each silence of an answer without end.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A device's answer, whatever its status: ONVIF faults come with 400 and 500.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">As sent, or empty: devices send what is no media type at all.</param>
/// <param name="Body">At most the limit of the request.</param>
internal sealed record DeviceReply(int Status, string ContentType, byte[] Body);
