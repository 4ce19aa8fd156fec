namespace Vics.Web.Api.Units;

/// <summary>A file of units in a form, for the API's description.</summary>
public sealed class UnitUploadForm
{
    /// <summary>The file, as CSV.</summary>
    public required IFormFile File { get; set; }
}
