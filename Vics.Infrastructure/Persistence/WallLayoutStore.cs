using Microsoft.EntityFrameworkCore;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Domain.Walls;

namespace Vics.Infrastructure.Persistence;

/// <summary>Saved walls in the database.</summary>
internal sealed class WallLayoutStore(IDbContextFactory<VicsDbContext> contexts) : IWallLayoutStore
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<WallLayout>> ListAsync(AccountId reader, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var rows = await WithOwner(context, context.Walls.Where(wall => wall.Shared || wall.OwnerId == reader.Value))
            .OrderByDescending(found => found.Wall.OwnerId == reader.Value)
            .ThenBy(found => VicsDbContext.NaturalOrder(found.Wall.Name)).ThenBy(found => found.Wall.Id)
            .ToListAsync(ct);
        return [.. rows.Select(Read)];
    }

    /// <inheritdoc/>
    public async Task<WallLayout?> FindAsync(WallLayoutId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await WithOwner(context, context.Walls.Where(wall => wall.Id == id)).SingleOrDefaultAsync(ct) is { } found ? Read(found) : null;
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> AddAsync(WallLayout wall, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Walls.Add(Write(wall, wall.Revision));
        return await context.TrySaveAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> SaveAsync(WallLayout wall, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Walls.Update(Write(wall, wall.Revision + 1)).Property(row => row.Revision).OriginalValue = wall.Revision;
        return await context.TrySaveAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(WallLayoutId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Walls.Where(wall => wall.Id == id).ExecuteDeleteAsync(ct) > 0;
    }

    private static IQueryable<Found> WithOwner(VicsDbContext context, IQueryable<WallRow> walls) =>
        walls.AsNoTracking().Join(context.Users, wall => wall.OwnerId, user => user.Id, (wall, user) => new Found { Wall = wall, OwnerName = user.UserName! });

    private static WallLayout Read(Found found) => new()
    {
        Id = found.Wall.Id,
        Owner = new AccountId(found.Wall.OwnerId),
        OwnerName = found.OwnerName,
        Name = found.Wall.Name,
        Shared = found.Wall.Shared,
        Layout = found.Wall.Layout,
        Cells = found.Wall.Cells.Length == 0 ? [] : [.. found.Wall.Cells.Split(',').Select(cell => cell.Length == 0 ? (CameraId?)null : new CameraId(Guid.Parse(cell)))],
        TourSeconds = found.Wall.TourSeconds,
        Revision = found.Wall.Revision,
    };

    private static WallRow Write(WallLayout wall, int revision) => new()
    {
        Id = wall.Id,
        OwnerId = wall.Owner.Value,
        Name = wall.Name,
        Shared = wall.Shared,
        Layout = wall.Layout,
        Cells = string.Join(',', wall.Cells.Select(cell => cell?.Value.ToString("N") ?? "")),
        TourSeconds = wall.TourSeconds,
        Revision = revision,
    };

    private sealed class Found
    {
        public required WallRow Wall { get; init; }

        public required string OwnerName { get; init; }
    }
}
