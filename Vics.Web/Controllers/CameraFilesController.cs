using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Cameras;
using Vics.Web.Api.Csv;
using Vics.Web.Api.Units;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Controllers;

/// <summary>The inventory of cameras as a file for a spreadsheet, in and out.</summary>
[Route("cameras")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class CameraFilesController(CameraInventory inventory, ICameraStore cameras, TimeProvider clock, IStringLocalizer<SharedText> text) : Controller
{
    private const string Page = "~/Views/Cameras/Import.cshtml";

    [HttpGet("export", Name = "ExportCameras")]
    public async Task<FileContentResult> Export(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"vics-cameras-{clock.GetUtcNow():yyyy-MM-dd}.csv");
        return File(CsvSheet.ForSpreadsheets(CameraCsv.Write(await cameras.AllAsync(ct))), CsvSheet.ContentType, name);
    }

    [HttpGet("import", Name = "ImportCameras")]
    [Authorize(Policy = Policies.Operator)]
    public IActionResult Import() => View(Page, new ImportPageModel<CameraEntry> { MaySetSecrets = User.MaySetSecrets() });

    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    [RequestSizeLimit(CsvUpload.MaxRequestBytes)]
    public async Task<IActionResult> Import(CancellationToken ct, bool check = false)
    {
        var file = await CsvUpload.ReadAsync(Request, CameraCsv.Format, ct);
        if (file.Error is { } unreadable)
            return Refuse(ImportPageModel.Of<CameraEntry>(unreadable, User.MaySetSecrets()));
        if (file.Lines.Any(line => line.Entry.CarriesSecrets) && !User.MaySetSecrets())
            return Refuse(ImportPageModel.Of<CameraEntry>(CameraRights.Refusal, maySetSecrets: false));

        var result = await inventory.ImportAsync(file.Lines, dryRun: check, HttpContext.Actor(), ct);
        var page = ImportPageModel.From(file, result.Errors, User.MaySetSecrets());
        if (!result.Imported)
            return page.IsGood ? View(Page, page) : Refuse(page);
        TempData.Flash(CalmState.Fine, text["{0} cameras were added.", result.Added]);
        return RedirectToRoute("Cameras");
    }

    private ViewResult Refuse(ImportPageModel<CameraEntry> page)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(Page, page);
    }
}
