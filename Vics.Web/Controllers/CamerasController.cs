using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Views.Cameras;

namespace Vics.Web.Controllers;

/// <summary>The page of one camera. The list is in <see cref="CameraInventoryController"/>, adding in <see cref="CameraSetupController"/>.</summary>
[Route("cameras/{id:guid}")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CamerasController(ICameraStore cameras, IUnitStore units, CameraStreams streams) : Controller
{
    /// <summary>The page. It does not wait for the camera unless it is asked to (<c>?facts=true</c>, for who has no script).</summary>
    [HttpGet("", Name = "Camera")]
    public async Task<IActionResult> Details(CameraId id, bool facts, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return NotFound();
        var unit = camera.UnitId is { } recording ? await units.FindAsync(recording, ct) : null;
        var model = CameraDetailsModel.From(camera, unit, User);
        return View(facts && model.HasProfiles ? model with { Facts = await FactsAsync(camera, ct) } : model);
    }

    /// <summary>What the camera says of itself, for the script that fills it in.</summary>
    [HttpGet("facts", Name = "CameraFacts")]
    public async Task<IActionResult> Facts(CameraId id, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is { Enabled: true } camera && CameraStreams.HasProfiles(camera) ? PartialView("_Facts", await FactsAsync(camera, ct)) : NotFound();

    /// <summary>What steers the camera, for pages that show several and put it beside the one in question. 404 where there is nothing to steer or no right to.</summary>
    [HttpGet("ptz-panel", Name = "CameraPtz")]
    public async Task<IActionResult> PtzPanel(CameraId id, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is { Enabled: true } camera && CameraDetailsModel.From(camera, null, User) is { ShowsPtz: true } model ? PartialView("_Ptz", model) : NotFound();

    private async Task<CameraFactsModel> FactsAsync(Camera camera, CancellationToken ct)
    {
        try
        {
            var facts = await streams.FactsAsync(camera, ct);
            var main = await streams.ProfileAsync(camera, StreamKind.Main, ct);
            var sub = camera.SubProfileToken is null ? null : await streams.ProfileAsync(camera, StreamKind.Sub, ct);
            return new CameraFactsModel(camera, facts, null, main?.Token, sub?.Token);
        }
        catch (DeviceException trouble)
        {
            return new CameraFactsModel(camera, null, trouble.Fault, null, null);
        }
    }
}
