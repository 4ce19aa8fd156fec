using Vics.Web.Api.Conventions;
using Vics.Web.Hosting;

namespace Vics.Web;

/// <summary>The parts list of the web application. Each part is a file in <c>Hosting</c>.</summary>
public static class VicsWeb
{
    /// <summary>Registers everything the pages and the API need.</summary>
    public static void AddVicsWeb(this WebApplicationBuilder builder, CommandLine commandLine)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.AddVicsSettings();
        builder.AddVicsLogging(commandLine);
        builder.AddVicsListening();

        builder.Services
            .AddVicsLocalization()
            .AddVicsDataProtection()
            .AddVicsAuthentication()
            .AddVicsPages()
            .AddVicsApi()
            .AddVicsUpdates()
            .AddVicsCameraWatching()
            .AddVicsErrorAnswers()
            .AddVicsHealth()
            .AddVicsOpenApi();
    }

    /// <summary>Puts the parts of a request's way in order.</summary>
    public static void UseVicsWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseVicsRequestLogging();
        app.UseVicsLocalization();
        app.UseVicsErrorAnswers();
        app.UseRouting();
        app.UseVicsAuthentication();

        app.MapStaticAssets().AllowAnonymous();
        app.MapVicsHealth();
        app.MapVicsOpenApi();
        app.MapVicsPages();
        app.MapVicsUpdates();
        app.MapVicsCameraWatching();
    }
}
