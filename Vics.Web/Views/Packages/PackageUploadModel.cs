using Vics.Domain.Packages;

namespace Vics.Web.Views.Packages;

/// <summary>The form to upload a package.</summary>
/// <param name="Entry">What was entered; a browser never gives the file twice.</param>
/// <param name="MaxBytes">The longest file taken.</param>
/// <param name="Existing">The package that has the very content, or null.</param>
public sealed record PackageUploadModel(PackageEntry Entry, long MaxBytes, Package? Existing = null);
