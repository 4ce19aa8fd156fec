using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Vics.Web.Localization;

namespace Vics.Web.Hosting;

/// <summary>Controllers and views, for pages and API alike.</summary>
internal static class Pages
{
    /// <summary>The header by which a script sends the antiforgery token.</summary>
    public const string AntiforgeryHeader = "X-CSRF-TOKEN";

    public static IServiceCollection AddVicsPages(this IServiceCollection services)
    {
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryHeader;
            options.Cookie.Name = "vics-antiforgery";
        });
        // Pages are UTF-8: Korean needs no character references.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddControllersWithViews(options => options.Filters.Add<AntiforgeryFilter>())
            .AddViewLocalization()
            .AddDataAnnotationsLocalization();
        services.ConfigureOptions<ValidationMessages>();
        return services;
    }

    /// <summary>Controllers say their addresses themselves (<c>[Route("units")]</c>), so that a link to none is no link.</summary>
    public static void MapVicsPages(this WebApplication app) => app.MapControllers().WithStaticAssets();
}
