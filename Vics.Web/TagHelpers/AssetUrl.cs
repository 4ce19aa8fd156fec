using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Vics.Web.TagHelpers;

/// <summary>The fingerprinted address of a file of the web root, as asp-append-version writes it for links and scripts.</summary>
internal static class AssetUrl
{
    public static string Of(ViewContext view, string path)
    {
        var assets = view.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        return $"{view.HttpContext.Request.PathBase}/{assets?[path] ?? path}";
    }
}
