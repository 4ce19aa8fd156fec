using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Web.Views.Packages;

/// <summary>The list of packages.</summary>
/// <param name="Packages">The packages of this page.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Total">Packages on all pages.</param>
public sealed record PackageListModel(IReadOnlyList<PackageRow> Packages, ListQuery Query, int Total)
{
    /// <summary>A page of packages.</summary>
    public static PackageListModel From(Paged<Package> page, FleetFigures fleet, ListQuery query)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(fleet);
        return new([.. page.Items.Select(package => new PackageRow(package, fleet.UnitsWith(package.Id)))], query, page.Total);
    }

    /// <summary>What a column's head sorts by next: the other way round where it is sorted by already.</summary>
    public string SortAfter(string field) => Query.Sort == field ? $"-{field}" : field;

    /// <summary>How a column is sorted, as <c>aria-sort</c> says it; null where by another.</summary>
    public string? SortOf(string field) => Query.Sort == field ? "ascending" : Query.Sort == $"-{field}" ? "descending" : null;
}

/// <summary>A package as the list shows it.</summary>
/// <param name="Package">The package.</param>
/// <param name="Units">On how many units it is installed.</param>
public sealed record PackageRow(Package Package, int Units);
