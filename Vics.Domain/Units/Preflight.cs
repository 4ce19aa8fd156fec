namespace Vics.Domain.Units;

/// <summary>One thing that must hold before a unit may be updated.</summary>
/// <param name="Name">What was looked at, for programs: <c>systemd</c>, <c>service</c>, <c>target</c>, <c>directory</c>, <c>filesystem</c>, <c>room</c>, <c>clock</c>, <c>probe</c>, <c>sudo</c>.</param>
/// <param name="Ok">It holds.</param>
/// <param name="Code">Why not, for programs; null where it holds.</param>
/// <param name="Message">What was found, and what to do where it does not hold.</param>
public sealed record PreflightCheck(string Name, bool Ok, string? Code, OperatorText Message)
{
    internal static PreflightCheck That(bool holds, string name, string code, OperatorText good, OperatorText bad) =>
        new(name, holds, holds ? null : code, holds ? good : bad);
}

/// <summary>Decides from what a look at a unit showed whether an update would go through.</summary>
public static class Preflight
{
    /// <summary>What must stay free beside the new file and the copy of the old one.</summary>
    public const long MarginBytes = 16L << 20;

    private static readonly TimeSpan TolerableClockOffset = TimeSpan.FromMinutes(5);

    /// <summary>Every check, in the order a person would go through them.</summary>
    /// <param name="facts">What was seen.</param>
    /// <param name="sudo">How root is had.</param>
    /// <param name="profile">How the unit would be updated.</param>
    /// <param name="packageBytes">Size of the new file; 0 for a look without a package.</param>
    public static IReadOnlyList<PreflightCheck> Check(UnitFacts facts, SudoAccess sudo, UpdateProfile profile, long packageBytes) =>
    [
        PreflightCheck.That(facts.RunsSystemd, "systemd", "noSystemd",
            OperatorText.Of($"The unit runs systemd."), OperatorText.Of($"The unit does not run systemd, which an update needs.")),
        PreflightCheck.That(facts.ServiceExists, "service", "serviceMissing",
            OperatorText.Of($"The service {profile.ServiceName} exists."),
            OperatorText.Of($"The unit has no service {profile.ServiceName}. Correct the update profile.")),
        PreflightCheck.That(facts.TargetKind is TargetFileKind.File && facts.InstalledSha256 is not null, "target", "targetMissing",
            OperatorText.Of($"{profile.TargetPath} is there and can be read."),
            OperatorText.Of($"{profile.TargetPath} is not a file that the account can read. Correct the update profile or the account's rights.")),
        PreflightCheck.That(facts.DirectoryWritable, "directory", "directoryNotWritable",
            OperatorText.Of($"The account may write beside {profile.TargetPath}."),
            OperatorText.Of($"The account may not write beside {profile.TargetPath}. Give it the right, or use another account.")),
        PreflightCheck.That(facts.SameFilesystem, "filesystem", "otherFilesystem",
            OperatorText.Of($"The file and its directory are on one filesystem."),
            OperatorText.Of($"{profile.TargetPath} is mounted on its own, so it cannot be swapped at one stroke.")),
        Room(facts, packageBytes),
        Clock(facts),
        PreflightCheck.That(profile.ProbePath is null || facts.CanProbe, "probe", "probeImpossible",
            OperatorText.Of($"The unit can check by itself whether the recorder answers."),
            OperatorText.Of($"The unit has none of curl, wget and bash to check whether the recorder answers. Install one, or empty the profile's probe path.")),
        new PreflightCheck("sudo", sudo.Kind is not SudoKind.Refused, sudo.Kind is SudoKind.Refused ? "sudoRefused" : null,
            sudo.Reason ?? OperatorText.Of($"The account may do what an update needs as root.")),
    ];

    private static PreflightCheck Room(UnitFacts facts, long packageBytes)
    {
        var needed = packageBytes + facts.InstalledBytes + MarginBytes;
        return PreflightCheck.That(facts.FreeBytes >= needed, "room", "diskFull",
            OperatorText.Of($"{Megabytes(facts.FreeBytes)} MB are free, {Megabytes(needed)} MB are needed."),
            OperatorText.Of($"Only {Megabytes(facts.FreeBytes)} MB are free, but the new file and the copy of the old one need {Megabytes(needed)} MB. Make room on the unit."));
    }

    // A wrong clock spoils recordings and certificates but not an update, which measures with the unit's monotonic clock.
    private static PreflightCheck Clock(UnitFacts facts)
    {
        var seconds = (long)facts.ClockOffset.TotalSeconds;
        return new PreflightCheck("clock", true, null, facts.ClockOffset.Duration() <= TolerableClockOffset
            ? OperatorText.Of($"The unit's clock is right.")
            : OperatorText.Of($"The unit's clock is {seconds} s off. The update goes on, but recordings carry wrong times."));
    }

    private static long Megabytes(long bytes) => bytes / 1_000_000;
}
