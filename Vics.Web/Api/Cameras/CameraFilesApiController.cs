using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Api.Csv;
using Vics.Web.Api.Units;

namespace Vics.Web.Api.Cameras;

/// <summary>The inventory of cameras as a CSV file, in and out.</summary>
[Route("api/cameras")]
[Authorize(Policy = Policies.Viewer)]
public sealed class CameraFilesApiController(CameraInventory inventory, ICameraStore cameras) : ApiController
{
    /// <summary>
    /// Adds the cameras of a file with the columns <c>name,source,host,port,username,password,rtspurl,subrtspurl,onvifpath,profiletoken,subprofiletoken,transport,tags,enabled</c>
    /// (and <c>unitid,unitcameraid,usetls,certificatesha256,ptz</c>), of which any may be left out: all or none. Errors come by line
    /// (<c>lines[3].port</c>). With <c>dryRun=true</c> it only looks.
    /// </summary>
    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    [Consumes(CsvSheet.ContentType, "multipart/form-data")]
    [UnboundForm]
    [UploadBody(typeof(CsvUploadForm), Plain = CsvSheet.ContentType)]
    [RequestSizeLimit(CsvUpload.MaxRequestBytes)]
    [ProducesResponseType<CameraImportModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Import(CancellationToken ct, bool dryRun = false)
    {
        var file = await CsvUpload.ReadAsync(Request, CameraCsv.Format, ct);
        if (file.Error is { } unreadable)
            return Invalid([new("file", unreadable)]);
        if (file.Lines.Any(line => line.Entry.CarriesSecrets) && !User.MaySetSecrets())
            return Problem(StatusCodes.Status403Forbidden, CameraRights.Refusal);
        var result = await inventory.ImportAsync(file.Lines, dryRun, Actor, ct);
        return result.Errors.Count > 0
            ? Invalid(ImportErrors.ByField(result.Errors))
            : Ok(new CameraImportModel(result.Added, result.Imported, file.IgnoredColumns));
    }

    /// <summary>Every camera as CSV, without passwords. Cells that a spreadsheet would run as a formula begin with an apostrophe.</summary>
    [HttpGet("export")]
    [Produces(CsvSheet.ContentType)]
    public async Task<ContentResult> Export(CancellationToken ct)
    {
        Response.Headers.ContentDisposition = "attachment; filename=cameras.csv";
        return Content(CameraCsv.Write(await cameras.AllAsync(ct)), CsvSheet.ContentType, Encoding.UTF8);
    }
}
