using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Api.Packages;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Packages;

namespace Vics.Web.Controllers;

/// <summary>Packages: which versions there are, where they run, and new ones.</summary>
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class PackagesController(
    IPackageStore packages, IPackageFiles files, PackageIntake intake, PackageUpload upload, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("/packages", Name = "Packages")]
    public async Task<IActionResult> Index([FromQuery] ListRequest list, [FromServices] IUnitStore units, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(units);
        if (!ModelState.IsValid)
            return BadRequest();
        var query = list.ToQuery();
        return View(PackageListModel.From(await packages.ListAsync(query, ct), await units.CountAsync(ct), query));
    }

    [HttpGet("/packages/upload", Name = "UploadPackage")]
    [Authorize(Policy = Policies.Operator)]
    public IActionResult Upload() => View(new PackageUploadModel(new PackageEntry(), upload.MaxBytes));

    /// <summary>Takes the form as it comes; the upload itself looks for the antiforgery token, in the header or before the file.</summary>
    [HttpPost("/packages/upload")]
    [Authorize(Policy = Policies.Operator)]
    [IgnoreAntiforgeryToken]
    [StreamedForm]
    public async Task<IActionResult> Receive(CancellationToken ct) => await upload.ReceiveAsync(HttpContext, fromPage: true, ct) switch
    {
        UploadOutcome.Taken taken => Answer(taken),
        UploadOutcome.Forged => BadRequest(),
        UploadOutcome.Broken => Again(StatusCodes.Status400BadRequest, new(), new("file", OperatorText.Of($"The upload broke off or is no form. Send it again."))),
        UploadOutcome.NoRoom => Again(
            StatusCodes.Status507InsufficientStorage, new(), new("file", OperatorText.Of($"The server's disk cannot take the file. Make room and send it again."))),
        _ => throw new UnreachableException(),
    };

    [HttpGet("/packages/{id:guid}/content", Name = "PackageContent")]
    public async Task<IActionResult> Content(PackageId id, CancellationToken ct)
    {
        if (await packages.FindAsync(id, ct) is not { } package)
            return NotFound();
        return File(
            files.OpenRead(id), "application/octet-stream", package.FileName, package.UploadedAt, new EntityTagHeaderValue($"\"{package.Sha256}\""), enableRangeProcessing: true);
    }

    [HttpGet("/packages/{id:guid}/delete", Name = "DeletePackage")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Delete(PackageId id, CancellationToken ct) =>
        await packages.FindAsync(id, ct) is { } package ? View(package) : NotFound();

    [HttpPost("/packages/{id:guid}/delete")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> DeleteNow(PackageId id, CancellationToken ct)
    {
        switch (await intake.DeleteAsync(id, HttpContext.Actor(), ct))
        {
            case PackageRemoval.Removed:
                TempData.Flash(CalmState.Fine, text["The package was deleted."]);
                break;
            case PackageRemoval.InUse:
                TempData.Flash(CalmState.Attention, text["An unfinished update job still needs this package."]);
                break;
        }

        return RedirectToRoute("Packages");
    }

    private bool IsFromScript => Request.Headers.XRequestedWith == "XMLHttpRequest";

    private IActionResult Answer(UploadOutcome.Taken taken)
    {
        switch (taken.Result)
        {
            case IntakeResult.Stored stored:
                TempData.Flash(CalmState.Fine, text["Package {0} was stored.", stored.Package.Version]);
                // A script would follow the redirect unseen, and take the message with it.
                return IsFromScript ? Created(Url.RouteUrl("Packages"), null) : RedirectToRoute("Packages");
            case IntakeResult.AlreadyThere known:
                return Again(
                    StatusCodes.Status409Conflict, taken.Entry,
                    new("file", OperatorText.Of($"This very file is package {known.Package.Version} ({known.Package.FileName}) already.")), known.Package);
            case IntakeResult.Refused refused:
                ModelState.Add(refused.Errors, text);
                return Again(StatusCodes.Status400BadRequest, taken.Entry);
            case IntakeResult.TooLarge tooLarge:
                return Again(
                    StatusCodes.Status413PayloadTooLarge, taken.Entry, new("file", OperatorText.Of($"A package may have {Amounts.Size(tooLarge.MaxBytes)} at most.")));
            default:
                throw new UnreachableException();
        }
    }

    private ViewResult Again(int status, PackageEntry entry, FieldError? error = null, Package? existing = null)
    {
        if (error is not null)
            ModelState.Add([error], text);
        Response.StatusCode = status;
        return View(nameof(Upload), new PackageUploadModel(entry, upload.MaxBytes, existing));
    }
}
