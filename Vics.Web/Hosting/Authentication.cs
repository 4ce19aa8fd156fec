using Microsoft.AspNetCore.Authentication;
using Vics.Web.Accounts;

namespace Vics.Web.Hosting;

/// <summary>Who is asking, and what they may do: the session cookie, API tokens, roles.</summary>
internal static class Authentication
{
    public static IServiceCollection AddVicsAuthentication(this IServiceCollection services)
    {
        services.AddAuthentication(Schemes.Vics)
            .AddPolicyScheme(Schemes.Vics, null, options =>
                options.ForwardDefaultSelector = context => Schemes.BearerToken(context.Request) is null ? Schemes.Session : Schemes.ApiToken)
            .AddCookie(Schemes.Session)
            .AddCookie(Schemes.NewSession)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(Schemes.ApiToken, null);
        services.ConfigureOptions<SessionCookie>();
        services.AddAuthorization(Policies.Add);
        return services.AddSingleton<SignInThrottle>().AddSingleton<SetupCode>().AddSingleton<FirstRun>();
    }

    /// <summary>Between routing and the endpoints, so that an endpoint's own demands are known.</summary>
    public static void UseVicsAuthentication(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
