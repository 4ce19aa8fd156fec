using System.Security.Claims;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Api.Cameras;
using Vics.Web.Api.Units;

namespace Vics.Web.Views.Cameras;

/// <summary>The list of cameras and what may be done with it.</summary>
public sealed record CameraListModel
{
    /// <summary>What is shown of the list.</summary>
    public required CameraListFilter Filter { get; init; }

    /// <summary>The cameras of this page.</summary>
    public required IReadOnlyList<Camera> Cameras { get; init; }

    /// <summary>The units that record them.</summary>
    public required IReadOnlyDictionary<UnitId, Unit> Units { get; init; }

    /// <summary>Rows on a page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Cameras on all pages.</summary>
    public required int Total { get; init; }

    /// <summary>Every tag in use.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Add, import, choose, switch and remove.</summary>
    public required bool MayKeep { get; init; }

    /// <summary>Empty the inventory.</summary>
    public required bool MayEmpty { get; init; }

    /// <summary>There is nothing yet, whatever was filtered.</summary>
    public bool IsEmpty => Total == 0 && !Filter.IsNarrow;

    /// <summary>What the page shows.</summary>
    public static CameraListModel From(
        Paged<Camera> page, CameraListFilter filter, IReadOnlyList<Unit> units, IReadOnlyList<string> tags, ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new()
        {
            Filter = filter,
            Cameras = page.Items,
            Units = units.ToDictionary(unit => unit.Id),
            PageSize = page.PageSize,
            Total = page.Total,
            Tags = tags,
            MayKeep = user.MayKeepCameras(),
            MayEmpty = user.MaySetSecrets(),
        };
    }
}
