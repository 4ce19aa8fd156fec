using Microsoft.Net.Http.Headers;
using Vics.Web.Hosting;

namespace Vics.Web.Accounts;

/// <summary>The ways to show who one is.</summary>
internal static class Schemes
{
    /// <summary>Chooses between a browser's session and an API token; the default of everything.</summary>
    public const string Vics = "Vics";

    /// <summary>A browser's session.</summary>
    public const string Session = "Session";

    /// <summary>Begins a browser's session; see <see cref="SessionCookie"/>.</summary>
    public const string NewSession = "NewSession";

    /// <summary>A script's API token.</summary>
    public const string ApiToken = "ApiToken";

    private const string Bearer = "Bearer";

    /// <summary>Where programs ask, which want a status and problem details, not a page to sign in on.</summary>
    public static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The token a request carries, or null where it carries none. With one its cookie is not looked at, so such a
    /// request needs no antiforgery token: no browser sends a bearer token by itself.
    /// </summary>
    public static string? BearerToken(HttpRequest request)
    {
        var header = request.Headers[HeaderNames.Authorization].ToString();
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (header.Length == Bearer.Length || header[Bearer.Length] == ' ')
            ? header[Bearer.Length..].Trim()
            : null;
    }

    /// <summary>Refuses with problem details, never with a redirect.</summary>
    public static Task RefuseAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = Bearer;
        return TypedResults.Problem(ErrorAnswers.Detail(context, status), statusCode: status).ExecuteAsync(context);
    }
}
