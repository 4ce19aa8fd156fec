namespace Vics.Web.Api.Csv;

/// <summary>A file in a form, for the API's description.</summary>
public sealed class CsvUploadForm
{
    /// <summary>The file, as CSV.</summary>
    public required IFormFile File { get; set; }
}
