using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>Keeps the inventory of cameras.</summary>
public interface ICameraStore
{
    /// <summary>
    /// One page. <see cref="ListQuery.Search"/> looks in name, host, tags and the name of the unit; <see cref="ListQuery.Sort"/> takes <c>name</c>,
    /// <c>host</c>, <c>state</c>, <c>source</c>, <c>lastSeenAt</c>; by name otherwise.
    /// </summary>
    Task<Paged<Camera>> ListAsync(ListQuery query, CameraFilter filter, CancellationToken ct);

    /// <summary>One camera, or null.</summary>
    Task<Camera?> FindAsync(CameraId id, CancellationToken ct);

    /// <summary>Every camera, by name.</summary>
    Task<IReadOnlyList<Camera>> AllAsync(CancellationToken ct);

    /// <summary>The cameras of one unit, by name.</summary>
    Task<IReadOnlyList<Camera>> OfUnitAsync(UnitId unit, CancellationToken ct);

    /// <summary>How many cameras there are in each state.</summary>
    Task<IReadOnlyDictionary<CameraState, int>> CountAsync(CancellationToken ct);

    /// <summary>Every tag in use, sorted.</summary>
    Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct);

    /// <summary>
    /// Adds cameras and saves edited ones, all or none. <see cref="SaveOutcome.Taken"/> where a unit's camera is already in the inventory,
    /// <see cref="SaveOutcome.Stale"/> where an edited one was changed or its unit removed in between.
    /// </summary>
    Task<SaveOutcome> SaveAsync(IReadOnlyCollection<Camera> added, IReadOnlyCollection<Camera> edited, CancellationToken ct);

    /// <summary>Notes what looks at cameras showed; no edit, and no conflict with one. Cameras that are switched off or gone are passed over.</summary>
    Task ObserveAsync(IReadOnlyCollection<CameraObservation> observations, CancellationToken ct);

    /// <summary>Removes a camera. False where there is none.</summary>
    Task<bool> DeleteAsync(CameraId id, CancellationToken ct);

    /// <summary>Empties the inventory of cameras; which there were.</summary>
    Task<IReadOnlyList<CameraId>> DeleteAllAsync(CancellationToken ct);
}

/// <summary>Keeps part of a list of cameras; null keeps all.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Source">Only those of this kind.</param>
/// <param name="Unit">Only those of this unit.</param>
public sealed record CameraFilter(CameraState? State = null, CameraSource? Source = null, UnitId? Unit = null);

/// <summary>What a look at a camera showed.</summary>
/// <param name="Camera">Which.</param>
/// <param name="State">Online or offline.</param>
/// <param name="Detail">Why, where it is offline.</param>
/// <param name="SeenAt">When it answered; null where it did not.</param>
public sealed record CameraObservation(CameraId Camera, CameraState State, OperatorText? Detail, DateTimeOffset? SeenAt)
{
    /// <summary>The revision that was looked at: passed over where the camera was edited since, for it may be another one now. Null: whatever it is.</summary>
    public int? Revision { get; init; }
}
