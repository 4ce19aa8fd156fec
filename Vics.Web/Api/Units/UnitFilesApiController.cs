using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Api.Csv;

namespace Vics.Web.Api.Units;

/// <summary>The inventory as a CSV file, in and out.</summary>
[Route("api/units")]
[Authorize(Policy = Policies.Viewer)]
public sealed class UnitFilesApiController(UnitInventory inventory, IUnitStore units) : ApiController
{
    /// <summary>
    /// Adds the units of a file with the columns <c>name,host,port,username,password,tags</c>: all or none. Errors come by
    /// line (<c>lines[3].port</c>). With <c>dryRun=true</c> it only looks.
    /// </summary>
    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    [Consumes(CsvSheet.ContentType, "multipart/form-data")]
    [UnboundForm]
    [UploadBody(typeof(CsvUploadForm), Plain = CsvSheet.ContentType)]
    [RequestSizeLimit(CsvUpload.MaxRequestBytes)]
    [ProducesResponseType<ImportModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Import(CancellationToken ct, bool dryRun = false)
    {
        var file = await CsvUpload.ReadAsync(Request, UnitCsv.Format, ct);
        if (file.Error is { } unreadable)
            return Invalid([new("file", unreadable)]);
        if (file.Lines.Any(line => line.Entry.CarriesSecrets) && !User.MaySetSecrets())
            return Problem(StatusCodes.Status403Forbidden, InventoryRights.Refusal);
        var result = await inventory.ImportAsync(file.Lines, dryRun, Actor, ct);
        return result.Errors.Count > 0 ? Invalid(ImportErrors.ByField(result.Errors)) : Ok(new ImportModel(result.Added, result.Imported, file.IgnoredColumns));
    }

    /// <summary>Every unit as CSV, without secrets. Cells that a spreadsheet would run as a formula begin with an apostrophe.</summary>
    [HttpGet("export")]
    [Produces(CsvSheet.ContentType)]
    public async Task<ContentResult> Export(CancellationToken ct)
    {
        Response.Headers.ContentDisposition = "attachment; filename=units.csv";
        return Content(UnitCsv.Write(await units.AllAsync(ct)), CsvSheet.ContentType, Encoding.UTF8);
    }
}
