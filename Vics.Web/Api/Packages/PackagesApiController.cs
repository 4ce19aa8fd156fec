using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Packages;

/// <summary>The versions that can be brought to units.</summary>
[Route("api/packages")]
[Tags("Packages")]
[Authorize(Policy = Policies.Viewer)]
public sealed class PackagesApiController(IPackageStore packages, IPackageFiles files, PackageIntake intake) : ApiController
{
    /// <summary>The packages, newest first.</summary>
    [HttpGet]
    [EndpointSummary("Lists packages")]
    public async Task<PageModel<PackageModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        return PageModel.From(await packages.ListAsync(list.ToQuery(), ct), PackageModel.From);
    }

    /// <summary>One package.</summary>
    [HttpGet("{id:guid}", Name = "ApiPackage")]
    [EndpointSummary("Shows a package")]
    [ProducesResponseType<PackageModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Find(PackageId id, CancellationToken ct) =>
        await packages.FindAsync(id, ct) is { } package ? Tagged(PackageModel.From(package), TagOf(package)) : Missing();

    /// <summary>Takes a package in: a form with <c>file</c>, <c>version</c> and perhaps <c>notes</c> and <c>sha256</c>.</summary>
    [HttpPost]
    [Authorize(Policy = Policies.Operator)]
    [StreamedForm]
    [UploadBody(typeof(PackageUploadForm))]
    [Consumes("multipart/form-data")]
    [EndpointSummary("Uploads a package")]
    [ProducesResponseType<PackageModel>(StatusCodes.Status201Created)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status413PayloadTooLarge)]
    public async Task<IActionResult> Upload([FromServices] PackageUpload upload, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return await upload.ReceiveAsync(HttpContext, fromPage: false, ct) switch
        {
            UploadOutcome.Taken taken => Answer(taken.Result),
            UploadOutcome.Broken => Invalid([new("file", OperatorText.Of($"The upload broke off or is no form. Send it again."))]),
            UploadOutcome.NoRoom => Problem(StatusCodes.Status507InsufficientStorage, OperatorText.Of($"The server's disk cannot take the file. Make room and send it again.")),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The file itself; parts of it by <c>Range</c>.</summary>
    [HttpGet("{id:guid}/content")]
    [EndpointSummary("Downloads a package")]
    [Produces("application/octet-stream")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status410Gone, "application/problem+json")]
    public async Task<IActionResult> Content(PackageId id, CancellationToken ct)
    {
        if (await packages.FindAsync(id, ct) is not { } package)
            return Missing();
        if (OpenOrNull(id) is not { } content)
            return Problem(StatusCodes.Status410Gone, OperatorText.Of($"The package's file is missing on the server. Delete the package and upload it again."));
        return File(content, "application/octet-stream", package.FileName, package.UploadedAt, new EntityTagHeaderValue($"\"{package.Sha256}\""), enableRangeProcessing: true);
    }

    /// <summary>Removes a package that no unfinished job needs.</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [EndpointSummary("Deletes a package")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Delete(PackageId id, CancellationToken ct)
    {
        if (await packages.FindAsync(id, ct) is { } package && IsStale(TagOf(package)))
            return Stale();
        return await intake.DeleteAsync(id, Actor, ct) switch
        {
            PackageRemoval.Removed => NoContent(),
            PackageRemoval.NoSuchPackage => Missing(),
            PackageRemoval.InUse => Conflict(OperatorText.Of($"An unfinished update job still needs this package.")),
            _ => throw new UnreachableException(),
        };
    }

    private Stream? OpenOrNull(PackageId id)
    {
        try
        {
            return files.OpenRead(id);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // A package never changes, so its content names its only state.
    private static EntityTag TagOf(Package package) => EntityTag.Of(package.Sha256.Hex);

    private ObjectResult Answer(IntakeResult result) => result switch
    {
        IntakeResult.Stored stored => CreatedTagged(Url.RouteUrl("ApiPackage", new { id = stored.Package.Id.Value })!, PackageModel.From(stored.Package), TagOf(stored.Package)),
        IntakeResult.AlreadyThere known => AlreadyThere(known.Package),
        IntakeResult.Refused refused => Invalid(refused.Errors),
        IntakeResult.TooLarge tooLarge => Problem(StatusCodes.Status413PayloadTooLarge, OperatorText.Of($"A package may have {tooLarge.MaxBytes} bytes at most.")),
        _ => throw new UnreachableException(),
    };

    private ObjectResult AlreadyThere(Package known)
    {
        var conflict = Conflict(OperatorText.Of($"This very file is package {known.Version} ({known.FileName}) already."));
        ((ProblemDetails)conflict.Value!).Extensions["packageId"] = known.Id;
        return conflict;
    }
}
