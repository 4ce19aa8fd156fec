using Microsoft.OpenApi;

namespace Vics.Web.Hosting;

/// <summary>The description of the API at <c>/openapi/v1.json</c>: everything under <c>/api</c>, nothing else.</summary>
internal static class OpenApi
{
    public static IServiceCollection AddVicsOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.OrdinalIgnoreCase) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "VICS";
            document.Info.Description = "Updates a fleet of VICS units: units, packages, update jobs.";
            // The address it was asked at, which differs by proxy and by host name, is the reader's own.
            document.Servers?.Clear();
            document.AddComponent("bearer", new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token." });
            document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    });

    public static void MapVicsOpenApi(this WebApplication app) => app.MapOpenApi();
}
