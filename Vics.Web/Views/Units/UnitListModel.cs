using System.Security.Claims;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Api.Units;

namespace Vics.Web.Views.Units;

/// <summary>The list of units and what may be done with it.</summary>
public sealed record UnitListModel
{
    /// <summary>What is shown of the list.</summary>
    public required UnitFilter Filter { get; init; }

    /// <summary>The units of this page.</summary>
    public required IReadOnlyList<Unit> Units { get; init; }

    /// <summary>Rows on a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Units on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Every tag in use.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Add, import, choose and remove.</summary>
    public required bool MayKeep { get; init; }

    /// <summary>Empty the inventory.</summary>
    public required bool MayEmpty { get; init; }

    /// <summary>There is nothing yet, whatever was filtered.</summary>
    public bool IsEmpty => Total == 0 && !Filter.IsNarrow;

    /// <summary>What the page shows.</summary>
    public static UnitListModel From(Paged<Unit> page, UnitFilter filter, IReadOnlyList<string> tags, ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new()
        {
            Filter = filter,
            Units = page.Items,
            PageSize = page.PageSize,
            Total = page.Total,
            Tags = tags,
            MayKeep = user.MayKeepUnits(),
            MayEmpty = user.MaySetSecrets(),
        };
    }
}
