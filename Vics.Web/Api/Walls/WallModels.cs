using System.ComponentModel.DataAnnotations;
using Vics.Domain.Cameras;
using Vics.Domain.Walls;

namespace Vics.Web.Api.Walls;

/// <summary>A saved wall as the API answers it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Owner">The owner's account name.</param>
/// <param name="Own">It is the asker's.</param>
/// <param name="Editable">The asker may change and remove it.</param>
/// <param name="Shared">Everybody sees it.</param>
/// <param name="Layout">How a page is divided.</param>
/// <param name="Cells">The cameras in the order of the cells, page after page; null where a cell is empty.</param>
/// <param name="TourSeconds">Seconds on each page of its tour; null: it stands still.</param>
public sealed record WallModel(
    WallLayoutId Id, string Name, string Owner, bool Own, bool Editable, bool Shared, WallPattern Layout, IReadOnlyList<CameraId?> Cells, int? TourSeconds)
{
    /// <summary>A wall in the shape of the API, as this one sees it.</summary>
    public static WallModel From(WallLayout wall, WallEditor reader)
    {
        ArgumentNullException.ThrowIfNull(wall);
        return new(wall.Id, wall.Name, wall.OwnerName, wall.Owner == reader.Account, reader.MayChange(wall), wall.Shared, wall.Layout, wall.Cells, wall.TourSeconds);
    }
}

/// <summary>A wall as the API takes it. What is left out has its usual value, on PUT too.</summary>
public sealed record WallRequest
{
    /// <summary>What its owner calls it; unique among the owner's.</summary>
    public string? Name { get; init; }

    /// <summary>Everybody sees it.</summary>
    public bool Shared { get; init; }

    /// <summary>How a page is divided.</summary>
    public WallPattern Layout { get; init; } = WallPattern.Four;

    /// <summary>The cameras in the order of the cells, page after page; null where a cell stays empty.</summary>
    [MaxLength(WallLayout.MaxCells)]
    public IReadOnlyList<CameraId?> Cells { get; init; } = [];

    /// <summary>Seconds on each page of its tour; null: it stands still.</summary>
    public int? TourSeconds { get; init; }

    /// <summary>What is stored of a wall, as a request that would change nothing.</summary>
    public static WallRequest From(WallLayout wall)
    {
        ArgumentNullException.ThrowIfNull(wall);
        return new() { Name = wall.Name, Shared = wall.Shared, Layout = wall.Layout, Cells = wall.Cells, TourSeconds = wall.TourSeconds };
    }

    /// <summary>The same for the domain, which gives id, owner and revision itself.</summary>
    public WallLayout ToWall() => new()
    {
        Id = default,
        Owner = default,
        Name = Name?.Trim() ?? "",
        Shared = Shared,
        Layout = Layout,
        Cells = Cells ?? [],
        TourSeconds = TourSeconds,
    };
}
