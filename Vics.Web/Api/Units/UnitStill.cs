using Microsoft.AspNetCore.Mvc;

namespace Vics.Web.Api.Units;

/// <summary>A picture of now: gone when it was seen.</summary>
internal sealed class UnitStill(byte[] image) : FileContentResult(image, ContentType)
{
    /// <summary>What it is; the adapter looked.</summary>
    public new const string ContentType = "image/jpeg";

    /// <inheritdoc/>
    public override Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return base.ExecuteResultAsync(context);
    }
}
