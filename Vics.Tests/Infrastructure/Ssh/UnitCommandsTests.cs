using System.Text;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Ssh;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>The text of commands, held against a real shell.</summary>
public sealed class UnitCommandsTests
{
    private const string Nasty = " \t\n'\"\\`$!(){}[]<>|&;*?~#%^=-+./:@,한글éA1\u0001\u007f";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_quoted_text_comes_out_of_a_real_shell_as_it_went_in()
    {
        var random = new Random(20260101);
        var texts = Enumerable.Range(0, 500)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => Nasty[random.Next(Nasty.Length)])))
            .Append("; touch /tmp/pwned; #").Append("$(reboot)").Append("-n").Append("'").Append(@"'\''").ToArray();
        var script = "printf '%s\\037' " + string.Join(' ', texts.Select(UnitCommands.ShellQuote));

        var shell = await LabShell.RunAsync("sh", ["-c", script], default, TimeSpan.FromSeconds(20), Ct);

        Assert.Equal((0, ""), (shell.ExitCode, shell.Error));
        Assert.Equal(texts, shell.Output.Split('\u001f')[..^1]);
    }

    [Fact]
    public void A_NUL_cannot_be_quoted() => Assert.Throws<ArgumentException>(() => UnitCommands.ShellQuote("a\0b"));

    [Fact]
    public async Task Operands_of_a_script_are_operands_whatever_the_outer_shell_makes_of_them()
    {
        var command = UnitCommands.Script("""printf '%s|' "$@" """, "a b", "$(id)", "it's", "");
        var shell = await LabShell.RunAsync("sh", ["-c", command], default, TimeSpan.FromSeconds(20), Ct);
        Assert.Equal("a b|$(id)|it's||", shell.Output);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    public async Task Every_command_is_good_shell(string program)
    {
        var target = SshBench.NewTarget();
        var limit = TimeSpan.FromSeconds(9);
        string[] commands =
        [
            UnitCommands.Clock, UnitCommands.Inspect(SshBench.Profile), UnitCommands.MakeEmpty("/a b"), UnitCommands.Remove("/a"), UnitCommands.FreeKilobytes("/a"),
            UnitCommands.SyncAndHash("/a", limit), UnitCommands.Copy("/a", "/b", limit), UnitCommands.ReadSwap(target, "/r"),
            UnitCommands.CleanUp(target, SshBench.Profile, "/r"), UnitCommands.ServiceLog("x.service"),
            UnitCommands.Sudo(ArmedSwapScript.CommandLine(Swap, "/var/lib/vics-update"), "prompt"), EmbeddedScripts.ArmedSwap, EmbeddedScripts.Inspect,
        ];
        foreach (var command in commands)
        {
            var outer = await LabShell.RunAsync(program, ["-n", "-c", command], default, TimeSpan.FromSeconds(20), Ct);
            Assert.True(outer is { ExitCode: 0, Error: "" }, $"{command}\n{outer.Error}");
        }
    }

    [Fact]
    public async Task The_swap_hands_script_and_data_over_untouched()
    {
        // A stand-in for systemd-run that prints what it was given.
        var command = "systemd-run() { printf '%s\\037' \"$@\"; }; " + ArmedSwapScript.CommandLine(Swap, "/var/lib/vics-update/");
        var shell = await LabShell.RunAsync("bash", ["-c", command], default, TimeSpan.FromSeconds(20), Ct);
        var words = shell.Output.Split('\u001f')[..^1];

        Assert.Contains("--unit=vics-update.service", words);
        Assert.Contains("--setenv=VICS_SCRIPT=" + EmbeddedScripts.ArmedSwap, words);
        Assert.Contains("--setenv=VICS_PATH=/home/mirero/VI CS 한글", words);
        Assert.Contains("--setenv=VICS_RECORDS=/var/lib/vics-update", words);
        Assert.Contains("ExecStopPost=/bin/sh -c 'printenv VICS_SCRIPT | /bin/sh -s finish'", words);
        Assert.Equal(["/bin/sh", "-c", "printenv VICS_SCRIPT | /bin/sh -s swap"], words[^3..]);
        Assert.DoesNotContain(words, word => word.Contains('$', StringComparison.Ordinal) && !word.StartsWith("--setenv=VICS_SCRIPT=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_line_with_the_swap_fits_into_one_argument_of_a_kernel() =>
        // MAX_ARG_STRLEN, execve(2); sshd hands the whole command to the login shell as one.
        Assert.True(Encoding.UTF8.GetByteCount(UnitCommands.Sudo(ArmedSwapScript.CommandLine(Swap, "/r"), "p")) < 64 * 1024);

    [Fact]
    public void Text_from_a_unit_is_cut_and_cleaned()
    {
        Assert.Equal("a [31mred b", UnitText.OneLine("a\u001b[31mred\r\n\t b\u0000", 100));
        Assert.Equal("abc", UnitText.OneLine("abcdef", 3));
        Assert.Equal("b\nc", UnitText.Lines("a\u0007\nb\n\u001bc", 3));
    }

    [Fact]
    public void A_secret_is_taken_out_in_every_spelling()
    {
        var secret = new Secret("it's");
        Assert.Equal("*** *** ***", UnitText.Scrub($"it's {UnitCommands.ShellQuote("it's")} {Convert.ToBase64String("it's"u8)}", secret));
        Assert.Equal("as it is", UnitText.Scrub("as it is", null));
    }

    private static ArmedSwap Swap => new()
    {
        Target = SshBench.NewTarget(),
        Profile = SshBench.Profile with { TargetPath = "/home/mirero/VI CS 한글" },
        NewPath = "/home/mirero/new",
        NewSha256 = Sha256Digest.Parse(new string('a', 64)),
        BackupPath = "/home/mirero/backup",
        OldSha256 = Sha256Digest.Parse(new string('b', 64)),
        ApiPort = 9080,
    };
}
