using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>A swap whose connection, script, systemd or power goes away in the middle, on real units.</summary>
public sealed class InterruptedSwapTests(LabFixture lab, ITestOutputHelper output)
{
    private const int Large = 20_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_unit_finishes_alone_when_sshd_stops_the_moment_it_is_armed()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0", Large), Ct);

        await session.ArmAsync(swap, Ct);
        await unit.StopSshdAsync(Ct);
        await unit.WaitForVersionAsync("2.0.0", Ct);
        await unit.StartSshdAsync(Ct);

        await SshBench.FaultOfAsync(() => session.ReadSwapAsync(swap.Target, Ct), DeviceFaultCode.Unreachable);
        await using var again = await SshBench.ConnectAsync(unit, Ct);
        SshBench.AssertEndsAs(SwapPhase.Healthy, await SshBench.WaitForEndAsync(again, swap.Target, Ct));
    }

    [Theory]
    [InlineData("stopping", "untouched", RecorderProgram.BaseVersion)]
    [InlineData("swapped", "healthy", "2.0.0")]
    [InlineData("started", "healthy", "2.0.0")]
    public async Task A_swap_that_is_killed_on_the_way_leaves_a_running_recorder(string phase, string end, string version)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);
        await SshBench.SlowDownAsync(unit, Ct);

        await session.ArmAsync(swap, Ct);
        await ReachAsync(unit, swap, phase, "systemctl kill -s KILL --kill-who=main vics-update.service");
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);

        output.WriteLine(SshBench.Describe(record));
        Assert.True(record.IsFinal);
        Assert.Equal(end, record.Events[^1].Phase.ToString(), ignoreCase: true);
        await unit.WaitForVersionAsync(version, Ct);
    }

    [Theory]
    [InlineData("stopping")]
    [InlineData("swapped")]
    [InlineData("started")]
    public async Task A_loss_of_power_on_the_way_leaves_a_whole_version_that_boots(string phase)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        ArmedSwap swap;
        await using (var session = await SshBench.ConnectAsync(unit, Ct))
        {
            swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0", Large), Ct);
            await SshBench.SlowDownAsync(unit, Ct);
            await session.ArmAsync(swap, Ct);
            await ReachAsync(unit, swap, phase);
            await unit.PowerOffAsync(Ct);
        }

        await unit.PowerOnAsync(Ct);

        await LabShell.UntilAsync("a recorder", TimeSpan.FromSeconds(20), async ct => await unit.RunningVersionAsync(ct) is not null, Ct);
        Assert.Contains(await unit.InstalledSha256Async(Ct), (string[])[swap.OldSha256.Hex, swap.NewSha256.Hex]);
        await using var again = await SshBench.ConnectAsync(unit, Ct);
        Assert.False((await again.ReadSwapAsync(swap.Target, Ct)).Running);
    }

    [Fact]
    public async Task A_unit_told_to_shut_down_in_the_middle_wakes_up_with_the_old_version()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct, SshBench.Profile with { SettleSeconds = 60 });
        await session.ArmAsync(swap, Ct);
        await ReachAsync(unit, swap, "answering");

        try
        {
            await unit.RunAsync("systemctl poweroff", Ct);
            await LabShell.UntilAsync("all services to end", TimeSpan.FromSeconds(20), async ct =>
                (await unit.TryRunAsync("systemctl show-environment", ct: ct)).ExitCode != 0, Ct);
        }
        finally
        {
            await unit.PowerOffAsync(Ct);
            await unit.PowerOnAsync(Ct);
        }

        await unit.WaitForVersionAsync(RecorderProgram.BaseVersion, Ct);
        await using var again = await SshBench.ConnectAsync(unit, Ct);
        var record = await again.ReadSwapAsync(swap.Target, Ct);
        output.WriteLine(SshBench.Describe(record));
        Assert.Equal(SwapPhase.Restored, record.Events[^1].Phase);
    }

    [Fact]
    public async Task A_reload_of_systemd_in_the_middle_does_not_matter()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);
        await SshBench.SlowDownAsync(unit, Ct);
        await session.ArmAsync(swap, Ct);
        await ReachAsync(unit, swap, "stopping");
        await unit.RunAsync("systemctl daemon-reload; systemctl kill -s KILL --kill-who=main vics-update.service", Ct);
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);
        SshBench.AssertEndsAs(SwapPhase.Untouched, record);
        await unit.WaitForVersionAsync(RecorderProgram.BaseVersion, Ct);
    }

    /// <summary>Waits until the unit has recorded a phase, and then does something at once.</summary>
    private static Task<string> ReachAsync(LabUnit unit, ArmedSwap swap, string phase, string then = "true") =>
        unit.RunAsync($"until grep -q ^{phase} /var/lib/vics-update/{swap.Target}.state; do sleep 0.02; done; {then}", Ct);
}
