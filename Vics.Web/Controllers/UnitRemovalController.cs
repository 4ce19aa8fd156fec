using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Controllers;

/// <summary>Removing units: asked on a page of its own, answered by typing.</summary>
[Route("units")]
[Authorize(Policy = Policies.Operator)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UnitRemovalController(UnitInventory inventory, IUnitStore units, IStringLocalizer<SharedText> text) : Controller
{
    private const string Page = "~/Views/Units/Delete.cshtml";

    [HttpGet("delete", Name = "DeleteUnits")]
    public async Task<IActionResult> Chosen([FromQuery] UnitId[] unit, CancellationToken ct) =>
        await QuestionAsync(unit, ct) is { } question ? View(Page, question) : RedirectToList();

    [HttpPost("delete")]
    public async Task<IActionResult> Chosen([FromForm] UnitId[] unit, string? typed, CancellationToken ct)
    {
        if (await QuestionAsync(unit, ct) is not { } question)
            return RedirectToList();
        if (!question.IsConfirmedBy(typed))
            return AskAgain(question);
        foreach (var chosen in question.Items)
            await inventory.DeleteAsync(UnitId.From(chosen.Id), HttpContext.Actor(), ct);
        TempData.Flash(CalmState.Fine, question.Count == 1 ? text["{0} was deleted.", question.Word] : text["{0} units were deleted.", question.Count]);
        return RedirectToList();
    }

    [HttpGet("delete-all", Name = "DeleteAllUnits")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> All(CancellationToken ct) => await QuestionAsync(ct) is { Count: > 0 } question ? View(Page, question) : RedirectToList();

    [HttpPost("delete-all")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> All(string? typed, CancellationToken ct)
    {
        if (await QuestionAsync(ct) is var question && !question.IsConfirmedBy(typed))
            return AskAgain(question);
        TempData.Flash(CalmState.Fine, text["{0} units were deleted.", await inventory.DeleteAllAsync(HttpContext.Actor(), ct)]);
        return RedirectToList();
    }

    private async Task<RemovalModel?> QuestionAsync(UnitId[] chosen, CancellationToken ct)
    {
        var found = chosen.Length == 0 ? [] : await units.SelectAsync(new UnitSelection.ByIds(chosen), ct);
        return RemovalModel.Of([.. found.Select(unit => new RemovalItem(unit.Id.Value, unit.Name, unit.Host))], text["delete them"]);
    }

    private async Task<RemovalModel> QuestionAsync(CancellationToken ct) =>
        RemovalModel.OfAll((await units.ListAsync(new ListQuery(PageSize: 1), state: null, ct)).Total, text["delete all"]);

    private ViewResult AskAgain(RemovalModel question)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        ModelState.AddModelError("typed", text["Type {0} to confirm.", question.Word]);
        return View(Page, question);
    }

    private RedirectToActionResult RedirectToList() => RedirectToAction(nameof(UnitsController.Index), "Units");
}
