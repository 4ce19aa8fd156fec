using Microsoft.AspNetCore.Mvc;

namespace Vics.Web.Controllers;

/// <summary>Where the settings of the product are found. Each role sees what it may open.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SettingsController : Controller
{
    [HttpGet("/settings")]
    public IActionResult Index() => View();
}
