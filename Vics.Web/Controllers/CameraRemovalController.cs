using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Cameras;

namespace Vics.Web.Controllers;

/// <summary>Removing cameras: asked on a page of its own, answered by typing.</summary>
[Route("cameras")]
[Authorize(Policy = Policies.Operator)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CameraRemovalController(CameraInventory inventory, ICameraStore cameras, IStringLocalizer<SharedText> text) : Controller
{
    private const string Page = "~/Views/Cameras/Delete.cshtml";

    [HttpGet("delete", Name = "DeleteCameras")]
    public async Task<IActionResult> Chosen([FromQuery] CameraId[] camera, CancellationToken ct) =>
        await QuestionAsync(camera, ct) is { } question ? View(Page, question) : RedirectToList();

    [HttpPost("delete")]
    public async Task<IActionResult> Chosen([FromForm] CameraId[] camera, string? typed, CancellationToken ct)
    {
        if (await QuestionAsync(camera, ct) is not { } question)
            return RedirectToList();
        if (!question.IsConfirmedBy(typed))
            return AskAgain(question);
        foreach (var chosen in question.Items)
            await inventory.DeleteAsync(CameraId.From(chosen.Id), HttpContext.Actor(), ct);
        TempData.Flash(CalmState.Fine, question.Count == 1 ? text["{0} was deleted.", question.Word] : text["{0} cameras were deleted.", question.Count]);
        return RedirectToList();
    }

    [HttpGet("delete-all", Name = "DeleteAllCameras")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> All(CancellationToken ct) => await QuestionAsync(ct) is { Count: > 0 } question ? View(Page, question) : RedirectToList();

    [HttpPost("delete-all")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> All(string? typed, CancellationToken ct)
    {
        if (await QuestionAsync(ct) is var question && !question.IsConfirmedBy(typed))
            return AskAgain(question);
        TempData.Flash(CalmState.Fine, text["{0} cameras were deleted.", await inventory.DeleteAllAsync(HttpContext.Actor(), ct)]);
        return RedirectToList();
    }

    private async Task<RemovalModel?> QuestionAsync(CameraId[] chosen, CancellationToken ct)
    {
        var found = new List<RemovalItem>();
        foreach (var id in chosen.Distinct().Take(ListQuery.MaxPageSize))
        {
            if (await cameras.FindAsync(id, ct) is { } camera)
                found.Add(new RemovalItem(id.Value, camera.Name, CameraLook.Place(camera)));
        }

        return RemovalModel.Of(found, text["delete them"]);
    }

    private async Task<RemovalModel> QuestionAsync(CancellationToken ct) =>
        RemovalModel.OfAll((await cameras.CountAsync(ct)).Values.Sum(), text["delete all"]);

    private ViewResult AskAgain(RemovalModel question)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        ModelState.AddModelError("typed", text["Type {0} to confirm.", question.Word]);
        return View(Page, question);
    }

    private RedirectToRouteResult RedirectToList() => RedirectToRoute("Cameras");
}
