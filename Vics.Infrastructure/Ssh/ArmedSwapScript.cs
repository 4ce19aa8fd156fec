using System.Globalization;
using System.Text;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// The command line that starts <c>armed-swap.sh</c> on a unit. Script and data travel as environment values of the transient service.
/// In an argument systemd expands <c>$</c> (systemd.service(5), "Command lines"), and after <c>systemctl daemon-reload</c> in the middle
/// systemd 252 reads its own escape of <c>$</c> back wrongly, so that the script would be gone when it is needed most. Hence no
/// <c>$</c> stands in any argument, and a pipe brings the script to the shell.
/// </summary>
internal static class ArmedSwapScript
{
    private const string Shell = "/bin/sh -c";
    private const string Run = "printenv VICS_SCRIPT | /bin/sh -s";

    /// <summary>Everything after <c>sudo … --</c>.</summary>
    public static string CommandLine(ArmedSwap swap, string recordDirectory)
    {
        var line = new StringBuilder(UnitCommands.Transient(UnitCommands.SwapService));
        Append(line, "--description=", Description(swap.Target));
        // The pipe's status is the shell's, and a shell that got no script is content: so the record is looked for.
        Append(line, "-p ", $"ExecStartPre={Shell} '{Run} prepare && test -s {UnitCommands.RecordPath(swap.Target, recordDirectory)}'");
        Append(line, "-p ", $"ExecStopPost={Shell} '{Run} finish'");
        var limit = Number((int)Longest(swap.Profile).TotalSeconds);
        Append(line, "-p ", "RuntimeMaxSec=" + limit);
        Append(line, "-p ", "TimeoutStopSec=" + limit);
        // Memory being short is the worst time to lose the one that brings the recorder back.
        Append(line, "-p ", "OOMScoreAdjust=-900");
        foreach (var (name, value) in Variables(swap, recordDirectory))
            Append(line, "--setenv=", name + "=" + value);
        return line.Append($" {Shell} '{Run} swap'").ToString();
    }

    /// <summary>What the service is called while it works for a target; tells whose swap is running.</summary>
    public static string Description(UpdateTargetId target) => $"VICS update {target.Value:D}";

    /// <summary>What the script is told.</summary>
    public static IEnumerable<(string Name, string Value)> Variables(ArmedSwap swap, string recordDirectory)
    {
        var profile = swap.Profile;
        return
        [
            ("VICS_TARGET", swap.Target.Value.ToString("D")),
            ("VICS_RECORDS", recordDirectory.TrimEnd('/')),
            ("VICS_SERVICE", profile.ServiceName),
            ("VICS_PATH", profile.TargetPath),
            ("VICS_MODE", profile.FileMode),
            ("VICS_NEW", swap.NewPath),
            ("VICS_NEW_SHA256", swap.NewSha256.Hex),
            ("VICS_OLD", StagedFiles.OldFile(profile.TargetPath, swap.Target)),
            ("VICS_OLD_SHA256", swap.OldSha256.Hex),
            ("VICS_BACKUP", swap.BackupPath),
            ("VICS_STOP", Number(profile.StopTimeoutSeconds)),
            ("VICS_START", Number(profile.StartTimeoutSeconds)),
            ("VICS_SETTLE", Number(profile.SettleSeconds)),
            ("VICS_PORT", Number(swap.ApiPort)),
            ("VICS_PROBE", profile.ProbePath ?? ""),
            ("VICS_SCRIPT", EmbeddedScripts.ArmedSwap),
        ];
    }

    // Both versions stopped, started and watched, and a quarter of an hour for checksums of large files on a slow disk.
    private static TimeSpan Longest(UpdateProfile profile) =>
        TimeSpan.FromSeconds(900 + (3 * profile.StopTimeoutSeconds) + (4 * profile.StartTimeoutSeconds) + (2 * profile.SettleSeconds));

    private static void Append(StringBuilder line, string option, string value) =>
        line.Append(' ').Append(option).Append(UnitCommands.ShellQuote(value));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
