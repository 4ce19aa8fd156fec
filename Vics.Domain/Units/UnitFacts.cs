using Vics.Domain.Packages;

namespace Vics.Domain.Units;

/// <summary>What a look at a unit showed.</summary>
public sealed record UnitFacts
{
    /// <summary>As <c>os-release</c> names it.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>As the kernel names it: <c>x86_64</c>, <c>aarch64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>systemd is there and runs the unit.</summary>
    public required bool RunsSystemd { get; init; }

    /// <summary>The unit's clock minus ours.</summary>
    public required TimeSpan ClockOffset { get; init; }

    /// <summary>From asking to being answered, once.</summary>
    public required TimeSpan RoundTrip { get; init; }

    /// <summary>systemd knows the profile's service.</summary>
    public required bool ServiceExists { get; init; }

    /// <summary>The recorder service.</summary>
    public required ServiceState ServiceState { get; init; }

    /// <summary>What lies at the profile's target path.</summary>
    public required TargetFileKind TargetKind { get; init; }

    /// <summary>Its checksum, where it is a file that may be read.</summary>
    public Sha256Digest? InstalledSha256 { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long InstalledBytes { get; init; }

    /// <summary>The account may make and rename files in the target's directory.</summary>
    public required bool DirectoryWritable { get; init; }

    /// <summary>The file and its directory are on one filesystem, so that a rename between them is atomic (rename(2)).</summary>
    public required bool SameFilesystem { get; init; }

    /// <summary>Free for the account in the target's directory, in bytes.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>A program that can ask <see cref="UpdateProfile.ProbePath"/> on the unit itself is there.</summary>
    public required bool CanProbe { get; init; }
}

/// <summary>What lies at a path.</summary>
public enum TargetFileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>An ordinary file.</summary>
    File,

    /// <summary>A link, a directory, a device.</summary>
    Other,
}

/// <summary>How root is had on a unit.</summary>
public enum SudoKind
{
    /// <summary>sudo asks for the password and takes it.</summary>
    Password,

    /// <summary>sudo asks for nothing, or the account is root.</summary>
    NoPassword,

    /// <summary>sudo does not let us.</summary>
    Refused,
}

/// <summary>How root is had, and why not.</summary>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why not, and what to change; null unless refused.</param>
public sealed record SudoAccess(SudoKind Kind, OperatorText? Reason = null);
