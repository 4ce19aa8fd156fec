using Microsoft.AspNetCore.Mvc;

namespace Vics.Web.Controllers;

/// <summary>The dashboard: is everything all right, and if not, where?</summary>
public sealed class HomeController : Controller
{
    [HttpGet("/", Name = "Dashboard")]
    public IActionResult Index() => View();
}
