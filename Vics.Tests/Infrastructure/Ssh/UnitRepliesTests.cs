using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Ssh;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>What units answer, read: the expected, the odd and the hostile.</summary>
public sealed class UnitRepliesTests
{
    private const string Prompt = "vics-0123:";

    [Theory]
    [InlineData("sudo: sorry, you must have a tty to run sudo\n", "requiretty")]
    [InlineData(Prompt + "Sorry, try again.\n" + Prompt + "\nsudo: no password was provided\nsudo: 1 incorrect password attempt\n", "did not take the stored password")]
    [InlineData(Prompt + "mirero is not in the sudoers file.\n", "does not let the account")]
    [InlineData("Sorry, user mirero is not allowed to execute '/usr/bin/systemd-run --unit=x' as root on unit.\n", "does not let the account")]
    [InlineData("Sorry, user mirero may not run sudo on unit.\n", "does not let the account")]
    [InlineData("sudo: a password is required\n", "none is stored")]
    [InlineData("sudo: account validation failure, is your account locked?\n", "Unlock it")]
    [InlineData("sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set\n", "Repair it")]
    [InlineData("sh: 1: sudo: not found\n", "no sudo on the unit")]
    [InlineData("env: 'sudo': No such file or directory\n", "no sudo on the unit")]
    [InlineData("[sudo: " + Prompt + "] Password: sudo-rs: Authentication failed, try again.\n", "did not take the stored password")]
    [InlineData("sudo-rs: I'm sorry mirero. I'm afraid I can't do that\n", "does not let the account")]
    [InlineData("sudo: parse error in /etc/sudoers near line 3\nsudo: no valid sudoers sources found, quitting\n", "sudo refused: “sudo: parse error")]
    public void A_refusal_of_sudo_is_told_from_a_failing_command(string error, string sentence) =>
        Assert.Contains(sentence, SudoReply.Read(new CommandReply(1, "", error), Prompt).Refusal?.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(Prompt + "Failed to start transient service unit: Unit vics-update.service was already loaded or has a fragment file.\n", "Another update is running")]
    [InlineData("sudo: unable to resolve host unit: Name or service not known\nFailed to start transient service unit: Unit vics-update.service already exists.\n", "Another update is running")]
    [InlineData(Prompt + "Job for vics-update.service failed because the control process exited with error code.\nSee \"systemctl status\"\n", "could not write to /r")]
    [InlineData("sudo: systemd-run: command not found\n", "no systemd-run")]
    [InlineData("Unknown assignment: ExecStopPost=/bin/sh\n", "236 or later")]
    [InlineData("Failed to connect to bus\n", "Failed to connect to bus")]
    public void A_command_that_fails_under_sudo_is_no_refusal(string error, string sentence)
    {
        var sudo = SudoReply.Read(new CommandReply(1, "", error), Prompt);
        Assert.Null(sudo.Refusal);
        Assert.DoesNotContain(Prompt, sudo.Complaint, StringComparison.Ordinal);
        Assert.Contains(sentence, SwapRefusal.Read(sudo.Complaint, "/r").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Running as unit: x.service\n", false)]
    [InlineData(Prompt + "Running as unit: x.service\n", true)]
    [InlineData("We trust you have received the usual lecture\n" + Prompt, true)]
    public void The_prompt_tells_whether_sudo_asked(string error, bool asked) =>
        Assert.Equal(new SudoReply(asked, null, error.Replace(Prompt, "", StringComparison.Ordinal).Trim('\n')), SudoReply.Read(new CommandReply(0, "", error), Prompt));

    [Fact]
    public void A_command_that_was_ended_by_a_signal_is_no_success() => Assert.False(new CommandReply(null, "", "").Succeeded);

    [Fact]
    public void A_record_is_read_line_by_line_and_what_makes_no_sense_is_left_out()
    {
        var target = SshBench.NewTarget();
        var record = SwapStateFile.Read(
            $"Description=VICS update {target}\nActiveState=active\n{UnitCommands.RecordMark}\n"
            + "armed 12.34 \nstopping 12.50 \nnonsense 1.0 x\nstarted -5 \nstarted NaN \nstarted 1e999 \nunhealthy 14.00 it \u001b[31mended = why\nrestored 14.\nrolledback 15.",
            target);

        Assert.Equal(
            [
                new SwapEvent(SwapPhase.Armed, TimeSpan.FromSeconds(12.34), ""),
                new SwapEvent(SwapPhase.Stopping, TimeSpan.FromSeconds(12.5), ""),
                new SwapEvent(SwapPhase.Unhealthy, TimeSpan.FromSeconds(14), "it [31mended = why"),
                new SwapEvent(SwapPhase.Restored, TimeSpan.FromSeconds(14), ""),
            ],
            record.Events);
        Assert.True(record.Running);
        Assert.False(record.IsFinal);
    }

    [Theory]
    [InlineData("active", true)]
    [InlineData("deactivating", true)]
    [InlineData("activating", true)]
    [InlineData("inactive", false)]
    [InlineData("failed", false)]
    public void A_swap_runs_until_its_service_is_quite_gone(string state, bool running)
    {
        var target = SshBench.NewTarget();
        var answer = $"ActiveState={state}\nDescription=VICS update {target}\n{UnitCommands.RecordMark}\n";
        Assert.Equal(running, SwapStateFile.Read(answer, target).Running);
        Assert.False(SwapStateFile.Read(answer, SshBench.NewTarget()).Running);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ActiveState=active\n")]
    [InlineData(UnitCommands.RecordMark + "\nhealthy 1.0 \n")]
    public void Without_the_word_of_systemd_there_is_no_record(string answer) =>
        Assert.Equal(DeviceFaultCode.Protocol, Assert.Throws<DeviceException>(() => SwapStateFile.Read(answer, SshBench.NewTarget())).Fault.Code);

    [Fact]
    public void Downtime_is_counted_over_every_time_the_recorder_is_away()
    {
        var target = SshBench.NewTarget();
        var record = SwapStateFile.Read(
            $"ActiveState=inactive\nDescription=x\n{UnitCommands.RecordMark}\n"
            + "armed 10.00 \nstopping 11.00 \nstopped 11.10 \nswapped 11.10 \nstarted 11.20 \nanswering 11.50 \nunhealthy 14.00 x\nrestored 14.20 \nrolledback 14.70 \n",
            target);
        Assert.Equal(TimeSpan.FromSeconds(1.2), record.Downtime);
    }

    [Fact]
    public void Facts_that_a_unit_does_not_tell_are_not_there()
    {
        var facts = UnitFactsReply.Read("os=x\nos=y\nfree=99999999999999999999\nsize=-1\nkind=what\nsha256=zz  -\nActiveState=odd", default, default);
        Assert.Equal(("x", 0L, 0L, TargetFileKind.Other, ServiceState.Unknown), (facts.OperatingSystem, facts.FreeBytes, facts.InstalledBytes, facts.TargetKind, facts.ServiceState));
        Assert.Null(facts.InstalledSha256);
    }

    [Theory]
    [InlineData("1700000000.250000000\n", 0.25)]
    [InlineData("1700000000.%N\n", 0)]
    [InlineData("1700000000\n", 0)]
    public void The_clock_is_read_with_whatever_fraction_there_is(string answer, double fraction) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000).AddSeconds(fraction), UnitFactsReply.ReadClock(answer));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("99999999999999")]
    public void What_is_no_time_is_told(string answer) =>
        Assert.Equal(DeviceFaultCode.Protocol, Assert.Throws<DeviceException>(() => UnitFactsReply.ReadClock(answer)).Fault.Code);
}
