using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Web.Hosting;
using Vics.Web.Views.Error;

namespace Vics.Web.Controllers;

/// <summary>The page behind every answer that went wrong. It tells the status and a trace id, nothing of the inside.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorController : Controller
{
    [Route("/error/{status:int?}")]
    [ResponseCache(NoStore = true)]
    public IActionResult Index(int? status)
    {
        // An unhandled exception comes without a number in the address, with the status already set.
        var code = status is >= 400 and < 600 ? status.Value : Math.Max(Response.StatusCode, 400);
        Response.StatusCode = code;
        return View(ErrorModel.From(code, ErrorAnswers.TraceId(HttpContext)));
    }
}
