using System.Diagnostics;
using Microsoft.Extensions.Localization;
using Vics.Web.Localization;

namespace Vics.Web.Hosting;

/// <summary>What is answered when something goes wrong: a page to a person, problem details (RFC 9457) under <c>/api</c>.</summary>
internal static class ErrorAnswers
{
    /// <summary>The page that tells an error, re-executed with the status.</summary>
    private const string Page = "/error/{0}";

    public static IServiceCollection AddVicsErrorAnswers(this IServiceCollection services) => services.AddProblemDetails(options =>
        options.CustomizeProblemDetails = problem =>
        {
            problem.ProblemDetails.Detail ??= Detail(problem.HttpContext, problem.ProblemDetails.Status);
            problem.ProblemDetails.Extensions["traceId"] = TraceId(problem.HttpContext);
        });

    /// <summary>What a status means, for answers whose maker said no more than that; null where the status is all there is to say.</summary>
    public static string? Detail(HttpContext context, int? status)
    {
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<SharedText>>();
        LocalizedString? said = status switch
        {
            StatusCodes.Status400BadRequest => text["The request could not be read."],
            StatusCodes.Status401Unauthorized => text["Sign in, or send a valid API token."],
            StatusCodes.Status403Forbidden => text["Your role does not allow this."],
            StatusCodes.Status404NotFound => text["There is nothing at this address."],
            StatusCodes.Status405MethodNotAllowed => text["This address does not take this method."],
            StatusCodes.Status413PayloadTooLarge => text["The request is larger than the server accepts."],
            StatusCodes.Status415UnsupportedMediaType => text["This content type is not taken here."],
            StatusCodes.Status429TooManyRequests => text["Too much was asked for in a short time. Try again in a moment."],
            StatusCodes.Status500InternalServerError => text["Something went wrong on the server. The log tells more under this traceId."],
            _ => null,
        };
        return said?.Value;
    }

    /// <summary>What a person can quote and the log can be searched for.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    public static void UseVicsErrorAnswers(this WebApplication app)
    {
        app.UseWhen(IsApi, api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions
            {
                StatusCodeSelector = StatusOf,
                ExceptionHandler = context => ProblemAsync(context, context.Response.StatusCode),
            });
            api.UseStatusCodePages(pages => ProblemAsync(pages.HttpContext, pages.HttpContext.Response.StatusCode));
        });
        app.UseWhen(context => !IsApi(context), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf, ExceptionHandlingPath = "/error" });
            pages.UseStatusCodePagesWithReExecute(Page);
        });
    }

    private static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase);

    /// <summary>A request the server could not read (413, 400, 408) is the asker's, all else is ours.</summary>
    private static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    // Written even to who would rather have HTML; the framework's own customization does not reach that case.
    private static Task ProblemAsync(HttpContext context, int status) =>
        TypedResults.Problem(Detail(context, status), statusCode: status, extensions: [new("traceId", TraceId(context))]).ExecuteAsync(context);
}
