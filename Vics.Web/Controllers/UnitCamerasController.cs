using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Units;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Units;

namespace Vics.Web.Controllers;

/// <summary>What a unit records: a page of its own, which the unit's page takes over as a part when the unit has answered.</summary>
[Route("units/{id:guid}/cameras")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UnitCamerasController(UnitCameraImport import, IUnitStore units, IStringLocalizer<SharedText> text) : Controller
{
    private const int StillWidth = 320;

    [HttpGet("")]
    public async Task<IActionResult> Index(UnitId id, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return NotFound();
        var model = new UnitCamerasModel(unit, [], Fault: null, User.MayKeepUnits());
        try
        {
            return await import.ListAsync(id, ct) is { } cameras ? Page(model with { Cameras = cameras }) : NotFound();
        }
        catch (DeviceException trouble)
        {
            return Page(model with { Fault = trouble.Fault });
        }
    }

    [HttpGet("{cameraId}/image")]
    public async Task<IActionResult> Image(UnitId id, string cameraId, CancellationToken ct)
    {
        try
        {
            return await import.ImageAsync(id, cameraId, StillWidth, height: null, ct) is { } image ? new UnitStill(image) : NotFound();
        }
        catch (DeviceException)
        {
            // The list beside it says what is wrong with the unit; here is only no picture.
            return NoContent();
        }
    }

    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Import(UnitId id, [FromForm] string[] camera, bool all, CancellationToken ct)
    {
        try
        {
            if (!all && camera.Length == 0)
                return Back(id, CalmState.Attention, text["Choose the cameras to import first."]);
            return await import.RunAsync(id, all ? null : camera, User.MaySetSecrets(), HttpContext.Actor(), ct) switch
            {
                UnitImport.Done { Added: 0, Updated: 0 } => Back(id, CalmState.Fine, text["The inventory has these cameras already; nothing changed."]),
                UnitImport.Done done => Back(id, CalmState.Fine, text["Cameras added: {0}, updated: {1}.", done.Added, done.Updated]),
                UnitImport.NotListed => Back(id, CalmState.Attention, text["The unit does not list one of these cameras any more. Choose again."]),
                UnitImport.Stale => Back(id, CalmState.Attention, text["Somebody else changes the same cameras. Try again."]),
                _ => NotFound(),
            };
        }
        catch (DeviceException trouble)
        {
            return Back(id, CalmState.Attention, text.Say(trouble.Fault.Message));
        }
    }

    private ViewResult Page(UnitCamerasModel model) => View("~/Views/Units/Cameras.cshtml", model);

    private RedirectToActionResult Back(UnitId id, CalmState state, string message)
    {
        TempData.Flash(state, message);
        return RedirectToAction(nameof(UnitsController.Details), "Units", new { id });
    }
}
