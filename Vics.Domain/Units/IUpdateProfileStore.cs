namespace Vics.Domain.Units;

/// <summary>Keeps update profiles. One of them is always the default.</summary>
public interface IUpdateProfileStore
{
    /// <summary>All of them, the default first, then by name.</summary>
    Task<IReadOnlyList<UpdateProfile>> ListAsync(CancellationToken ct);

    /// <summary>One of them, or null.</summary>
    Task<UpdateProfile?> FindAsync(UpdateProfileId id, CancellationToken ct);

    /// <summary>The default one.</summary>
    Task<UpdateProfile> DefaultAsync(CancellationToken ct);

    /// <summary>The one a unit is updated by: its own, or the default.</summary>
    async Task<UpdateProfile> ForAsync(Unit unit, CancellationToken ct) =>
        unit.ProfileId is { } id && await FindAsync(id, ct) is { } own ? own : await DefaultAsync(ct);

    /// <summary>Adds one (as the default, it takes over from the one before); <see cref="SaveOutcome.Taken"/> where the name is.</summary>
    Task<SaveOutcome> AddAsync(UpdateProfile profile, CancellationToken ct);

    /// <summary>Saves one whose stored revision is that of <paramref name="profile"/>, and counts the revision up. Made the default, it takes over from the one before; the default stays it until then.</summary>
    Task<SaveOutcome> SaveAsync(UpdateProfile profile, CancellationToken ct);

    /// <summary>Removes one; units that named it fall back to the default. False where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is the default, which stays: ask <see cref="UpdateProfile.IsDefault"/> first.</exception>
    Task<bool> DeleteAsync(UpdateProfileId id, CancellationToken ct);
}
