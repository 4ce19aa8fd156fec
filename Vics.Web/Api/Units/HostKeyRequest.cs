namespace Vics.Web.Api.Units;

/// <summary>The host key to trust.</summary>
/// <param name="Sha256">As OpenSSH prints it, with or without the <c>SHA256:</c> in front.</param>
public sealed record HostKeyRequest(string? Sha256);
