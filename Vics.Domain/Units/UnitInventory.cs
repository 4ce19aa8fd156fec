using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Cameras;

namespace Vics.Domain.Units;

/// <summary>How a change to the inventory ended.</summary>
public abstract record InventoryChange
{
    private InventoryChange()
    {
    }

    /// <summary>Done; the unit as it is now.</summary>
    public sealed record Done(Unit Unit) : InventoryChange;

    /// <summary>Something entered is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : InventoryChange;

    /// <summary>Address and port belong to another unit.</summary>
    public sealed record AddressTaken(string Host, int Port) : InventoryChange;

    /// <summary>Somebody else changed it in between.</summary>
    public sealed record Stale : InventoryChange;

    /// <summary>There is no such unit.</summary>
    public sealed record NoSuchUnit : InventoryChange;
}

/// <summary>Keeps the inventory of units in order. Every change is in the audit log; no secret is.</summary>
public sealed class UnitInventory(
    IUnitStore units, IUpdateProfileStore profiles, ICameraStore cameras, CameraFeed feed, ISecretSeal seal, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Adds a unit.</summary>
    public async Task<InventoryChange> AddAsync(UnitEntry entry, Actor actor, CancellationToken ct)
    {
        if (await ErrorsOfAsync(entry, ct) is { Count: > 0 } errors)
            return new InventoryChange.Refused(errors);
        var unit = Unit.Create(entry, seal, clock.GetUtcNow());
        if (!await units.AddAsync([unit], ct))
            return new InventoryChange.AddressTaken(unit.Host, unit.Port);
        await audit.RecordAsync(actor, "unit.created", unit.Name, unit.Id.Value, $"{unit.UserName}@{unit.Host}:{unit.Port}", ct);
        return new InventoryChange.Done(unit);
    }

    /// <summary>Changes a unit. With <paramref name="expectedRevision"/> only if nobody else did since.</summary>
    public async Task<InventoryChange> EditAsync(UnitId id, UnitEntry entry, int? expectedRevision, Actor actor, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return new InventoryChange.NoSuchUnit();
        if (expectedRevision is { } expected && unit.Revision != expected)
            return new InventoryChange.Stale();
        if (await ErrorsOfAsync(entry, ct) is { Count: > 0 } errors)
            return new InventoryChange.Refused(errors);

        var before = $"{unit.UserName}@{unit.Host}:{unit.Port}";
        unit.Edit(entry, seal);
        return await SaveAsync(unit, actor, "unit.changed", $"{before} → {unit.UserName}@{unit.Host}:{unit.Port}", ct);
    }

    /// <summary>Trusts a host key from now on, after a person compared it. Knowing its algorithm spares every contact a search through all of them.</summary>
    public async Task<InventoryChange> PinHostKeyAsync(UnitId id, string? sha256, string? algorithm, Actor actor, CancellationToken ct)
    {
        if (!HostKeyFingerprint.TryParse(sha256, out var key))
            return new InventoryChange.Refused([new("sha256", OperatorText.Of($"Enter the fingerprint as OpenSSH prints it: {"SHA256:"} and 43 characters."))]);
        if (!string.IsNullOrEmpty(algorithm) && !HostKeyFingerprint.Algorithms.Contains(algorithm))
            return new InventoryChange.Refused([new("algorithm", OperatorText.Of($"“{algorithm}” is no kind of host key. Leave it out if you do not know it."))]);
        if (await units.FindAsync(id, ct) is not { } unit)
            return new InventoryChange.NoSuchUnit();
        key = key with { Algorithm = algorithm ?? "" };
        var before = unit.HostKey?.Fingerprint.ToString() ?? "none";
        unit.Pin(key, clock.GetUtcNow());
        return await SaveAsync(unit, actor, "unit.hostKeyPinned", $"{before} → {key}", ct);
    }

    /// <summary>Removes a unit, and the cameras that only it knows. False where there is none.</summary>
    public async Task<bool> DeleteAsync(UnitId id, Actor actor, CancellationToken ct)
    {
        var theirs = await cameras.OfUnitAsync(id, ct);
        if (await units.FindAsync(id, ct) is not { } unit || !await units.DeleteAsync(id, ct))
            return false;
        await audit.RecordAsync(actor, "unit.deleted", unit.Name, unit.Id.Value, $"{unit.UserName}@{unit.Host}:{unit.Port}", ct);
        feed.PublishWithoutUnit(theirs);
        return true;
    }

    /// <summary>Empties the inventory of units, and of the cameras that only they know; how many units there were.</summary>
    public async Task<int> DeleteAllAsync(Actor actor, CancellationToken ct)
    {
        var theirs = (await cameras.AllAsync(ct)).Where(camera => camera.UnitId is not null);
        var count = await units.DeleteAllAsync(ct);
        await audit.RecordAsync(actor, "unit.allDeleted", "all units", null, $"{count} units", ct);
        feed.PublishWithoutUnit(theirs);
        return count;
    }

    /// <summary>
    /// Adds many units, all or none. Errors come by line; addresses that stand twice in the list or are already in the
    /// inventory are errors too. A dry run only looks.
    /// </summary>
    public async Task<ImportResult> ImportAsync(IReadOnlyList<ImportLine<UnitEntry>> lines, bool dryRun, Actor actor, CancellationToken ct)
    {
        var taken = (await units.AllAsync(ct)).Select(unit => (unit.Host, unit.Port)).ToHashSet();
        var errors = new List<ImportError>();
        var added = new List<Unit>();
        foreach (var line in lines)
        {
            var wrong = line.Errors.Concat(line.Errors.Count == 0 ? UnitRules.Check(line.Entry) : []).ToList();
            errors.AddRange(wrong.Select(error => new ImportError(line.Number, error)));
            if (wrong.Count > 0)
                continue;
            var unit = Unit.Create(line.Entry, seal, clock.GetUtcNow());
            if (taken.Add((unit.Host, unit.Port)))
                added.Add(unit);
            else
                errors.Add(new(line.Number, new("host", OperatorText.Of($"{unit.Host} port {unit.Port} is already in the inventory or stands twice in the file."))));
        }

        return await FinishImportAsync(added, errors, dryRun, actor, ct);
    }

    private async Task<ImportResult> FinishImportAsync(List<Unit> added, List<ImportError> errors, bool dryRun, Actor actor, CancellationToken ct)
    {
        if (errors.Count > 0 || dryRun)
            return new ImportResult(added.Count, errors, Imported: false);
        if (!await units.AddAsync(added, ct))
            return new ImportResult(0, [new(0, new("host", OperatorText.Of($"Somebody added one of these units at the same moment. Import again.")))], Imported: false);
        await audit.RecordAsync(actor, "unit.imported", $"{added.Count} units", null, null, ct);
        return new ImportResult(added.Count, [], Imported: true);
    }

    private async Task<InventoryChange> SaveAsync(Unit unit, Actor actor, string action, string detail, CancellationToken ct)
    {
        switch (await units.SaveAsync(unit, ct))
        {
            case SaveOutcome.Stale:
                return new InventoryChange.Stale();
            case SaveOutcome.Taken:
                return new InventoryChange.AddressTaken(unit.Host, unit.Port);
            default:
                await audit.RecordAsync(actor, action, unit.Name, unit.Id.Value, detail, ct);
                return new InventoryChange.Done(unit);
        }
    }

    private async Task<IReadOnlyList<FieldError>> ErrorsOfAsync(UnitEntry entry, CancellationToken ct)
    {
        var errors = UnitRules.Check(entry);
        var profileGone = entry.ProfileId is { } profile && await profiles.FindAsync(profile, ct) is null;
        return profileGone ? [.. errors, new("profileId", OperatorText.Of($"There is no such update profile."))] : errors;
    }
}
