using Vics.Domain.Accounts;
using Vics.Domain.Audit;

namespace Vics.Domain.Packages;

/// <summary>What comes with an upload besides the file.</summary>
public sealed record PackageEntry
{
    /// <summary>Longest version.</summary>
    public const int MaxVersionLength = 64;

    /// <summary>Longest file name that is shown.</summary>
    public const int MaxFileNameLength = 255;

    /// <summary>Longest notes.</summary>
    public const int MaxNotesLength = 4000;

    /// <summary>As the uploader's machine calls the file.</summary>
    public string? FileName { get; init; }

    /// <summary>As the uploader calls the version.</summary>
    public string? Version { get; init; }

    /// <summary>For people.</summary>
    public string? Notes { get; init; }

    /// <summary>The checksum the uploader expects, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(Version))
            errors.Add(new("version", OperatorText.Of($"Enter the package's version.")));
        else if (Version.Length > MaxVersionLength || Version.Any(char.IsControl))
            errors.Add(new("version", OperatorText.Of($"At most {MaxVersionLength} characters, none of them a control character.")));
        if (Notes?.Length > MaxNotesLength)
            errors.Add(new("notes", OperatorText.Of($"At most {MaxNotesLength} characters.")));
        if (!string.IsNullOrWhiteSpace(Sha256) && !Sha256Digest.TryParse(Sha256, out _))
            errors.Add(new("sha256", OperatorText.Of($"A SHA-256 checksum has 64 hexadecimal digits.")));
        return errors;
    }

    /// <summary>The file name without the path some browsers send along and without what cannot be shown.</summary>
    public string DisplayName()
    {
        var name = (FileName ?? "").Split('/', '\\')[^1];
        name = new string([.. name.Where(c => !char.IsControl(c))]).Trim();
        return name.Length switch { 0 => "package", > MaxFileNameLength => name[..MaxFileNameLength], _ => name };
    }
}

/// <summary>How an upload ended.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It is a package now.</summary>
    public sealed record Stored(Package Package) : IntakeResult;

    /// <summary>The same content is a package already.</summary>
    public sealed record AlreadyThere(Package Package) : IntakeResult;

    /// <summary>Something entered is wrong, the checksum does not fit (<c>sha256</c>) or the file is empty (<c>file</c>).</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : IntakeResult;

    /// <summary>Longer than a package may be.</summary>
    public sealed record TooLarge(long MaxBytes) : IntakeResult;
}

/// <summary>Takes packages in, and lets them go.</summary>
public sealed class PackageIntake(IPackageStore packages, IPackageFiles files, AuditTrail audit, TimeProvider clock)
{
    /// <summary>
    /// Streams an upload to the store while hashing it. <paramref name="entry"/> is asked after the file has come, since form
    /// fields may follow it. A broken or refused upload leaves nothing behind.
    /// </summary>
    public async Task<IntakeResult> ReceiveAsync(
        Stream content, Func<CancellationToken, Task<PackageEntry>> entry, long maxBytes, Actor actor, CancellationToken ct)
    {
        try
        {
            await using var file = await files.ReceiveAsync(content, maxBytes, ct);
            return await TakeAsync(file, await entry(ct), actor, ct);
        }
        catch (PackageTooLargeException tooLarge)
        {
            return new IntakeResult.TooLarge(tooLarge.MaxBytes);
        }
    }

    /// <summary>Removes a package that no unfinished job needs.</summary>
    public async Task<PackageRemoval> DeleteAsync(PackageId id, Actor actor, CancellationToken ct)
    {
        var package = await packages.FindAsync(id, ct);
        if (package is null)
            return PackageRemoval.NoSuchPackage;
        var removal = await packages.DeleteAsync(id, ct);
        if (removal is PackageRemoval.Removed)
        {
            files.Delete(id);
            await audit.RecordAsync(actor, "package.deleted", package.Version, id.Value, package.FileName, ct);
        }

        return removal;
    }

    private async Task<IntakeResult> TakeAsync(IReceivedFile file, PackageEntry entry, Actor actor, CancellationToken ct)
    {
        var errors = entry.Check().ToList();
        if (file.SizeBytes == 0)
            errors.Add(new("file", OperatorText.Of($"The file is empty.")));
        else if (Sha256Digest.TryParse(entry.Sha256, out var expected) && expected != file.Sha256)
            errors.Add(new("sha256", OperatorText.Of($"The file arrived with the checksum {file.Sha256}, not the one given.")));
        if (errors.Count > 0)
            return new IntakeResult.Refused(errors);

        if (await packages.FindByContentAsync(file.Sha256, ct) is { } known)
            return new IntakeResult.AlreadyThere(known);

        var now = clock.GetUtcNow();
        var package = new Package(
            EntityId.New<PackageId>(now), entry.DisplayName(), entry.Version!.Trim(), file.SizeBytes, file.Sha256, now, actor.Name, entry.Notes?.Trim() ?? "");
        await file.KeepAsync(package.Id, ct);
        if (!await packages.AddAsync(package, ct))
        {
            files.Delete(package.Id);
            return new IntakeResult.AlreadyThere((await packages.FindByContentAsync(file.Sha256, ct))!);
        }

        await audit.RecordAsync(actor, "package.uploaded", package.Version, package.Id.Value, $"{package.FileName}, {package.SizeBytes} bytes, sha256 {package.Sha256}", ct);
        return new IntakeResult.Stored(package);
    }
}
