namespace Vics.Web.Api.Units;

/// <summary>How an import went.</summary>
/// <param name="Units">How many units the file adds.</param>
/// <param name="Imported">They are in the inventory; false for a dry run.</param>
/// <param name="IgnoredColumns">Columns of the file that mean nothing here.</param>
public sealed record ImportModel(int Units, bool Imported, IReadOnlyList<string> IgnoredColumns);
