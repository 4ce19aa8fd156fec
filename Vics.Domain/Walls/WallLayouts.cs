using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Units;

namespace Vics.Domain.Walls;

/// <summary>How a change to a saved wall ended.</summary>
public abstract record WallChange
{
    private WallChange()
    {
    }

    /// <summary>Done; the wall as it is now.</summary>
    public sealed record Done(WallLayout Wall) : WallChange;

    /// <summary>Something entered is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : WallChange;

    /// <summary>Its owner has another wall of that name.</summary>
    public sealed record NameTaken(string Name) : WallChange;

    /// <summary>It is somebody else's.</summary>
    public sealed record NotYours : WallChange;

    /// <summary>Somebody else changed it in between.</summary>
    public sealed record Stale : WallChange;

    /// <summary>There is no such wall, or none that this account may know of.</summary>
    public sealed record NoSuchWall : WallChange;
}

/// <summary>Who wants to change a saved wall.</summary>
/// <param name="Account">The account.</param>
/// <param name="KeepsAll">An administrator: may change what others share.</param>
public readonly record struct WallEditor(AccountId Account, bool KeepsAll)
{
    /// <summary>Whether this one may change a wall: the owner may, and an administrator where it is shared.</summary>
    public bool MayChange(WallLayout wall) => wall.Owner == Account || (KeepsAll && wall.Shared);
}

/// <summary>Keeps saved walls in order. Every change is in the audit log.</summary>
public sealed class WallLayouts(IWallLayoutStore walls, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Saves a new wall of the account that acts; id, owner and revision are given here, whatever was sent.</summary>
    public async Task<WallChange> AddAsync(WallLayout entered, AccountId owner, Actor actor, CancellationToken ct)
    {
        var wall = entered with { Id = EntityId.New<WallLayoutId>(clock.GetUtcNow()), Owner = owner, OwnerName = actor.Name, Revision = 1 };
        if (wall.Check() is { Count: > 0 } errors)
            return new WallChange.Refused(errors);
        switch (await walls.AddAsync(wall, ct))
        {
            case SaveOutcome.Taken:
                return new WallChange.NameTaken(wall.Name);
            case SaveOutcome.Stale:
                return new WallChange.NotYours();
            default:
                await audit.RecordAsync(actor, "wall.created", wall.Name, wall.Id.Value, Describe(wall), ct);
                return new WallChange.Done(wall);
        }
    }

    /// <summary>Changes a wall. With <paramref name="expectedRevision"/> only if nobody else did since.</summary>
    public async Task<WallChange> EditAsync(WallLayoutId id, WallLayout entered, int? expectedRevision, WallEditor editor, Actor actor, CancellationToken ct)
    {
        if (await walls.FindAsync(id, ct) is not { } before || !before.IsVisibleTo(editor.Account))
            return new WallChange.NoSuchWall();
        if (!editor.MayChange(before))
            return new WallChange.NotYours();
        if (expectedRevision is { } expected && before.Revision != expected)
            return new WallChange.Stale();
        var wall = entered with { Id = id, Owner = before.Owner, OwnerName = before.OwnerName, Revision = before.Revision };
        if (wall.Check() is { Count: > 0 } errors)
            return new WallChange.Refused(errors);
        switch (await walls.SaveAsync(wall, ct))
        {
            case SaveOutcome.Taken:
                return new WallChange.NameTaken(wall.Name);
            case SaveOutcome.Stale:
                return new WallChange.Stale();
            default:
                await audit.RecordAsync(actor, "wall.changed", wall.Name, id.Value, $"{Describe(before)} → {Describe(wall)}", ct);
                return new WallChange.Done(wall with { Revision = wall.Revision + 1 });
        }
    }

    /// <summary>Removes a wall.</summary>
    public async Task<WallChange> DeleteAsync(WallLayoutId id, WallEditor editor, Actor actor, CancellationToken ct)
    {
        if (await walls.FindAsync(id, ct) is not { } wall || !wall.IsVisibleTo(editor.Account))
            return new WallChange.NoSuchWall();
        if (!editor.MayChange(wall))
            return new WallChange.NotYours();
        if (!await walls.DeleteAsync(id, ct))
            return new WallChange.NoSuchWall();
        await audit.RecordAsync(actor, "wall.deleted", wall.Name, id.Value, Describe(wall), ct);
        return new WallChange.Done(wall);
    }

    private static string Describe(WallLayout wall) =>
        $"{wall.Layout}, {wall.Cells.Count(cell => cell is not null)} cameras, {(wall.Shared ? "shared" : "private")}";
}
