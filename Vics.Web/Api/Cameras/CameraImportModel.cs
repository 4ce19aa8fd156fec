namespace Vics.Web.Api.Cameras;

/// <summary>How an import went.</summary>
/// <param name="Cameras">How many cameras the file adds.</param>
/// <param name="Imported">They are in the inventory; false for a dry run.</param>
/// <param name="IgnoredColumns">Columns of the file that mean nothing here.</param>
public sealed record CameraImportModel(int Cameras, bool Imported, IReadOnlyList<string> IgnoredColumns);
