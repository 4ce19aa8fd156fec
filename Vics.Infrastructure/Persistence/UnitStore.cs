using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>The inventory in the database.</summary>
internal sealed class UnitStore(IDbContextFactory<VicsDbContext> contexts) : IUnitStore
{
    /// <inheritdoc/>
    public async Task<Paged<Unit>> ListAsync(ListQuery query, UnitState? state, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var units = context.Units.AsNoTracking();
        if (state is { } wanted)
            units = units.Where(unit => unit.State == wanted);
        if (query.Tag is { Length: > 0 } tag)
            units = units.Tagged([tag]);
        return await Sorted(Found(units, query.Search), query.Sort).PageAsync(query, ct);
    }

    /// <inheritdoc/>
    public async Task<Unit?> FindAsync(UnitId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Units.AsNoTracking().SingleOrDefaultAsync(unit => unit.Id == id, ct);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Unit>> AllAsync(CancellationToken ct) => SelectAsync(new UnitSelection.All(), ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Unit>> SelectAsync(UnitSelection selection, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var units = context.Units.AsNoTracking();
        var chosen = selection switch
        {
            UnitSelection.ByIds byIds => units.Where(unit => byIds.Ids.Contains(unit.Id)),
            UnitSelection.ByTags byTags => units.Tagged(byTags.Tags),
            _ => units,
        };
        return await Sorted(chosen, sort: null).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<FleetFigures> CountAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var states = await context.Units.GroupBy(unit => unit.State)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        var versions = await context.Units
            .GroupBy(unit => new { IsKnown = unit.Installed != null, PackageId = unit.Installed == null ? null : unit.Installed.PackageId, Version = unit.Installed == null ? null : unit.Installed.Version })
            .Select(group => new VersionCount(group.Key.IsKnown, group.Key.PackageId, group.Key.Version, group.Count()))
            .ToListAsync(ct);
        return new FleetFigures(states, [.. versions.OrderByDescending(version => version.Units)]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Units.TagsInUseAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<bool> AddAsync(IReadOnlyCollection<Unit> units, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Units.AddRange(units);
        try
        {
            await context.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException taken) when (context.IsUniqueViolation(taken))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> SaveAsync(Unit unit, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var stored = await context.Units.AsNoTracking().Where(other => other.Id == unit.Id)
            .Select(other => new { other.Host, other.Port, other.Revision }).SingleOrDefaultAsync(ct);
        if (stored is null || stored.Revision != unit.Revision - 1)
            return SaveOutcome.Stale;

        var entry = context.Units.Update(unit);
        entry.Property(u => u.Revision).OriginalValue = stored.Revision;
        // What was seen since the unit was read is newer than what the editor holds; but what was seen at another address is void.
        if (stored.Host == unit.Host && stored.Port == unit.Port)
        {
            entry.Property(u => u.State).IsModified = false;
            entry.Property(u => u.ServiceState).IsModified = false;
            entry.Property(u => u.LastSeenAt).IsModified = false;
            foreach (var part in entry.ComplexProperty(u => u.Installed).Properties)
                part.IsModified = false;
        }

        return await context.TrySaveAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<bool> PinFirstKeyAsync(UnitId id, HostKeyFingerprint key, DateTimeOffset at, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Units.Where(unit => unit.Id == id && unit.HostKey == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(unit => unit.HostKey!.Algorithm, key.Algorithm)
                .SetProperty(unit => unit.HostKey!.Sha256, key.Sha256)
                .SetProperty(unit => unit.HostKey!.PinnedAt, at)
                .SetProperty(unit => unit.Revision, unit => unit.Revision + 1),
            ct) > 0;
    }

    /// <inheritdoc/>
    public async Task ObserveAsync(UnitId id, UnitObservation observation, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await context.Units.Where(unit => unit.Id == id).ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(unit => unit.State, observation.State);
                if (observation.ServiceState is { } service)
                    set.SetProperty(unit => unit.ServiceState, service);
                if (observation.SeenAt is { } seenAt)
                    set.SetProperty(unit => unit.LastSeenAt, seenAt);
                if (observation.Installed is { } installed)
                    set.SetProperty(unit => unit.Installed!.PackageId, installed.PackageId)
                        .SetProperty(unit => unit.Installed!.Version, installed.Version)
                        .SetProperty(unit => unit.Installed!.Sha256, installed.Sha256)
                        // When it was first seen there, however often it is seen.
                        .SetProperty(
                            unit => unit.Installed!.InstalledAt,
                            unit => unit.Installed != null && unit.Installed.Sha256 == installed.Sha256 ? unit.Installed.InstalledAt : installed.InstalledAt);
            },
            ct);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(UnitId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await DeleteAsync(context, context.Units.Where(unit => unit.Id == id), context.Cameras.Where(camera => camera.UnitId == id), ct) > 0;
    }

    /// <inheritdoc/>
    public async Task<int> DeleteAllAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await DeleteAsync(context, context.Units, context.Cameras.Where(camera => camera.UnitId != null), ct);
    }

    // A camera that only its unit knows goes with it; one that has an address of its own stays, without the unit.
    private static async Task<int> DeleteAsync(VicsDbContext context, IQueryable<Unit> units, IQueryable<Camera> cameras, CancellationToken ct)
    {
        await using var transaction = await context.BeginWriteAsync(ct);
        await cameras.Where(camera => camera.Source == CameraSource.Unit).ExecuteDeleteAsync(ct);
        await cameras.ExecuteUpdateAsync(
            set => set
                .SetProperty(camera => camera.UnitId, (UnitId?)null)
                .SetProperty(camera => camera.UnitCameraId, (string?)null)
                .SetProperty(camera => camera.Revision, camera => camera.Revision + 1),
            ct);
        var count = await units.ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return count;
    }

    private static IQueryable<Unit> Found(IQueryable<Unit> units, string? search)
    {
        foreach (var word in SearchPattern.Of(search))
        {
            units = units.Where(unit =>
                EF.Functions.Like(VicsDbContext.Fold(unit.Name)!, word, SearchPattern.Escape)
                || EF.Functions.Like(unit.Host, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(unit.Notes)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(unit.Installed!.Version)!, word, SearchPattern.Escape)
                || unit.Tags.Any(tag => EF.Functions.Like(VicsDbContext.Fold(tag)!, word, SearchPattern.Escape)));
        }

        return units;
    }

    private static IOrderedQueryable<Unit> Sorted(IQueryable<Unit> units, string? sort)
    {
        var order = SortOrder.Of(sort);
        var sorted = order.Field switch
        {
            "host" => order.Apply(units, unit => VicsDbContext.NaturalOrder(unit.Host)),
            "version" => order.Apply(units, unit => VicsDbContext.NaturalOrder(unit.Installed!.Version)),
            "lastSeenAt" => order.Apply(units, unit => unit.LastSeenAt),
            // The most worrying first, not by the alphabet of the names.
            "state" => order.Apply(units, unit =>
                unit.State == UnitState.NeedsAttention ? 0
                : unit.State == UnitState.Offline ? 1
                : unit.State == UnitState.Updating ? 2
                : unit.State == UnitState.Unknown ? 3 : 4),
            _ => order.Apply(units, unit => VicsDbContext.NaturalOrder(unit.Name)),
        };
        return sorted.ThenBy(unit => VicsDbContext.NaturalOrder(unit.Name)).ThenBy(unit => unit.Id);
    }
}
