using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Vics.Domain;
using Secret = Vics.Domain.Secret;

namespace Vics.Infrastructure.Secrets;

/// <summary>Seals secrets with ASP.NET Core Data Protection: authenticated encryption under a key ring that rolls over by itself.</summary>
internal sealed class DataProtectionSecretSeal(IDataProtectionProvider protection) : ISecretSeal
{
    // A purpose of its own: what another part of the program protected cannot be passed off as a stored secret, or the other way round.
    private readonly IDataProtector _protector = protection.CreateProtector("Vics.StoredSecret.v1");

    /// <inheritdoc/>
    public SealedSecret Seal(Secret secret) => new(_protector.Protect(secret.Reveal()));

    /// <inheritdoc/>
    public Secret Open(SealedSecret secret)
    {
        try
        {
            return new Secret(_protector.Unprotect(secret.Sealed));
        }
        catch (CryptographicException unreadable)
        {
            throw new SecretUnreadableException(unreadable);
        }
    }
}
