using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Vics.Web.Accounts;
using Secret = Vics.Domain.Secret;

namespace Vics.Web.Cameras;

/// <summary>
/// Carries a password that was typed from one step of a form to the next without writing it into the page: sealed, so that only this server can open
/// it, only for the account that typed it, and only for a while.
/// </summary>
public sealed class CarriedPassword(IDataProtectionProvider protection)
{
    /// <summary>How long a form may lie open between two steps.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>The text for a hidden field; null where nothing was typed.</summary>
    public string? Seal(Secret? typed, ClaimsPrincipal user) => typed is null ? null : ProtectorFor(user).Protect(typed.Reveal(), Lifetime);

    /// <summary>What was typed; null where the field is empty, too old, or was sealed for another account.</summary>
    public Secret? Open(string? carried, ClaimsPrincipal user)
    {
        if (string.IsNullOrEmpty(carried))
            return null;
        try
        {
            return new Secret(ProtectorFor(user).Unprotect(carried));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector ProtectorFor(ClaimsPrincipal user) =>
        protection.CreateProtector("Vics.Cameras.CarriedPassword", user.AccountId()?.ToString() ?? "").ToTimeLimitedDataProtector();
}
