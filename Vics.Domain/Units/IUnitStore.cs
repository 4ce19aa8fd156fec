namespace Vics.Domain.Units;

/// <summary>Keeps the inventory of units.</summary>
public interface IUnitStore
{
    /// <summary>
    /// One page. <see cref="ListQuery.Search"/> looks in name, host, notes, tags and version; <see cref="ListQuery.Sort"/> takes
    /// <c>name</c>, <c>host</c>, <c>state</c>, <c>version</c>, <c>lastSeenAt</c>; by name otherwise.
    /// <paramref name="state"/> keeps one state only.
    /// </summary>
    Task<Paged<Unit>> ListAsync(ListQuery query, UnitState? state, CancellationToken ct);

    /// <summary>One unit, or null.</summary>
    Task<Unit?> FindAsync(UnitId id, CancellationToken ct);

    /// <summary>Every unit, by name.</summary>
    Task<IReadOnlyList<Unit>> AllAsync(CancellationToken ct);

    /// <summary>The units chosen, by name; ids that exist no more are left out.</summary>
    Task<IReadOnlyList<Unit>> SelectAsync(UnitSelection selection, CancellationToken ct);

    /// <summary>The inventory in figures.</summary>
    Task<FleetFigures> CountAsync(CancellationToken ct);

    /// <summary>Every tag in use, sorted.</summary>
    Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct);

    /// <summary>Adds units, all or none. False, and nothing added, where an address and port are already taken.</summary>
    Task<bool> AddAsync(IReadOnlyCollection<Unit> units, CancellationToken ct);

    /// <summary>Saves a unit that was edited once since it was read (its <see cref="Unit.Revision"/> is one above the stored one). What was seen of it meanwhile stays.</summary>
    Task<SaveOutcome> SaveAsync(Unit unit, CancellationToken ct);

    /// <summary>Pins a host key where none is pinned yet. False where one is: somebody else's contact was first.</summary>
    Task<bool> PinFirstKeyAsync(UnitId id, HostKeyFingerprint key, DateTimeOffset at, CancellationToken ct);

    /// <summary>Notes what a contact showed; no edit, and no conflict with one.</summary>
    Task ObserveAsync(UnitId id, UnitObservation observation, CancellationToken ct);

    /// <summary>Removes a unit. False where there is none.</summary>
    Task<bool> DeleteAsync(UnitId id, CancellationToken ct);

    /// <summary>Empties the inventory; how many there were.</summary>
    Task<int> DeleteAllAsync(CancellationToken ct);
}

/// <summary>How saving an edited thing ended.</summary>
public enum SaveOutcome
{
    /// <summary>Saved.</summary>
    Saved,

    /// <summary>Somebody else saved it in between.</summary>
    Stale,

    /// <summary>What must be unique is taken by another.</summary>
    Taken,
}

/// <summary>Which units are meant: some by id, those with any of some tags, or all.</summary>
public abstract record UnitSelection
{
    private UnitSelection()
    {
    }

    /// <summary>These.</summary>
    public sealed record ByIds(IReadOnlyCollection<UnitId> Ids) : UnitSelection;

    /// <summary>Those that carry any of these tags.</summary>
    public sealed record ByTags(IReadOnlyCollection<string> Tags) : UnitSelection;

    /// <summary>Every unit.</summary>
    public sealed record All : UnitSelection;
}
