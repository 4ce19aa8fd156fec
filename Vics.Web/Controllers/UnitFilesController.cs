using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Csv;
using Vics.Web.Api.Units;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Controllers;

/// <summary>The inventory as a file for a spreadsheet, in and out.</summary>
[Route("units")]
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UnitFilesController(UnitInventory inventory, IUnitStore units, TimeProvider clock, IStringLocalizer<SharedText> text) : Controller
{
    private const string Page = "~/Views/Units/Import.cshtml";

    [HttpGet("export", Name = "ExportUnits")]
    public async Task<FileContentResult> Export(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"vics-units-{clock.GetUtcNow():yyyy-MM-dd}.csv");
        return File(CsvSheet.ForSpreadsheets(UnitCsv.Write(await units.AllAsync(ct))), CsvSheet.ContentType, name);
    }

    [HttpGet("import", Name = "ImportUnits")]
    [Authorize(Policy = Policies.Operator)]
    public IActionResult Import() => View(Page, new ImportPageModel<UnitEntry> { MaySetSecrets = User.MaySetSecrets() });

    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    [RequestSizeLimit(CsvUpload.MaxRequestBytes)]
    public async Task<IActionResult> Import(CancellationToken ct, bool check = false)
    {
        var file = await CsvUpload.ReadAsync(Request, UnitCsv.Format, ct);
        if (file.Error is { } unreadable)
            return Refuse(ImportPageModel.Of<UnitEntry>(unreadable, User.MaySetSecrets()));
        if (file.Lines.Any(line => line.Entry.CarriesSecrets) && !User.MaySetSecrets())
            return Refuse(ImportPageModel.Of<UnitEntry>(InventoryRights.Refusal, maySetSecrets: false));

        var result = await inventory.ImportAsync(file.Lines, dryRun: check, HttpContext.Actor(), ct);
        var page = ImportPageModel.From(file, result.Errors, User.MaySetSecrets());
        if (!result.Imported)
            return page.IsGood ? View(Page, page) : Refuse(page);
        TempData.Flash(CalmState.Fine, text["{0} units were added.", result.Added]);
        return RedirectToAction(nameof(UnitsController.Index), "Units");
    }

    private ViewResult Refuse(ImportPageModel<UnitEntry> page)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(Page, page);
    }
}
