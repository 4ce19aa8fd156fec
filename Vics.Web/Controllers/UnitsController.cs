using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Accounts;
using Vics.Web.Api.Units;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Units;

namespace Vics.Web.Controllers;

/// <summary>The pages of the inventory. Removing is in <see cref="UnitRemovalController"/>, files in <see cref="UnitFilesController"/>.</summary>
[Route("units")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UnitsController(
    UnitInventory inventory, IUnitStore units, IUpdateProfileStore profiles, IUpdateJobStore jobs, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(UnitFilter filter, CancellationToken ct)
    {
        // What cannot be read of an address is left out; the fields show what counts.
        ModelState.Clear();
        var page = await units.ListAsync(filter.ToQuery(), filter.State, ct);
        return page.Items.Count == 0 && page.Total > 0
            ? LocalRedirect((filter with { Page = 1 }).AddressOn(Url.Action(nameof(Index))))
            : View(UnitListModel.From(page, filter, await units.TagsAsync(ct), User));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Details(UnitId id, CancellationToken ct) =>
        await DetailsAsync(id, ct) is { } model ? View(model) : NotFound();

    [HttpPost("{id:guid}/test")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Test(UnitId id, [FromServices] ConnectionTest test, CancellationToken ct)
    {
        var result = await test.RunAsync(id, HttpContext.Actor(), ct);
        return await DetailsAsync(id, ct) is { } model ? View(nameof(Details), model with { Test = result }) : NotFound();
    }

    // A reload of the page that shows a result would ask to send the form again; it begins anew instead.
    [HttpGet("{id:guid}/test")]
    [HttpGet("{id:guid}/host-key")]
    public IActionResult Back(UnitId id) => RedirectToAction(nameof(Details), new { id });

    [HttpPost("{id:guid}/host-key")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> PinHostKey(UnitId id, HostKeyForm form, CancellationToken ct)
    {
        if (await DetailsAsync(id, ct) is not { } model)
            return NotFound();
        if (form.Confirm?.Trim() != model.Unit.Name)
        {
            ModelState.AddModelError(nameof(form.Confirm), text["Type {0} to confirm.", model.Unit.Name]);
            return View(nameof(Details), model with { HostKey = form });
        }

        var change = await inventory.PinHostKeyAsync(id, form.Sha256, form.Algorithm, HttpContext.Actor(), ct);
        if (change is InventoryChange.Done)
            return RedirectWithFlash(id, text["From now on only this host key is trusted."]);
        Explain(change);
        return View(nameof(Details), model with { HostKey = form });
    }

    [HttpGet("new")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Create(CancellationToken ct) => await FormAsync(new UnitForm(), null, ct);

    [HttpPost("new")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Create(UnitForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!User.MaySave(form.ToEntry(), null))
            return Forbid();
        var change = ModelState.IsValid ? await inventory.AddAsync(form.ToEntry(), HttpContext.Actor(), ct) : Unreadable(form);
        if (change is InventoryChange.Done { Unit: var unit })
            return RedirectWithFlash(unit.Id, text["{0} was added. Test the connection next.", unit.Name]);
        Explain(change);
        return await FormAsync(form, null, ct);
    }

    [HttpGet("{id:guid}/edit")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Edit(UnitId id, CancellationToken ct) =>
        await units.FindAsync(id, ct) is { } unit ? await FormAsync(UnitForm.From(unit), unit, ct) : NotFound();

    [HttpPost("{id:guid}/edit")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Edit(UnitId id, UnitForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await units.FindAsync(id, ct) is not { } unit)
            return NotFound();
        if (!User.MaySave(form.ToEntry(), unit))
            return Forbid();
        var change = ModelState.IsValid ? await inventory.EditAsync(id, form.ToEntry(), form.Revision, HttpContext.Actor(), ct) : Unreadable(form);
        if (change is InventoryChange.Done { Unit: var saved })
            return RedirectWithFlash(id, text["{0} was saved.", saved.Name]);
        Explain(change);
        // Who saves again has read the warning and means it.
        ModelState.Remove(nameof(form.Revision));
        form.Revision = unit.Revision;
        return await FormAsync(form, unit, ct);
    }

    private async Task<ViewResult> FormAsync(UnitForm form, Unit? unit, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        form.Frame = UnitFormFrame.From(unit, await profiles.ListAsync(ct), await units.TagsAsync(ct), User);
        return View("Form", form);
    }

    private async Task<UnitDetailsModel?> DetailsAsync(UnitId id, CancellationToken ct) => await units.FindAsync(id, ct) is { } unit
        ? UnitDetailsModel.From(unit, await profiles.ForAsync(unit, ct), await jobs.HistoryOfAsync(id, UnitDetailsModel.HistoryLength, ct), User)
        : null;

    // A port that is no number is known before the rules are asked; what else is wrong is told at once.
    private static InventoryChange.Refused Unreadable(UnitForm form) => new(UnitRules.Check(form.ToEntry()));

    private void Explain(InventoryChange change)
    {
        IReadOnlyList<FieldError> errors = change switch
        {
            InventoryChange.Refused refused => refused.Errors,
            InventoryChange.AddressTaken taken =>
                [new("host", OperatorText.Of($"Another unit already has the address {taken.Host} and port {taken.Port}."))],
            InventoryChange.Stale =>
                [new("", OperatorText.Of($"Somebody else changed this unit in the meantime. Save again to replace that with what stands here."))],
            InventoryChange.NoSuchUnit => [new("", OperatorText.Of($"This unit was deleted in the meantime."))],
            _ => throw new UnreachableException(),
        };
        foreach (var error in errors)
            ModelState.AddModelError(error.Field, text.Say(error.Message));
    }

    private RedirectToActionResult RedirectWithFlash(UnitId id, string message)
    {
        TempData.Flash(CalmState.Fine, message);
        return RedirectToAction(nameof(Details), new { id });
    }
}
