namespace Vics.Web.Api.Units;

/// <summary>The host key to trust.</summary>
/// <param name="Sha256">As OpenSSH prints it, with or without the <c>SHA256:</c> in front.</param>
/// <param name="Algorithm"><c>ssh-ed25519</c> and the like, as the connection test says it; may be left out.</param>
public sealed record HostKeyRequest(string? Sha256, string? Algorithm = null);
