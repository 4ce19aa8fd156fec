namespace Vics.Web.Hosting;

/// <summary>Who is asking, and what they may do: the session cookie, API tokens, roles.</summary>
internal static class Authentication
{
    public static IServiceCollection AddVicsAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication();
        services.AddAuthorization();
        return services;
    }

    /// <summary>Between routing and the endpoints, so that an endpoint's own demands are known.</summary>
    public static void UseVicsAuthentication(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
