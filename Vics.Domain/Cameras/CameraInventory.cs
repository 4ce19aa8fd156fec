using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>How a change to the inventory of cameras ended.</summary>
public abstract record CameraChange
{
    private CameraChange()
    {
    }

    /// <summary>Done; the camera as it is now.</summary>
    public sealed record Done(Camera Camera) : CameraChange;

    /// <summary>Something entered is wrong.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : CameraChange;

    /// <summary>That camera of the unit is already in the inventory.</summary>
    public sealed record Taken : CameraChange;

    /// <summary>Somebody else changed it in between.</summary>
    public sealed record Stale : CameraChange;

    /// <summary>There is no such camera.</summary>
    public sealed record NoSuchCamera : CameraChange;
}

/// <summary>Keeps the inventory of cameras in order. Every change is in the audit log; no secret is.</summary>
public sealed class CameraInventory(ICameraStore cameras, IUnitStore units, CameraFeed feed, ISecretSeal seal, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Adds a camera.</summary>
    public async Task<CameraChange> AddAsync(CameraEntry entry, Actor actor, CancellationToken ct)
    {
        if (await ErrorsOfAsync(entry, ct) is { Count: > 0 } errors)
            return new CameraChange.Refused(errors);
        var camera = Camera.Create(entry, seal, clock.GetUtcNow());
        return await SavedAsync(await cameras.SaveAsync([camera], [], ct), camera, "camera.created", Place(camera), actor, ct);
    }

    /// <summary>Changes a camera. With <paramref name="expectedRevision"/> only if nobody else did since.</summary>
    public async Task<CameraChange> EditAsync(CameraId id, CameraEntry entry, int? expectedRevision, Actor actor, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return new CameraChange.NoSuchCamera();
        if (expectedRevision is { } expected && camera.Revision != expected)
            return new CameraChange.Stale();
        if (await ErrorsOfAsync(entry, ct) is { Count: > 0 } errors)
            return new CameraChange.Refused(errors);

        var before = Place(camera);
        camera.Edit(entry, seal);
        return await SavedAsync(await cameras.SaveAsync([], [camera], ct), camera, "camera.changed", $"{before} → {Place(camera)}", actor, ct);
    }

    /// <summary>Switches a camera on or off.</summary>
    public async Task<CameraChange> EnableAsync(CameraId id, bool enabled, Actor actor, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return new CameraChange.NoSuchCamera();
        if (camera.Enabled == enabled)
            return new CameraChange.Done(camera);
        camera.Enable(enabled);
        return await SavedAsync(await cameras.SaveAsync([], [camera], ct), camera, enabled ? "camera.enabled" : "camera.disabled", Place(camera), actor, ct);
    }

    /// <summary>Removes a camera. False where there is none.</summary>
    public async Task<bool> DeleteAsync(CameraId id, Actor actor, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera || !await cameras.DeleteAsync(id, ct))
            return false;
        await audit.RecordAsync(actor, "camera.deleted", camera.Name, camera.Id.Value, Place(camera), ct);
        feed.Publish(new CameraNews.Removed(id));
        return true;
    }

    /// <summary>Empties the inventory of cameras; how many there were.</summary>
    public async Task<int> DeleteAllAsync(Actor actor, CancellationToken ct)
    {
        var gone = await cameras.DeleteAllAsync(ct);
        await audit.RecordAsync(actor, "camera.allDeleted", "all cameras", null, $"{gone.Count} cameras", ct);
        foreach (var id in gone)
            feed.Publish(new CameraNews.Removed(id));
        return gone.Count;
    }

    /// <summary>
    /// Adds many cameras, all or none. Errors come by line; a camera that stands twice in the list or is already in the inventory is an error too.
    /// A dry run only looks.
    /// </summary>
    public async Task<ImportResult> ImportAsync(IReadOnlyList<ImportLine<CameraEntry>> lines, bool dryRun, Actor actor, CancellationToken ct)
    {
        var known = (await cameras.AllAsync(ct)).Select(Identity).ToHashSet();
        var knownUnits = (await units.AllAsync(ct)).Select(unit => unit.Id).ToHashSet();
        var errors = new List<ImportError>();
        var added = new List<Camera>();
        foreach (var line in lines)
        {
            var wrong = line.Errors.Count > 0 ? line.Errors : ErrorsOf(line.Entry, knownUnits.Contains);
            errors.AddRange(wrong.Select(error => new ImportError(line.Number, error)));
            if (wrong.Count > 0)
                continue;
            var camera = Camera.Create(line.Entry, seal, clock.GetUtcNow());
            if (camera.Source is CameraSource.Test || known.Add(Identity(camera)))
                added.Add(camera);
            else
                errors.Add(new(line.Number, new("", OperatorText.Of($"{Place(camera)} is already in the inventory or stands twice in the file."))));
        }

        return await FinishImportAsync(added, errors, dryRun, actor, ct);
    }

    /// <summary>Where a camera is, for people: never with an account.</summary>
    public static string Place(Camera camera) => camera.Source switch
    {
        CameraSource.Rtsp or CameraSource.Mjpeg => camera.StreamUrl!,
        CameraSource.Test => "test pattern",
        CameraSource.Unit => $"unit camera {camera.UnitCameraId}",
        _ => camera.Host.Contains(':', StringComparison.Ordinal) ? $"[{camera.Host}]:{camera.Port}" : $"{camera.Host}:{camera.Port}",
    };

    private async Task<CameraChange> SavedAsync(SaveOutcome outcome, Camera camera, string action, string detail, Actor actor, CancellationToken ct)
    {
        switch (outcome)
        {
            case SaveOutcome.Stale:
                return new CameraChange.Stale();
            case SaveOutcome.Taken:
                return new CameraChange.Taken();
            default:
                await audit.RecordAsync(actor, action, camera.Name, camera.Id.Value, detail, ct);
                feed.Publish(new CameraNews.Changed(camera.Id));
                return new CameraChange.Done(camera);
        }
    }

    // One recorder or encoder may stand for many cameras behind one address, each with a profile of its own.
    private static (CameraSource, string, int, string?, string?, string?, UnitId?, string?) Identity(Camera camera) =>
        (camera.Source, camera.Host, camera.Port, camera.OnvifPath, camera.StreamUrl, camera.ProfileToken, camera.UnitId, camera.UnitCameraId);

    private async Task<ImportResult> FinishImportAsync(List<Camera> added, List<ImportError> errors, bool dryRun, Actor actor, CancellationToken ct)
    {
        if (errors.Count > 0 || dryRun)
            return new ImportResult(added.Count, errors, Imported: false);
        if (await cameras.SaveAsync(added, [], ct) is not SaveOutcome.Saved)
            return new ImportResult(0, [new(0, new("unitId", OperatorText.Of($"Somebody changed the cameras or units at the same moment. Import again.")))], Imported: false);
        await audit.RecordAsync(actor, "camera.imported", $"{added.Count} cameras", null, null, ct);
        foreach (var camera in added)
            feed.Publish(new CameraNews.Changed(camera.Id));
        return new ImportResult(added.Count, [], Imported: true);
    }

    private async Task<IReadOnlyList<FieldError>> ErrorsOfAsync(CameraEntry entry, CancellationToken ct)
    {
        var found = entry.UnitId is { } unit ? await units.FindAsync(unit, ct) : null;
        return ErrorsOf(entry, id => found?.Id == id);
    }

    private static IReadOnlyList<FieldError> ErrorsOf(CameraEntry entry, Func<UnitId, bool> isKnown)
    {
        var errors = CameraRules.Check(entry);
        return entry.UnitId is { } unit && !isKnown(unit) ? [.. errors, new("unitId", OperatorText.Of($"There is no such unit."))] : errors;
    }
}
