using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// The text of every command a unit is given. It is fixed but for operands, and an operand goes through <see cref="ShellQuote"/>.
/// Programs are named without a path, so that the unit's own search path finds them.
/// </summary>
internal static class UnitCommands
{
    /// <summary>The one name under which swaps run, so that systemd itself refuses a second one beside the first.</summary>
    public const string SwapService = "vics-update.service";

    /// <summary>Divides the two parts of the answer to <see cref="ReadSwap"/>.</summary>
    public const string RecordMark = "--- record ---";

    /// <summary>The unit's clock in seconds, with whatever fraction its date(1) knows.</summary>
    public static readonly string Clock = Script("date +%s.%N");

    /// <summary>
    /// One word for a POSIX shell, whatever is in it: within single quotes nothing is special but the single quote (POSIX XCU 2.2.2).
    /// </summary>
    public static string ShellQuote(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("An argument cannot hold a NUL.", nameof(text))
            : "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    /// <summary>Runs a fixed script with operands as <c>$1</c>, <c>$2</c> …, whatever the account's login shell is.</summary>
    public static string Script(string script, params ReadOnlySpan<string> operands)
    {
        var command = "env LC_ALL=C sh -c " + ShellQuote(script) + " sh";
        foreach (var operand in operands)
            command += " " + ShellQuote(operand);
        return command;
    }

    /// <summary>Looks around; the answer is for <see cref="UnitFactsReply"/>.</summary>
    public static string Inspect(UpdateProfile profile) => Script(EmbeddedScripts.Inspect, profile.ServiceName, profile.TargetPath);

    /// <summary>An empty file that only the account may read, for a transfer to fill: SFTP itself would leave it to the umask.</summary>
    public static string MakeEmpty(string path) => Script("""umask 077; rm -f -- "$1" && : >"$1" """, path);

    /// <summary>Removes a file.</summary>
    public static string Remove(string path) => Script("""rm -f -- "$1" """, path);

    /// <summary>Free kilobytes in the file's directory.</summary>
    public static string FreeKilobytes(string path) => Script("""df -Pk "${1%/*}/" | awk 'NR == 2 { print $4 }'""", path);

    /// <summary>
    /// Content written through (SFTP as SSH.NET speaks it cannot: no <c>fsync@openssh.com</c>), then its checksum.
    /// The file comes on standard input, since sha256sum(1) spells some names in its own way. Ends on the unit too when we no longer wait.
    /// </summary>
    public static string SyncAndHash(string path, TimeSpan limit) =>
        Script("""[ -f "$2" ] && timeout -k 5 "$1" sync "$2" && timeout -k 5 "$1" sha256sum <"$2" """, Seconds(limit), path);

    /// <summary>A copy with owner, permissions and times, complete under its name or not there at all.</summary>
    public static string Copy(string path, string copy, TimeSpan limit) =>
        Script(
            """
            trap 'rm -f -- "$3.part"' EXIT
            timeout -k 5 "$1" cp -p --reflink=auto -- "$2" "$3.part" && timeout -k 5 "$1" sync "$3.part" && mv -T -f -- "$3.part" "$3" && sync "${3%/*}/"
            """,
            Seconds(limit),
            path,
            copy);

    /// <summary>
    /// Asks systemd first and reads the record then: a service that has ended has written its last line before.
    /// </summary>
    public static string ReadSwap(UpdateTargetId target, string recordDirectory) =>
        Script(
            $"""
            timeout 20 systemctl show -p ActiveState -p Description {SwapService} || exit 3
            echo '{RecordMark}'
            [ ! -e "$1" ] || tail -c 65536 "$1"
            """,
            RecordPath(target, recordDirectory));

    /// <summary>
    /// Removes a target's left-overs and all backups but the newest, as the account itself. While a swap runs these files are its way back,
    /// so then nothing is touched and the exit status is 75. The record belongs to root's directory: it is emptied, and removed by a later swap.
    /// </summary>
    public static string CleanUp(UpdateTargetId target, UpdateProfile profile, string recordDirectory) =>
        Script(
            $"""
            shown=$(timeout 20 systemctl show -p ActiveState {SwapService}) || exit 3
            case $shown in *=inactive | *=failed) ;; *) exit 75 ;; esac
            rm -f -- "$1" "$2"
            [ ! -w "$3" ] || : >"$3"
            keep=$5
            set -- "$4"[0-9]*
            [ -e "$1" ] || exit 0
            while [ "$#" -gt "$keep" ]; do
              rm -f -- "$1"
              shift
            done
            """,
            StagedFiles.NewFile(profile.TargetPath, target),
            StagedFiles.OldFile(profile.TargetPath, target),
            RecordPath(target, recordDirectory),
            StagedFiles.BackupPrefix(profile.TargetPath),
            profile.BackupsKept.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The recorder's last lines.</summary>
    public static string ServiceLog(string serviceName) =>
        Script("""timeout 20 journalctl -q -u "$1" -n 100 --no-pager -o short-iso 2>/dev/null | tail -c 16384""", serviceName);

    /// <summary>Runs a command line as root; without a <paramref name="prompt"/> for an account whose sudo needs no password.</summary>
    /// <remarks>
    /// <c>-k</c>: a ticket from elsewhere must not decide whether it asks. <c>-S</c>: from standard input, never the command line, which every
    /// account of the unit can read. The prompt is random, so that nothing else can be taken for it.
    /// </remarks>
    public static string Sudo(string commandLine, string? prompt) =>
        prompt is null ? $"env LC_ALL=C sudo -n -- {commandLine}" : $"env LC_ALL=C sudo -k -S -p {ShellQuote(prompt)} -- {commandLine}";

    /// <summary>What every root command begins with: a transient service, away from the connection. Not <c>--quiet</c>, which hides why a start failed.</summary>
    public static string Transient(string unit) => $"systemd-run --collect --no-ask-password --unit={ShellQuote(unit)}";

    /// <summary>A transient service that does nothing, to see whether it may be started.</summary>
    public static string TryTransient(string tag) => $"{Transient($"vics-probe-{tag}.service")} /bin/true";

    /// <summary>Where a unit keeps its record of a target.</summary>
    public static string RecordPath(UpdateTargetId target, string recordDirectory) => $"{recordDirectory.TrimEnd('/')}/{target.Value:D}.state";

    private static string Seconds(TimeSpan span) => ((int)span.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
