using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Cameras;
using Vics.Web.Api.Units;
using Vics.Web.Cameras;
using Vics.Web.Display;
using Vics.Web.Hosting;
using Vics.Web.Localization;
using Vics.Web.Views.CameraSetup;

namespace Vics.Web.Controllers;

/// <summary>Adds a camera by the address of its stream: RTSP, MJPEG, or a test pattern.</summary>
[Route("cameras/new/stream")]
[Authorize(Policy = Policies.Operator)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CameraStreamSetupController(
    CameraTrial trial, CameraInventory inventory, ICameraStore cameras, CarriedPassword carried, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("")]
    [HttpGet("try")]
    public Task<IActionResult> Index(CancellationToken ct) => PageAsync(new CameraStreamForm(), null, ct);

    /// <summary>Asks the stream whether it is there, and shows a picture of it.</summary>
    [HttpPost("try")]
    [EnableRateLimiting(RateLimits.CameraSearch)]
    public async Task<IActionResult> Try(CameraStreamForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var password = TakePassword(form);
        if (!User.MaySave(form.ToEntry(password), null))
            return Forbid();
        var entry = form.ToEntry(password);
        var outcome = ModelState.IsValid ? await trial.CheckStreamAsync(entry, ct) : new TrialOutcome.Refused(CameraRules.Check(entry));
        form.CarriedPassword = carried.Seal(password, User);
        switch (outcome)
        {
            case TrialOutcome.StreamFound:
                var still = await trial.StillAsync(entry, CameraSetupModel.StillWidth, ct);
                return await PageAsync(form, model => model with { StreamFound = true, Still = still }, ct);
            case TrialOutcome.Trouble trouble:
                return await PageAsync(form, model => model with { Fault = trouble.Fault }, ct);
            case TrialOutcome.Refused refused:
                return await RefusedAsync(form, refused.Errors, ct);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Adds the camera.</summary>
    [HttpPost("")]
    public async Task<IActionResult> Add(CameraStreamForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var password = TakePassword(form);
        if (!User.MaySave(form.ToEntry(password), null))
            return Forbid();
        var entry = form.ToEntry(password);
        var isOld = password is null && !string.IsNullOrEmpty(form.CarriedPassword);
        if (isOld)
            ModelState.AddModelError("", text["The password was typed too long ago. Type it once more."]);
        var change = ModelState.IsValid ? await inventory.AddAsync(entry, HttpContext.Actor(), ct) : new CameraChange.Refused(CameraRules.Check(entry));
        if (change is CameraChange.Done { Camera: var camera })
        {
            TempData.Flash(CalmState.Fine, text["{0} was added.", camera.Name]);
            return LocalRedirect($"/cameras/{camera.Id}");
        }

        form.CarriedPassword = carried.Seal(password, User);
        return await RefusedAsync(form, change is CameraChange.Refused refused ? refused.Errors : throw new UnreachableException(), ct);
    }

    // The rules name fields as the API does.
    private Task<IActionResult> RefusedAsync(CameraStreamForm form, IReadOnlyList<FieldError> errors, CancellationToken ct)
    {
        ModelState.Add(
            errors.Select(error => error.Field switch
            {
                "rtspUrl" => error with { Field = nameof(form.StreamUrl) },
                "subRtspUrl" => error with { Field = nameof(form.SubStreamUrl) },
                _ => error,
            }),
            text);
        return PageAsync(form, null, ct);
    }

    private async Task<IActionResult> PageAsync(CameraStreamForm form, Func<CameraSetupModel, CameraSetupModel>? with, CancellationToken ct)
    {
        if (!ModelState.IsValid)
            Response.StatusCode = StatusCodes.Status400BadRequest;
        // What was sent may hold an account; the form has been cleaned of it.
        foreach (var field in new[] { nameof(form.StreamUrl), nameof(form.SubStreamUrl), nameof(form.UserName) })
            ModelState[field]?.RawValue = null;
        var model = new CameraSetupModel
        {
            Step = CameraSetupStep.Stream,
            Stream = form,
            KnownTags = await cameras.TagsAsync(ct),
            MaySetSecrets = User.MaySetSecrets(),
        };
        return View("~/Views/CameraSetup/Index.cshtml", with?.Invoke(model) ?? model);
    }

    private Secret? TakePassword(CameraStreamForm form)
    {
        var inAddress = form.TakeAccount();
        return string.IsNullOrEmpty(form.Password) ? inAddress ?? carried.Open(form.CarriedPassword, User) : new Secret(form.Password);
    }
}
