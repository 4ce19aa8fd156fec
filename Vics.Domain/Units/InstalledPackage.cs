using Vics.Domain.Packages;

namespace Vics.Domain.Units;

/// <summary>What runs on a unit, as of the last update or look.</summary>
/// <param name="PackageId">The package, or null where the file is none we know.</param>
/// <param name="Version">The package's version, or null likewise.</param>
/// <param name="Sha256">Checksum of the installed file.</param>
/// <param name="InstalledAt">When it was first seen there.</param>
public sealed record InstalledPackage(PackageId? PackageId, string? Version, Sha256Digest Sha256, DateTimeOffset InstalledAt);
