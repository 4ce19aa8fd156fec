using Vics.Domain.Packages;

namespace Vics.Domain.Units;

/// <summary>The inventory in figures.</summary>
/// <param name="States">How many units are in which state; a state nobody is in may be missing.</param>
/// <param name="Versions">How many units run what, the most first.</param>
public sealed record FleetFigures(IReadOnlyDictionary<UnitState, int> States, IReadOnlyList<VersionCount> Versions)
{
    /// <summary>All units.</summary>
    public int Total => States.Values.Sum();

    /// <summary>How many units run a package.</summary>
    public int UnitsWith(PackageId package) => Versions.Where(version => version.PackageId == package).Sum(version => version.Units);
}

/// <summary>How many units run the same.</summary>
/// <param name="IsKnown">What runs there has been looked at.</param>
/// <param name="PackageId">The package, or null where it is none we know.</param>
/// <param name="Version">Its version, or null likewise.</param>
/// <param name="Units">How many.</param>
public sealed record VersionCount(bool IsKnown, PackageId? PackageId, string? Version, int Units);
