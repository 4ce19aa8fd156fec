using Vics.Domain.Packages;

namespace Vics.Web.Api.Packages;

/// <summary>A package, as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">As the uploader's machine called it.</param>
/// <param name="Version">As its uploader calls it.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Sha256">Its checksum, 64 hexadecimal digits.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="UploadedBy">By whom.</param>
/// <param name="Notes">For people.</param>
public sealed record PackageModel(
    PackageId Id, string FileName, string Version, long SizeBytes, string Sha256, DateTimeOffset UploadedAt, string UploadedBy, string Notes)
{
    /// <summary>The package in its API shape.</summary>
    public static PackageModel From(Package package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new(package.Id, package.FileName, package.Version, package.SizeBytes, package.Sha256.Hex, package.UploadedAt, package.UploadedBy, package.Notes);
    }
}

/// <summary>What an upload consists of, for the API's description; the file is read as it comes.</summary>
public sealed class PackageUploadForm
{
    /// <summary>The file.</summary>
    public required IFormFile File { get; set; }

    /// <summary>What to call the version.</summary>
    public required string Version { get; set; }

    /// <summary>For people.</summary>
    public string? Notes { get; set; }

    /// <summary>The checksum the file must have.</summary>
    public string? Sha256 { get; set; }
}
