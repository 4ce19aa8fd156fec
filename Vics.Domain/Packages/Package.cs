namespace Vics.Domain.Packages;

/// <summary>A version of the recorder's software, uploaded once and never changed.</summary>
/// <param name="Id">Its id; also names its file in the store.</param>
/// <param name="FileName">As the uploader's machine called it, without its path. For display only.</param>
/// <param name="Version">As its uploader calls it.</param>
/// <param name="SizeBytes">Its length.</param>
/// <param name="Sha256">Its checksum; unique among packages.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="UploadedBy">By whom.</param>
/// <param name="Notes">For people.</param>
public sealed record Package(
    PackageId Id, string FileName, string Version, long SizeBytes, Sha256Digest Sha256,
    DateTimeOffset UploadedAt, string UploadedBy, string Notes);

/// <summary>Keeps what is known of packages.</summary>
public interface IPackageStore
{
    /// <summary>One page, newest first. <see cref="ListQuery.Search"/> looks in file name, version, notes and checksum; sorts by <c>version</c>, <c>fileName</c>, <c>sizeBytes</c>, <c>uploadedAt</c>.</summary>
    Task<Paged<Package>> ListAsync(ListQuery query, CancellationToken ct);

    /// <summary>One package, or null.</summary>
    Task<Package?> FindAsync(PackageId id, CancellationToken ct);

    /// <summary>The package with this content, or null.</summary>
    Task<Package?> FindByContentAsync(Sha256Digest sha256, CancellationToken ct);

    /// <summary>Adds a package. False where one with this content exists.</summary>
    Task<bool> AddAsync(Package package, CancellationToken ct);

    /// <summary>Removes it unless an unfinished job needs it.</summary>
    Task<PackageRemoval> DeleteAsync(PackageId id, CancellationToken ct);
}

/// <summary>How removing a package ended.</summary>
public enum PackageRemoval
{
    /// <summary>Gone.</summary>
    Removed,

    /// <summary>There is none.</summary>
    NoSuchPackage,

    /// <summary>An unfinished update job still needs it.</summary>
    InUse,
}

/// <summary>Keeps the packages' files.</summary>
public interface IPackageFiles
{
    /// <summary>
    /// Writes what comes in to a file of a generated name while hashing it; never the whole in memory. The caller keeps or discards it; disposing discards what was not kept.
    /// </summary>
    /// <exception cref="PackageTooLargeException">More than <paramref name="maxBytes"/> came; nothing is left behind.</exception>
    /// <exception cref="IOException">The disk is full or gone; nothing is left behind.</exception>
    Task<IReceivedFile> ReceiveAsync(Stream content, long maxBytes, CancellationToken ct);

    /// <summary>Opens a package's file for reading and seeking.</summary>
    /// <exception cref="FileNotFoundException">It is gone from the disk.</exception>
    Stream OpenRead(PackageId id);

    /// <summary>Removes a package's file.</summary>
    void Delete(PackageId id);
}

/// <summary>A file received whole, not yet anybody's.</summary>
public interface IReceivedFile : IAsyncDisposable
{
    /// <summary>Its checksum.</summary>
    Sha256Digest Sha256 { get; }

    /// <summary>Its length.</summary>
    long SizeBytes { get; }

    /// <summary>Makes it the file of a package, written through to the disk.</summary>
    Task KeepAsync(PackageId id, CancellationToken ct);
}

/// <summary>An upload was longer than a package may be.</summary>
public sealed class PackageTooLargeException(long maxBytes) : Exception($"A package has at most {maxBytes} bytes.")
{
    /// <summary>The most a package may have.</summary>
    public long MaxBytes { get; } = maxBytes;
}
