using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>How an import of a unit's cameras ended.</summary>
public abstract record UnitImport
{
    private UnitImport()
    {
    }

    /// <summary>The inventory has what was chosen.</summary>
    /// <param name="Added">How many were new.</param>
    /// <param name="Updated">How many the unit says something new of.</param>
    /// <param name="Unchanged">How many were as they are.</param>
    /// <param name="Cameras">All of them, in the unit's order.</param>
    public sealed record Done(int Added, int Updated, int Unchanged, IReadOnlyList<CameraId> Cameras) : UnitImport;

    /// <summary>The unit has no camera of these ids; nothing was imported.</summary>
    public sealed record NotListed(IReadOnlyList<string> Ids) : UnitImport;

    /// <summary>Somebody else kept changing the same cameras.</summary>
    public sealed record Stale : UnitImport;

    /// <summary>There is no such unit.</summary>
    public sealed record NoSuchUnit : UnitImport;
}

/// <summary>A camera as its unit lists it, beside the one in the inventory.</summary>
/// <param name="Listed">What the unit says.</param>
/// <param name="Known">The camera in the inventory, or null.</param>
public sealed record ListedCamera(UnitCamera Listed, Camera? Known);

/// <summary>Looks what a unit records, and brings its cameras into the inventory.</summary>
public sealed class UnitCameraImport(
    IUnitApi api, IUnitStore units, ICameraStore cameras, CameraFeed feed, ISecretSeal seal, AuditTrail audit, TimeProvider clock)
{
    private const int MaxTries = 3;

    /// <summary>The unit's own list; null where there is no such unit.</summary>
    /// <exception cref="DeviceException">The unit is away, refuses the account, answers what is no list, or its password cannot be opened.</exception>
    public async Task<IReadOnlyList<ListedCamera>?> ListAsync(UnitId id, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return null;
        var listed = await api.CamerasAsync(AccessTo(unit), ct);
        var known = await KnownAsync(id, ct);
        return [.. listed.Select(camera => new ListedCamera(camera, known.GetValueOrDefault(camera.Id)))];
    }

    /// <summary>A JPEG of now of one of its cameras; null where there is no such unit.</summary>
    /// <exception cref="DeviceException">As for <see cref="ListAsync"/>, or it has no picture.</exception>
    public async Task<byte[]?> ImageAsync(UnitId id, string cameraId, int? width, int? height, CancellationToken ct) =>
        await units.FindAsync(id, ct) is { } unit ? await api.ImageAsync(AccessTo(unit), cameraId, width, height, ct) : null;

    /// <summary>
    /// Adds the chosen cameras, or all. Those in the inventory follow the unit's list in address and, where nobody gave them another one, name; a second
    /// import changes nothing.
    /// </summary>
    /// <param name="id">The unit.</param>
    /// <param name="chosen">Keys in the unit's list; null for all.</param>
    /// <param name="mayMovePasswords">Cameras follow to another address even where a password is stored, which then goes there.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeviceException">As for <see cref="ListAsync"/>.</exception>
    public async Task<UnitImport> RunAsync(UnitId id, IReadOnlyCollection<string>? chosen, bool mayMovePasswords, Actor actor, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return new UnitImport.NoSuchUnit();
        var listed = await api.CamerasAsync(AccessTo(unit), ct);
        if (chosen is not null)
        {
            var missing = chosen.Except(listed.Select(camera => camera.Id), StringComparer.Ordinal).ToList();
            if (missing.Count > 0)
                return new UnitImport.NotListed(missing);
            listed = [.. listed.Where(camera => chosen.Contains(camera.Id))];
        }

        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await TryAsync(unit, listed, mayMovePasswords, actor, ct) is { } done)
                return done;
        }

        return new UnitImport.Stale();
    }

    // Null where somebody changed the same cameras meanwhile.
    private async Task<UnitImport.Done?> TryAsync(Unit unit, IReadOnlyList<UnitCamera> listed, bool mayMovePasswords, Actor actor, CancellationToken ct)
    {
        var known = await KnownAsync(unit.Id, ct);
        var (added, updated, all) = (new List<Camera>(), new List<Camera>(), new List<CameraId>());
        foreach (var seen in listed)
        {
            var entry = UnitCameraEntry.From(unit.Id, seen);
            if (!known.TryGetValue(seen.Id, out var camera))
                added.Add(camera = Camera.CreateOfUnit(entry, seal, clock.GetUtcNow()));
            else if (camera.FollowUnit(entry, mayMovePasswords))
                updated.Add(camera);
            all.Add(camera.Id);
        }

        if (added.Count + updated.Count > 0)
        {
            if (await cameras.SaveAsync(added, updated, ct) is not SaveOutcome.Saved)
                return null;
            await audit.RecordAsync(actor, "camera.imported", unit.Name, unit.Id.Value, $"added {added.Count}, updated {updated.Count}", ct);
            foreach (var camera in added.Concat(updated))
                feed.Publish(new CameraNews.Changed(camera.Id));
        }

        return new UnitImport.Done(added.Count, updated.Count, listed.Count - added.Count - updated.Count, all);
    }

    private UnitApiAccess AccessTo(Unit unit)
    {
        try
        {
            return UnitApiAccess.To(unit, seal);
        }
        catch (SecretUnreadableException unreadable)
        {
            throw new DeviceException(
                new(DeviceFaultCode.SecretUnreadable, OperatorText.Of($"The stored password or key of {unit.Name} cannot be opened on this server. Enter it again.")), unreadable);
        }
    }

    private async Task<Dictionary<string, Camera>> KnownAsync(UnitId unit, CancellationToken ct) =>
        (await cameras.OfUnitAsync(unit, ct)).Where(camera => camera.UnitCameraId is not null).ToDictionary(camera => camera.UnitCameraId!, StringComparer.Ordinal);
}
