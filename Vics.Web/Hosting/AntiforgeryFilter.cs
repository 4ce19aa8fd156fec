using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Hosting;

/// <summary>
/// Every request that may change something carries the antiforgery token, in the form or in the header
/// <see cref="Pages.AntiforgeryHeader"/>. A bearer token needs none: no browser sends it by itself.
/// </summary>
internal sealed class AntiforgeryFilter(IAntiforgery antiforgery) : IAsyncAuthorizationFilter, IAntiforgeryPolicy
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (!context.IsEffectivePolicy<IAntiforgeryPolicy>(this) || IsSafe(request.Method) || Schemes.BearerToken(request) is not null)
            return;

        if (!await antiforgery.IsRequestValidAsync(context.HttpContext))
            context.Result = Schemes.IsForPrograms(request) ? ApiProblems.NoAntiforgeryToken(context.HttpContext) : new AntiforgeryValidationFailedResult();
    }

    // CONNECT opens a WebSocket over HTTP/2 (RFC 8441), as GET does over HTTP/1.1; who may open one is told by its Origin.
    private static bool IsSafe(string method) =>
        HttpMethods.IsConnect(method) || HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}
