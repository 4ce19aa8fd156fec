using System.Text;
using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>The part of an update that a unit finishes by itself, on real units: whatever happens, a whole version runs in the end.</summary>
public sealed class ArmedSwapOnUnitsTests(LabFixture lab, ITestOutputHelper output)
{
    private const int Large = 20_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RecorderProgram.MinimumSize)]
    [InlineData(Large)]
    public async Task A_good_version_is_swapped_in_with_little_downtime_whatever_its_size(int size)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var stopAndStart = await MeasureRestartAsync(unit);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0", size), Ct);

        await using var probe = await DowntimeProbe.StartAsync(unit, Ct);
        await session.ArmAsync(swap, Ct);
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);
        await probe.WaitForAnswersAsync(2, Ct);

        output.WriteLine(SshBench.Describe(record));
        output.WriteLine($"size {size}: gap from outside {probe.LongestGap}, by the unit {record.Downtime}, stop and start alone {stopAndStart}");
        SshBench.AssertEndsAs(SwapPhase.Healthy, record);
        Assert.Equal(
            [SwapPhase.Armed, SwapPhase.Stopping, SwapPhase.Stopped, SwapPhase.Swapped, SwapPhase.Started, SwapPhase.Answering, SwapPhase.Healthy],
            record.Events.Select(entry => entry.Phase));
        Assert.Equal("2.0.0", await unit.RunningVersionAsync(Ct));
        Assert.True(probe.LongestGap < stopAndStart + TimeSpan.FromSeconds(1), $"{probe.LongestGap}");
        Assert.True(record.Downtime < stopAndStart + TimeSpan.FromSeconds(1), $"{record.Downtime}");
        Assert.Equal("mirero mirero 755\n", await unit.RunAsync("stat -c '%U %G %a' /home/mirero/VICS", Ct));

        await session.CleanUpAsync(swap.Target, swap.Profile, Ct);
        Assert.Empty((await session.ReadSwapAsync(swap.Target, Ct)).Events);
        Assert.Equal($"VICS\n{Path.GetFileName(swap.BackupPath)}\n", await unit.RunAsync("ls /home/mirero", Ct));
    }

    [Theory]
    [InlineData(RecorderBehaviour.DiesAtStart, "cannot load libvics.so.3")]
    [InlineData(RecorderBehaviour.CrashesAfterSeconds, "crashed")]
    [InlineData(RecorderBehaviour.StartsButDoesNotAnswer, "did not answer at http://127.0.0.1:9080/vapi/GetCamList")]
    public async Task A_version_that_does_not_run_is_rolled_back_by_the_unit(RecorderBehaviour behaviour, string reason)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var profile = SshBench.Profile with { SettleSeconds = 3 };
        var before = await unit.RunAsync("stat -c '%i %U %G %a %y' /home/mirero/VICS", Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0", 1_000_000, behaviour, 1), Ct, profile);

        await session.ArmAsync(swap, Ct);
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);

        output.WriteLine(SshBench.Describe(record));
        SshBench.AssertEndsAs(SwapPhase.RolledBack, record);
        Assert.Contains(reason, record.Events.Single(entry => entry.Phase is SwapPhase.Unhealthy).Detail, StringComparison.Ordinal);
        Assert.NotNull(record.Downtime);
        Assert.Equal(RecorderProgram.BaseVersion, await unit.RunningVersionAsync(Ct));
        Assert.Equal(before, await unit.RunAsync("stat -c '%i %U %G %a %y' /home/mirero/VICS", Ct));
    }

    [Fact]
    public async Task A_second_swap_on_a_unit_is_refused_while_the_first_runs_and_so_is_cleaning_up()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var first = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct, SshBench.Profile with { SettleSeconds = 3 });
        var second = await SshBench.StageAsync(session, RecorderProgram.Create("3.0.0"), Ct);

        await session.ArmAsync(first, Ct);
        var refused = await SshBench.FaultOfAsync(() => session.ArmAsync(second, Ct), DeviceFaultCode.CommandFailed);
        await SshBench.FaultOfAsync(() => session.CleanUpAsync(second.Target, second.Profile, Ct), DeviceFaultCode.CommandFailed);

        Assert.StartsWith("Another update is running on this unit", refused.Message.ToString(), StringComparison.Ordinal);
        Assert.False((await session.ReadSwapAsync(second.Target, Ct)).Running);
        SshBench.AssertEndsAs(SwapPhase.Healthy, await SshBench.WaitForEndAsync(session, first.Target, Ct));
        Assert.Equal("2.0.0", await lease.Unit.RunningVersionAsync(Ct));
    }

    [Fact]
    public async Task Nothing_is_touched_when_a_file_is_not_what_it_should_be()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        await using var probe = await DowntimeProbe.StartAsync(unit, Ct);
        foreach (var harm in (string[])["echo x >>NEW", "echo x >>BACKUP", "rm NEW", "rm NEW; ln -s /etc/shadow NEW", "cp VICS VICS.x; echo >>VICS.x; mv VICS.x VICS"])
        {
            var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);
            await unit.RunAsync("cd /home/mirero; " + harm.Replace("NEW", swap.NewPath, StringComparison.Ordinal).Replace("BACKUP", swap.BackupPath, StringComparison.Ordinal), Ct);

            await session.ArmAsync(swap, Ct);
            var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);

            SshBench.AssertEndsAs(SwapPhase.Untouched, record);
            Assert.Equal(2, record.Events.Count);
            await session.CleanUpAsync(swap.Target, swap.Profile, Ct);
        }

        Assert.Equal(0, probe.Failures);
    }

    [Fact]
    public async Task A_recorder_that_does_not_stop_in_time_is_left_with_the_old_version()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        await SshBench.SlowDownAsync(unit, Ct, "ExecStop=/bin/sleep 4");
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct, SshBench.Profile with { StopTimeoutSeconds = 1, StartTimeoutSeconds = 20 });

        await session.ArmAsync(swap, Ct);
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);

        output.WriteLine(SshBench.Describe(record));
        SshBench.AssertEndsAs(SwapPhase.Untouched, record);
        Assert.Equal(RecorderProgram.BaseVersion, await unit.RunningVersionAsync(Ct));
    }

    [Fact]
    public async Task Owner_mode_and_capabilities_of_the_old_file_pass_to_the_new_one()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await unit.RunAsync("chown games:games /home/mirero/VICS; setcap cap_net_bind_service=ep /home/mirero/VICS", Ct);
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct, SshBench.Profile with { FileMode = "0775" });

        await session.ArmAsync(swap, Ct);
        SshBench.AssertEndsAs(SwapPhase.Healthy, await SshBench.WaitForEndAsync(session, swap.Target, Ct));

        Assert.Equal(
            "games games 775\n/home/mirero/VICS cap_net_bind_service=ep\n",
            await unit.RunAsync("stat -c '%U %G %a' /home/mirero/VICS; getcap /home/mirero/VICS", Ct));
    }

    [Fact]
    public async Task A_recorder_without_a_probe_is_watched_all_the_same()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var silent = SshBench.Profile with { ProbePath = null };

        var bad = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0", behaviour: RecorderBehaviour.DiesAtStart), Ct, silent);
        await session.ArmAsync(bad, Ct);
        SshBench.AssertEndsAs(SwapPhase.RolledBack, await SshBench.WaitForEndAsync(session, bad.Target, Ct));

        var good = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.1", behaviour: RecorderBehaviour.StartsButDoesNotAnswer), Ct, silent);
        await session.ArmAsync(good, Ct);
        SshBench.AssertEndsAs(SwapPhase.Healthy, await SshBench.WaitForEndAsync(session, good.Target, Ct));
    }

    [Fact]
    public async Task A_unit_that_cannot_write_its_record_does_not_begin()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.RunAsync("rm -rf /var/lib/vics-update; touch /var/lib/vics-update", Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);

        var fault = await SshBench.FaultOfAsync(() => session.ArmAsync(swap, Ct), DeviceFaultCode.CommandFailed);

        Assert.Contains("/var/lib/vics-update", fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Empty((await session.ReadSwapAsync(swap.Target, Ct)).Events);
        Assert.Equal(RecorderProgram.BaseVersion, await lease.Unit.RunningVersionAsync(Ct));
    }

    [Theory]
    [InlineData(SudoRule.Password)]
    [InlineData(SudoRule.NoPassword)]
    public async Task The_password_is_found_nowhere_on_the_unit_during_and_after_an_update(SudoRule rule)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await unit.SetSudoAsync(rule, Ct);
        var needle = Encoding.UTF8.GetBytes(unit.Password);
        await using var watch = new Story.ProcessListWatch(unit);
        await using var session = await SshBench.ConnectAsync(unit, Ct);

        // Without a look at sudo before: so the password is sent even where sudo does not ask for it.
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);
        await session.ArmAsync(swap, Ct);
        SshBench.AssertEndsAs(SwapPhase.Healthy, await SshBench.WaitForEndAsync(session, swap.Target, Ct));

        Assert.True((await watch.StopAsync()).AsSpan().IndexOf(needle) < 0);
        Assert.True(watch.Looks > 3);
        var found = await unit.TryRunAsync(
            "cat >/dev/shm/needle; journalctl --sync; { journalctl -o export -q; find / -xdev \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -type f -newer /proc/1 -print0 | xargs -0 cat; cat /home/mirero/VICS.* /var/lib/vics-update/*; } 2>/dev/null | grep -c -a -F -f /dev/shm/needle; rm /dev/shm/needle",
            needle,
            Ct);
        Assert.Equal("0\n", found.Output);
    }

    private static async Task<TimeSpan> MeasureRestartAsync(LabUnit unit)
    {
        await using var probe = await DowntimeProbe.StartAsync(unit, Ct);
        await unit.RunAsync("systemctl restart mivicsd", Ct);
        await probe.WaitForAnswersAsync(2, Ct);
        return probe.LongestGap;
    }
}
