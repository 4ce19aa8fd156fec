using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Vics.Web.Views.Shared;

namespace Vics.Web.Controllers;

/// <summary>What a person chose for this browser: the language and light or dark.</summary>
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class PreferencesController : Controller
{
    [HttpGet("/language", Name = "Language")]
    public IActionResult Language(string? culture, string? returnUrl)
    {
        if (Hosting.Localization.Cultures.FirstOrDefault(known => known.Name == culture) is { } chosen)
            Remember(Hosting.Localization.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)));
        return Back(returnUrl);
    }

    [HttpGet("/theme", Name = "Theme")]
    public IActionResult Theme(string? theme, string? returnUrl)
    {
        if (theme is ThemeCookie.Light or ThemeCookie.Dark)
            Remember(ThemeCookie.Name, theme);
        return Back(returnUrl);
    }

    private void Remember(string cookie, string value) => Response.Cookies.Append(cookie, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = Request.IsHttps,
        // The theme switch writes the same cookie without a round trip.
        HttpOnly = cookie != ThemeCookie.Name,
        IsEssential = true,
    });

    private LocalRedirectResult Back(string? returnUrl) => LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
}
