using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Vics.Web.Hosting;

namespace Vics.Web.Api.Packages;

/// <summary>
/// Leaves the body of a form to the action, which reads it as it comes. To everybody else, model binding and the search
/// for an antiforgery token above all, the form is empty: they would write gigabytes to temporary files first.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StreamedFormAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Room for the fields and the lines between the parts.</summary>
    private const long OverheadBytes = 1L << 20;

    /// <summary>Before the antiforgery token is looked for.</summary>
    public int Order => int.MinValue;

    /// <summary>The longest body an upload may have.</summary>
    internal static long LimitOf(VicsOptions options) => options.Packages.MaxBytes + OverheadBytes;

    /// <inheritdoc/>
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var http = context.HttpContext;
        http.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LimitOf(http.RequestServices.GetRequiredService<IOptions<VicsOptions>>().Value);
    }
}
