using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using Vics.Web.Localization;

namespace Vics.Web.Hosting;

/// <summary>English and Korean: the cookie of the language switch first, then what the browser prefers.</summary>
internal static class Localization
{
    /// <summary>The languages of the product; the first is the default.</summary>
    public static IReadOnlyList<CultureInfo> Cultures { get; } = [new("en"), new("ko")];

    public static IServiceCollection AddVicsLocalization(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<IStringLocalizer<SharedText>, SharedTextLocalizer>();
        services.AddSingleton<IStringLocalizer>(provider => provider.GetRequiredService<IStringLocalizer<SharedText>>());
        return services.AddRequestLocalization(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Cultures[0]);
            options.SupportedCultures = [.. Cultures];
            options.SupportedUICultures = [.. Cultures];
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = LanguageCookie }, new AcceptLanguageHeaderRequestCultureProvider()];
        });
    }

    /// <summary>Holds the language a person chose.</summary>
    public const string LanguageCookie = "vics-language";

    public static void UseVicsLocalization(this WebApplication app) => app.UseRequestLocalization();
}
