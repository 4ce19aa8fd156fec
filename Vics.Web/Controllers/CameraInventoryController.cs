using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Cameras;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Cameras;

namespace Vics.Web.Controllers;

/// <summary>
/// The list of cameras and the form by which one is kept. Removing is in <see cref="CameraRemovalController"/>, files in
/// <see cref="CameraFilesController"/>.
/// </summary>
[Route("cameras")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CameraInventoryController(CameraInventory inventory, ICameraStore cameras, IUnitStore units, IStringLocalizer<SharedText> text) : Controller
{
    private const string FormPage = "~/Views/Cameras/Form.cshtml";

    [HttpGet("", Name = "Cameras")]
    public async Task<IActionResult> Index(CameraListFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        // What cannot be read of an address is left out; the fields show what counts.
        ModelState.Clear();
        var page = await cameras.ListAsync(filter.ToQuery(), filter.Kept, ct);
        if (page.Items.Count == 0 && page.Total > 0)
            return LocalRedirect((filter with { Page = 1 }).AddressOn(Url.RouteUrl("Cameras")));
        return View("~/Views/Cameras/Index.cshtml", CameraListModel.From(page, filter, await UnitsOfAsync(page.Items, filter, ct), await cameras.TagsAsync(ct), User));
    }

    [HttpPost("chosen", Name = "ChosenCameras")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Chosen([FromForm] CameraId[] camera, string? act, string? back, CancellationToken ct)
    {
        if (act == "delete" && camera is { Length: > 0 })
            return RedirectToRoute("DeleteCameras", new { camera = camera.Select(id => id.Value).ToArray() });
        if (act is "enable" or "disable")
            await SwitchAsync(camera ?? [], act == "enable", ct);
        return Url.IsLocalUrl(back) ? LocalRedirect(back) : RedirectToRoute("Cameras");
    }

    [HttpGet("new/form", Name = "NewCameraForm")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Create(CancellationToken ct) => await FormAsync(new CameraForm { Port = CameraEntry.DefaultPort }, null, ct);

    [HttpPost("new/form")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Create(CameraForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!User.MaySave(form.ToEntry(), null))
            return await RefuseAsync(form, null, ct);
        var change = ModelState.IsValid ? await inventory.AddAsync(form.ToEntry(), HttpContext.Actor(), ct) : Unreadable(form);
        if (change is CameraChange.Done { Camera: var camera })
            return RedirectWithFlash(camera, text["{0} was added.", camera.Name]);
        Explain(change);
        return await FormAsync(form, null, ct);
    }

    [HttpGet("{id:guid}/edit", Name = "EditCamera")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Edit(CameraId id, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is { } camera ? await FormAsync(CameraForm.From(camera), camera, ct) : NotFound();

    [HttpPost("{id:guid}/edit")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Edit(CameraId id, CameraForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return NotFound();
        if (!User.MaySave(form.ToEntry(), camera))
            return await RefuseAsync(form, camera, ct);
        var change = ModelState.IsValid ? await inventory.EditAsync(id, form.ToEntry(), form.Revision, HttpContext.Actor(), ct) : Unreadable(form);
        if (change is CameraChange.Done { Camera: var saved })
            return RedirectWithFlash(saved, text["{0} was saved.", saved.Name]);
        Explain(change);
        // Who saves again has read the warning and means it.
        ModelState.Remove(nameof(form.Revision));
        form.Revision = camera.Revision;
        return await FormAsync(form, camera, ct);
    }

    private async Task<IReadOnlyList<Unit>> UnitsOfAsync(IReadOnlyList<Camera> page, CameraListFilter filter, CancellationToken ct)
    {
        var ids = page.Select(camera => camera.UnitId).Append(filter.Unit).OfType<UnitId>().Distinct().ToList();
        return ids.Count == 0 ? [] : await units.SelectAsync(new UnitSelection.ByIds(ids), ct);
    }

    private async Task SwitchAsync(CameraId[] chosen, bool enabled, CancellationToken ct)
    {
        var switched = 0;
        foreach (var id in chosen)
        {
            if (await inventory.EnableAsync(id, enabled, HttpContext.Actor(), ct) is CameraChange.Done)
                switched++;
        }

        TempData.Flash(CalmState.Fine, enabled ? text["Cameras switched on: {0}", switched] : text["Cameras switched off: {0}", switched]);
    }

    private async Task<ViewResult> FormAsync(CameraForm form, Camera? camera, CancellationToken ct)
    {
        if (!ModelState.IsValid && Response.StatusCode == StatusCodes.Status200OK)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        var frame = CameraFormFrame.From(camera, await units.AllAsync(ct), await cameras.TagsAsync(ct), User);
        form.Frame = frame with { SecretsAreGone = TakeSecretsOff(form) };
        return View(FormPage, form);
    }

    /// <summary>No page carries a password back, wherever it was typed. True where one was.</summary>
    private bool TakeSecretsOff(CameraForm form)
    {
        var (main, sub) = (CameraForm.WithoutAccount(form.RtspUrl), CameraForm.WithoutAccount(form.SubRtspUrl));
        var gone = !string.IsNullOrEmpty(form.Password) || main != form.RtspUrl || sub != form.SubRtspUrl;
        (form.RtspUrl, form.SubRtspUrl) = (main, sub);
        foreach (var (field, value) in new[] { (nameof(form.RtspUrl), main), (nameof(form.SubRtspUrl), sub) })
        {
            if (ModelState.ContainsKey(field))
                ModelState.SetModelValue(field, new ValueProviderResult(value));
        }

        return gone;
    }

    // The fields that may not be changed are locked on the page; who sends them all the same is told so, and loses nothing of the rest.
    private async Task<IActionResult> RefuseAsync(CameraForm form, Camera? camera, CancellationToken ct)
    {
        ModelState.AddModelError("", text.Say(CameraRights.Refusal));
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return await FormAsync(form, camera, ct);
    }

    // A port that is no number is known before the rules are asked; what else is wrong is told at once.
    private static CameraChange.Refused Unreadable(CameraForm form) => new(CameraRules.Check(form.ToEntry()));

    private void Explain(CameraChange change) => ModelState.Add(
        change switch
        {
            CameraChange.Refused refused => refused.Errors,
            CameraChange.Taken => [new("unitCameraId", OperatorText.Of($"That camera of the unit is already in the inventory."))],
            CameraChange.Stale =>
                [new("", OperatorText.Of($"Somebody else changed this camera in the meantime. Save again to replace that with what stands here."))],
            CameraChange.NoSuchCamera => [new FieldError("", OperatorText.Of($"This camera was deleted in the meantime."))],
            _ => throw new UnreachableException(),
        },
        text);

    private RedirectResult RedirectWithFlash(Camera camera, string message)
    {
        TempData.Flash(CalmState.Fine, message);
        return Redirect(Url.Action("Details", "Cameras", new { id = camera.Id }) ?? Url.RouteUrl("Cameras")!);
    }
}
