using Microsoft.AspNetCore.Authentication;
using Vics.Domain.Accounts;

namespace Vics.Web.Accounts;

/// <summary>Begins and ends the session of the browser that asks.</summary>
internal static class BrowserSession
{
    /// <summary>Begins a session with a key of its own; one that the browser had before ends.</summary>
    public static async Task StartSessionAsync(this HttpContext context, Account account)
    {
        await context.EndSessionAsync();
        await context.SignInAsync(Schemes.NewSession, AccountPrincipal.For(account, Schemes.Session));
    }

    /// <summary>Ends the session, here and on the server.</summary>
    public static Task EndSessionAsync(this HttpContext context) => context.SignOutAsync(Schemes.Session);
}
