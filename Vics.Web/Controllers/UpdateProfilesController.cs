using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.UpdateProfiles;

namespace Vics.Web.Controllers;

/// <summary>How units of one kind are updated: part of the settings. Everyone reads, administrators write.</summary>
[Route("settings/update-profiles")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UpdateProfilesController(UpdateProfiles profiles, IUpdateProfileStore store, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(UpdateProfileListModel.From(await store.ListAsync(ct), User));

    [HttpGet("new")]
    [Authorize(Policy = Policies.Administrator)]
    public IActionResult Create() => View("Form", new UpdateProfileForm());

    [HttpPost("new")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> Create(UpdateProfileForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var change = ModelState.IsValid ? await profiles.AddAsync(form.ToProfile(), HttpContext.Actor(), ct) : Unreadable(form);
        return change is ProfileChange.Done { Profile: var added } ? RedirectWithFlash(text["{0} was added.", added.Name]) : AskAgain(form, change);
    }

    [HttpGet("{id:guid}")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> Edit(UpdateProfileId id, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } profile ? View("Form", UpdateProfileForm.From(profile)) : NotFound();

    [HttpPost("{id:guid}")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> Edit(UpdateProfileId id, UpdateProfileForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        form.Profile = await store.FindAsync(id, ct);
        if (form.Profile is null)
            return NotFound();
        var change = ModelState.IsValid ? await profiles.EditAsync(id, form.ToProfile(), form.Revision, HttpContext.Actor(), ct) : Unreadable(form);
        return change is ProfileChange.Done { Profile: var saved } ? RedirectWithFlash(text["{0} was saved.", saved.Name]) : AskAgain(form, change);
    }

    [HttpPost("{id:guid}/delete")]
    [Authorize(Policy = Policies.Administrator)]
    public async Task<IActionResult> Delete(UpdateProfileId id, CancellationToken ct)
    {
        var change = await profiles.DeleteAsync(id, HttpContext.Actor(), ct);
        if (change is ProfileChange.Done { Profile: var removed })
            return RedirectWithFlash(text["{0} was deleted. Its units are updated by the default profile from now on.", removed.Name]);
        TempData.Flash(CalmState.Attention, text.Say(ErrorsOf(change)[0].Message));
        return RedirectToAction(nameof(Index));
    }

    // A number that is none is known before the rules are asked; what else is wrong is told at once.
    private static ProfileChange.Refused Unreadable(UpdateProfileForm form) => new(form.ToProfile().Check());

    private ViewResult AskAgain(UpdateProfileForm form, ProfileChange change)
    {
        foreach (var error in ErrorsOf(change))
            ModelState.AddModelError(error.Field, text.Say(error.Message));
        // Who saves again has read the warning and means it.
        ModelState.Remove(nameof(form.Revision));
        form.Revision = form.Profile?.Revision;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("Form", form);
    }

    private static IReadOnlyList<FieldError> ErrorsOf(ProfileChange change) => change switch
    {
        ProfileChange.Refused refused => refused.Errors,
        ProfileChange.NameTaken taken => [new("name", OperatorText.Of($"Another update profile is already called “{taken.Name}”."))],
        ProfileChange.Stale =>
            [new("", OperatorText.Of($"Somebody else changed this profile in the meantime. Save again to replace that with what stands here."))],
        ProfileChange.NoSuchProfile => [new("", OperatorText.Of($"This profile was deleted in the meantime."))],
        _ => throw new UnreachableException(),
    };

    private RedirectToActionResult RedirectWithFlash(string message)
    {
        TempData.Flash(CalmState.Fine, message);
        return RedirectToAction(nameof(Index));
    }
}
