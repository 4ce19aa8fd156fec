using System.Security.Claims;
using Vics.Domain.Accounts;

namespace Vics.Web.Accounts;

/// <summary>An account as ASP.NET Core carries it through a request: id, name and role as claims, nothing else.</summary>
public static class AccountPrincipal
{
    /// <summary>The principal of an account that <paramref name="scheme"/> let in.</summary>
    public static ClaimsPrincipal For(Account account, string scheme)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, account.Id.ToString()),
                new(ClaimTypes.Name, account.UserName),
                new(ClaimTypes.Role, account.Role.NameOf()),
            ],
            scheme));
    }

    /// <summary>The account that is signed in, or null.</summary>
    public static AccountId? AccountId(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? new AccountId(id) : null;
    }

    /// <summary>Whether the account may do what <paramref name="role"/> may: pages ask before they show a button.</summary>
    public static bool May(this ClaimsPrincipal user, Role role)
    {
        ArgumentNullException.ThrowIfNull(user);
        return RoleNames.TryParse(user.FindFirstValue(ClaimTypes.Role), out var has) && has >= role;
    }

    /// <summary>Who asks, for the audit log and for <c>createdBy</c>.</summary>
    public static Actor Actor(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context.User.AccountId(), context.User.Identity?.Name ?? "", context.Origin());
    }

    /// <summary>The network address a request came from, as the audit log names it.</summary>
    public static string Origin(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = context.Connection.RemoteIpAddress;
        return address is null ? "unknown" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }
}
