using Vics.Domain.Walls;

namespace Vics.Infrastructure.Persistence;

/// <summary>A <see cref="WallLayout"/> as it lies in the database.</summary>
internal sealed class WallRow
{
    public required WallLayoutId Id { get; init; }

    public required Guid OwnerId { get; init; }

    public required string Name { get; set; }

    public required bool Shared { get; set; }

    public required WallPattern Layout { get; set; }

    /// <summary>The cameras' ids, separated by commas, with nothing between two where a cell is empty. Only ever read and written whole.</summary>
    public required string Cells { get; set; }

    public required int? TourSeconds { get; set; }

    public required int Revision { get; set; }
}
