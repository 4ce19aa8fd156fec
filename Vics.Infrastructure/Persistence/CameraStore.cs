using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>The inventory of cameras in the database.</summary>
internal sealed class CameraStore(IDbContextFactory<VicsDbContext> contexts) : ICameraStore
{
    /// <inheritdoc/>
    public async Task<Paged<Camera>> ListAsync(ListQuery query, CameraFilter filter, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var cameras = context.Cameras.AsNoTracking();
        if (filter.State is { } state)
            cameras = cameras.Where(camera => camera.State == state);
        if (filter.Source is { } source)
            cameras = cameras.Where(camera => camera.Source == source);
        if (filter.Unit is { } unit)
            cameras = cameras.Where(camera => camera.UnitId == unit);
        if (query.Tag is { Length: > 0 } tag)
            cameras = cameras.Tagged([tag]);
        return await Sorted(Found(cameras, context.Units, query.Search), query.Sort).PageAsync(query, ct);
    }

    /// <inheritdoc/>
    public async Task<Camera?> FindAsync(CameraId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Cameras.AsNoTracking().SingleOrDefaultAsync(camera => camera.Id == id, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Camera>> AllAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await Sorted(context.Cameras.AsNoTracking(), sort: null).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Camera>> OfUnitAsync(UnitId unit, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await Sorted(context.Cameras.AsNoTracking().Where(camera => camera.UnitId == unit), sort: null).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<CameraState, int>> CountAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Cameras.GroupBy(camera => camera.State)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Cameras.TagsInUseAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<SaveOutcome> SaveAsync(IReadOnlyCollection<Camera> added, IReadOnlyCollection<Camera> edited, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        context.Cameras.AddRange(added);
        var ids = edited.Select(camera => camera.Id).ToList();
        var stored = ids.Count == 0 ? [] : await context.Cameras.AsNoTracking().Where(camera => ids.Contains(camera.Id)).ToDictionaryAsync(camera => camera.Id, ct);
        foreach (var camera in edited)
        {
            if (!stored.TryGetValue(camera.Id, out var before) || before.Revision != camera.Revision - 1)
                return SaveOutcome.Stale;
            var entry = context.Cameras.Update(camera);
            entry.Property(c => c.Revision).OriginalValue = before.Revision;
            KeepWhatWasSeen(entry, before, camera);
        }

        var outcome = await context.TrySaveAsync(ct);
        if (outcome is SaveOutcome.Saved)
            await transaction.CommitAsync(ct);
        return outcome;
    }

    /// <inheritdoc/>
    public async Task ObserveAsync(IReadOnlyCollection<CameraObservation> observations, CancellationToken ct)
    {
        if (observations.Count == 0)
            return;
        await using var context = await contexts.CreateDbContextAsync(ct);
        // One transaction, so one fsync, however many cameras were looked at.
        await using var transaction = await context.BeginWriteAsync(ct);
        foreach (var seen in observations)
        {
            var cameras = context.Cameras.Where(camera => camera.Id == seen.Camera && camera.Enabled);
            if (seen.Revision is { } revision)
                cameras = cameras.Where(camera => camera.Revision == revision);
            await cameras.ExecuteUpdateAsync(
                set =>
                {
                    set.SetProperty(camera => camera.State, seen.State).SetProperty(camera => camera.StateDetail, seen.Detail);
                    if (seen.SeenAt is { } at)
                        set.SetProperty(camera => camera.LastSeenAt, at);
                },
                ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(CameraId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Cameras.Where(camera => camera.Id == id).ExecuteDeleteAsync(ct) > 0;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CameraId>> DeleteAllAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        var ids = await context.Cameras.Select(camera => camera.Id).ToListAsync(ct);
        await context.Cameras.ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return ids;
    }

    // What was seen since the camera was read is newer than what the editor holds; but what was seen at another place is void, and so is the state
    // of one that was switched on or off.
    private static void KeepWhatWasSeen(EntityEntry<Camera> entry, Camera before, Camera after)
    {
        if (!before.IsAtTheSamePlaceAs(after))
            return;
        entry.Property(camera => camera.LastSeenAt).IsModified = false;
        if (before.Enabled != after.Enabled)
            return;
        entry.Property(camera => camera.State).IsModified = false;
        entry.Property(camera => camera.StateDetail).IsModified = false;
    }

    private static IQueryable<Camera> Found(IQueryable<Camera> cameras, IQueryable<Unit> units, string? search)
    {
        foreach (var word in SearchPattern.Of(search))
        {
            cameras = cameras.Where(camera =>
                EF.Functions.Like(VicsDbContext.Fold(camera.Name)!, word, SearchPattern.Escape)
                || EF.Functions.Like(camera.Host, word, SearchPattern.Escape)
                || camera.Tags.Any(tag => EF.Functions.Like(VicsDbContext.Fold(tag)!, word, SearchPattern.Escape))
                || units.Any(unit => unit.Id == camera.UnitId && EF.Functions.Like(VicsDbContext.Fold(unit.Name)!, word, SearchPattern.Escape)));
        }

        return cameras;
    }

    private static IOrderedQueryable<Camera> Sorted(IQueryable<Camera> cameras, string? sort)
    {
        var order = SortOrder.Of(sort);
        var sorted = order.Field switch
        {
            "host" => order.Apply(cameras, camera => VicsDbContext.NaturalOrder(camera.Host)),
            "source" => order.Apply(cameras, camera => camera.Source),
            "lastSeenAt" => order.Apply(cameras, camera => camera.LastSeenAt),
            // The most worrying first, not by the alphabet of the names.
            "state" => order.Apply(cameras, camera =>
                camera.State == CameraState.Offline ? 0
                : camera.State == CameraState.Unknown ? 1
                : camera.State == CameraState.Online ? 2 : 3),
            _ => order.Apply(cameras, camera => VicsDbContext.NaturalOrder(camera.Name)),
        };
        return sorted.ThenBy(camera => VicsDbContext.NaturalOrder(camera.Name)).ThenBy(camera => camera.Id);
    }
}
