using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Cameras;
using Vics.Web.Views.Wall;

namespace Vics.Web.Controllers;

/// <summary>Many cameras at once. Which ones stands in the address (<c>layout</c>, <c>cells</c>, <c>page</c>, or <c>wall</c> for a saved one); the script reads it.</summary>
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class WallController(ICameraStore cameras) : Controller
{
    [HttpGet("/wall", Name = "Wall")]
    public async Task<IActionResult> Index(CancellationToken ct) =>
        View(new WallPageModel((await cameras.CountAsync(ct)).Values.Sum() == 0, User.MayKeepCameras()));
}
