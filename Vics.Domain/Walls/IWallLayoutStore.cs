using Vics.Domain.Accounts;
using Vics.Domain.Units;

namespace Vics.Domain.Walls;

/// <summary>Keeps saved walls.</summary>
public interface IWallLayoutStore
{
    /// <summary>The walls that an account sees, its own first, then by name.</summary>
    Task<IReadOnlyList<WallLayout>> ListAsync(AccountId reader, CancellationToken ct);

    /// <summary>One of them, or null.</summary>
    Task<WallLayout?> FindAsync(WallLayoutId id, CancellationToken ct);

    /// <summary>Adds one; <see cref="SaveOutcome.Taken"/> where its owner has one of that name, <see cref="SaveOutcome.Stale"/> where the owner is gone.</summary>
    Task<SaveOutcome> AddAsync(WallLayout wall, CancellationToken ct);

    /// <summary>Saves one whose stored revision is that of <paramref name="wall"/>, and counts the revision up.</summary>
    Task<SaveOutcome> SaveAsync(WallLayout wall, CancellationToken ct);

    /// <summary>Removes one. False where there is none.</summary>
    Task<bool> DeleteAsync(WallLayoutId id, CancellationToken ct);
}
