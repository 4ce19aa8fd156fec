using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Web.Accounts;
using Vics.Web.Api.Cameras;
using Vics.Web.Api.Units;
using Vics.Web.Cameras;
using Vics.Web.Display;
using Vics.Web.Hosting;
using Vics.Web.Localization;
using Vics.Web.Views.CameraSetup;

namespace Vics.Web.Controllers;

/// <summary>Adds an ONVIF camera in three steps: find it, sign in, choose its streams. Each step is a form that brings along what the earlier ones found out.</summary>
[Route("cameras/new")]
[Authorize(Policy = Policies.Operator)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CameraSetupController(
    CameraTrial trial, CameraSearch search, CameraInventory inventory, ICameraStore cameras, CarriedPassword carried, IStringLocalizer<SharedText> text) : Controller
{
    /// <summary>Finds; where an address is named already, asks for the account.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Index(CameraSetupForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!Request.Query.ContainsKey(nameof(form.Host)))
            return await PageAsync(new() { Step = CameraSetupStep.Find, MaySetSecrets = User.MaySetSecrets() }, ct);
        ModelState.Add(CameraRules.Check(form.ToEntry(null)), text);
        return await PageAsync(At(ModelState.IsValid ? CameraSetupStep.SignIn : CameraSetupStep.Find, form), ct);
    }

    /// <summary>Finds without a script: calls, listens, and shows who answered.</summary>
    [HttpGet("search")]
    [EnableRateLimiting(RateLimits.CameraSearch)]
    public async Task<IActionResult> Search(CancellationToken ct) => await PageAsync(
        new() { Step = CameraSetupStep.Find, Found = await FindAsync(CameraSearch.DefaultSeconds, ct), MaySetSecrets = User.MaySetSecrets() }, ct);

    /// <summary>The rows of who answered, for the script that fills the list.</summary>
    [HttpGet("found")]
    [EnableRateLimiting(RateLimits.CameraSearch)]
    public async Task<IActionResult> Found([Range(CameraSearch.MinSeconds, CameraSearch.MaxSeconds)] int seconds = CameraSearch.DefaultSeconds, CancellationToken ct = default) =>
        ModelState.IsValid ? PartialView("_Found", await FindAsync(seconds, ct)) : BadRequest();

    // A reload of the page that shows a step would ask to send the form again; it begins anew instead.
    [HttpGet("sign-in")]
    [HttpGet("add")]
    public IActionResult Back() => RedirectToAction(nameof(Index));

    /// <summary>Signs in at the camera and shows what it offers.</summary>
    [HttpPost("sign-in")]
    [EnableRateLimiting(RateLimits.CameraSearch)]
    public async Task<IActionResult> SignIn(CameraSetupForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!User.MaySave(form.ToEntry(PasswordOf(form)), null))
            return Forbid();
        return await ChooseAsync(form, ct);
    }

    /// <summary>The picture of the chosen profile, for the script that shows it; 204 where there is none.</summary>
    [HttpPost("still")]
    [EnableRateLimiting(RateLimits.CameraSearch)]
    public async Task<IActionResult> Still(CameraSetupForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var entry = form.ToEntry(PasswordOf(form));
        var facts = (await trial.ProbeAsync(entry, null, ct) as TrialOutcome.Found)?.Facts;
        var profile = facts is null ? null : ProfileChoice.MainOf(facts, form.ProfileToken);
        return profile is not null && await trial.StillAsync(entry, profile, CameraSetupModel.StillWidth, ct) is { } jpeg ? File(jpeg, "image/jpeg") : NoContent();
    }

    /// <summary>Adds the camera.</summary>
    [HttpPost("add")]
    public async Task<IActionResult> Add(CameraSetupForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var password = PasswordOf(form);
        if (!User.MaySave(form.ToEntry(password), null))
            return Forbid();
        if (password is null && !string.IsNullOrEmpty(form.CarriedPassword))
        {
            ModelState.AddModelError("", text["The password was typed too long ago. Type it once more."]);
            return await PageAsync(At(CameraSetupStep.SignIn, form), ct);
        }

        var change = ModelState.IsValid ? await inventory.AddAsync(form.ToEntry(password), HttpContext.Actor(), ct) : new CameraChange.Refused([]);
        if (change is CameraChange.Done { Camera: var camera })
        {
            TempData.Flash(CalmState.Fine, text["{0} was added.", camera.Name]);
            return LocalRedirect($"/cameras/{camera.Id}");
        }

        ModelState.Add(change is CameraChange.Refused refused ? refused.Errors : throw new UnreachableException(), text);
        return await ChooseAsync(form, ct);
    }

    private async Task<IActionResult> ChooseAsync(CameraSetupForm form, CancellationToken ct)
    {
        var password = PasswordOf(form);
        var entry = form.ToEntry(password);
        switch (await trial.ProbeAsync(entry, null, ct))
        {
            case TrialOutcome.Found { Facts: var facts }:
                var main = ProfileChoice.MainOf(facts, form.ProfileToken);
                form.SubProfileToken = form.ProfileToken is null ? ProfileChoice.SubOf(facts, main)?.Token : form.SubProfileToken;
                form.ProfileToken = main?.Token;
                form.Name = string.IsNullOrWhiteSpace(form.Name) ? $"{facts.Manufacturer} {facts.Model}".Trim() : form.Name;
                form.Ptz = facts.Ptz;
                form.CarriedPassword = carried.Seal(password, User);
                var still = main is null ? null : await trial.StillAsync(entry, main, CameraSetupModel.StillWidth, ct);
                return await PageAsync(At(CameraSetupStep.Choose, form) with { Facts = facts, Still = still }, ct);

            case TrialOutcome.Trouble { Fault: var fault }:
                // A password that was refused is typed anew; for everything else it was not to blame.
                form.CarriedPassword = fault.Code is DeviceFaultCode.Authentication ? null : carried.Seal(password, User);
                return await PageAsync(At(CameraSetupStep.SignIn, form) with { Fault = fault }, ct);

            case TrialOutcome.Refused { Errors: var errors }:
                ModelState.Add(errors, text);
                form.CarriedPassword = carried.Seal(password, User);
                return await PageAsync(At(CameraSetupStep.SignIn, form), ct);

            default:
                throw new UnreachableException();
        }
    }

    private async Task<ViewResult> PageAsync(CameraSetupModel model, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        // What the page shows was worked out here; what was sent is older.
        foreach (var field in new[] { nameof(CameraSetupForm.ProfileToken), nameof(CameraSetupForm.SubProfileToken), nameof(CameraSetupForm.Name), nameof(CameraSetupForm.Ptz) })
            ModelState[field]?.RawValue = null;
        var known = HostName.TryParse(model.Form.Host, out var host)
            ? (await cameras.AllAsync(ct)).FirstOrDefault(camera => camera.Host == host && camera.Port == model.Form.ToEntry(null).Port)
            : null;
        return View("Index", model with { Known = known, KnownTags = await cameras.TagsAsync(ct) });
    }

    private CameraSetupModel At(CameraSetupStep step, CameraSetupForm form) => new() { Step = step, Form = form, MaySetSecrets = User.MaySetSecrets() };

    private Task<IReadOnlyList<FoundCamera>> FindAsync(int seconds, CancellationToken ct) => search.FindAsync(TimeSpan.FromSeconds(seconds), ct);

    private Secret? PasswordOf(CameraSetupForm form) => string.IsNullOrEmpty(form.Password) ? carried.Open(form.CarriedPassword, User) : new Secret(form.Password);
}
