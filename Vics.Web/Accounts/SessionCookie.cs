using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Vics.Domain.Accounts;
using Vics.Web.Hosting;

namespace Vics.Web.Accounts;

/// <summary>
/// The cookie of a browser session: a sealed key to what the server keeps, so ending the session there ends it everywhere.
/// Two schemes share it. <see cref="Schemes.NewSession"/> does not see the cookie that a request brings: signing in would
/// otherwise renew that session and keep its key, which somebody else may have planted (session fixation).
/// </summary>
internal sealed class SessionCookie(ITicketStore sessions, IDataProtectionProvider protection, IOptions<VicsOptions> settings)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>The cookie's name.</summary>
    public const string Name = "vics.session";

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name is not (Schemes.Session or Schemes.NewSession))
            return;

        options.SessionStore = sessions;
        options.TicketDataFormat = new TicketDataFormat(protection.CreateProtector("Vics.Session"));
        options.CookieManager = name == Schemes.NewSession ? new Unseen() : new ChunkingCookieManager();
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(settings.Value.Sessions.IdleMinutes);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = ToSignInAsync;
        options.Events.OnRedirectToAccessDenied = RefuseAsync;
        options.Events.OnRedirectToReturnUrl = _ => Task.CompletedTask;
    }

    private static async Task ToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<IAccountStore>();
        if (Schemes.IsForPrograms(context.Request))
            await Schemes.RefuseAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
        else if (!await accounts.AnyAsync(context.HttpContext.RequestAborted))
            context.Response.Redirect(context.Request.PathBase + "/setup");
        else if (HttpMethods.IsGet(context.Request.Method))
            context.Response.Redirect(context.RedirectUri);
        else
            // A form that was sent too late cannot be sent again by opening its address.
            context.Response.Redirect(context.Request.PathBase + context.Options.LoginPath);
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (Schemes.IsForPrograms(context.Request))
            return Schemes.RefuseAsync(context.HttpContext, StatusCodes.Status403Forbidden);

        // Without a body, so that the error page says it in the reader's language.
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private sealed class Unseen : ICookieManager
    {
        private readonly ChunkingCookieManager _cookies = new();

        public string? GetRequestCookie(HttpContext context, string key) => null;

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            _cookies.AppendResponseCookie(context, key, value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, key, options);
    }
}
