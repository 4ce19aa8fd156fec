using System.Net;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Ssh;
using Vics.Tests.Infrastructure.Ssh;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Demo;

/// <summary>The stand-ins of the demo do for the SSH adapter what units do, for an account without any rights.</summary>
public sealed class StandInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stand_in_looks_like_a_unit_that_can_be_updated()
    {
        await using var fleet = await StandInFleet.StartAsync(1, Ct);
        await using var session = await ConnectAsync(fleet);
        var profile = ProfileOf(fleet.Units[0]);

        var facts = await session.InspectAsync(profile, Ct);
        var sudo = await session.TrySudoAsync(Ct);

        Assert.Equal(ServiceState.Active, facts.ServiceState);
        Assert.Equal(SudoKind.NoPassword, sudo.Kind);
        Assert.All(Preflight.Check(facts, sudo, profile, 1_000_000), check => Assert.True(check.Ok, check.Message.ToString()));
        Assert.Equal("1.0.0\n", await VersionAsync(fleet.Units[0]));
    }

    [Fact]
    public async Task A_good_version_is_swapped_in_and_a_bad_one_rolled_back()
    {
        await using var fleet = await StandInFleet.StartAsync(1, Ct);
        await using var session = await ConnectAsync(fleet);

        var good = await SwapAsync(session, fleet.Units[0], await ProgramAsync("2.0.0", "1000"));
        SshBench.AssertEndsAs(SwapPhase.Healthy, good);
        Assert.NotNull(good.Downtime);
        Assert.Equal("2.0.0\n", await VersionAsync(fleet.Units[0]));

        var bad = await SwapAsync(session, fleet.Units[0], await ProgramAsync("2.1.0", "1000", "needs-library"));
        SshBench.AssertEndsAs(SwapPhase.RolledBack, bad);
        Assert.Contains("cannot load", bad.Events.Single(entry => entry.Phase is SwapPhase.Unhealthy).Detail, StringComparison.Ordinal);
        Assert.Equal("2.0.0\n", await VersionAsync(fleet.Units[0]));
    }

    [Fact]
    public async Task Nothing_of_a_fleet_outlives_whoever_started_it()
    {
        await using var fleet = await StandInFleet.StartAsync(2, Ct);
        Assert.NotEmpty(ProcessesOf(fleet));

        await fleet.EndAsync();

        Assert.Empty(ProcessesOf(fleet));
        foreach (var unit in fleet.Units)
            await Assert.ThrowsAsync<HttpRequestException>(() => VersionAsync(unit));
    }

    private static Task<IUnitSession> ConnectAsync(StandInFleet fleet) =>
        SshBench.Connector(new SshOptions { RecordDirectory = fleet.RecordDirectory }).ConnectAsync(fleet.Units[0].Access, Ct);

    private static UpdateProfile ProfileOf(StandIn unit) => SshBench.Profile with { TargetPath = unit.ProgramPath };

    private static async Task<SwapRecord> SwapAsync(IUnitSession session, StandIn unit, byte[] program)
    {
        var swap = await SshBench.StageAsync(session, program, Ct, ProfileOf(unit)) with { ApiPort = unit.ApiPort };
        await session.ArmAsync(swap, Ct);
        var record = await SshBench.WaitForEndAsync(session, swap.Target, Ct);
        await session.CleanUpAsync(swap.Target, swap.Profile, Ct);
        return record;
    }

    private static async Task<byte[]> ProgramAsync(params string[] words)
    {
        var made = await LabShell.RunAsync("bash", [Path.Combine(StandInFleet.Source, "program.sh"), .. words], default, TimeSpan.FromSeconds(10), Ct);
        Assert.True(made.ExitCode == 0, made.Error);
        return System.Text.Encoding.UTF8.GetBytes(made.Output);
    }

    private static async Task<string> VersionAsync(StandIn unit)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, Credentials = new NetworkCredential("admin", "admin") };
        using var http = new HttpClient(handler);
        return await http.GetStringAsync($"http://127.0.0.1:{unit.ApiPort}/vapi/Version", Ct);
    }

    // Each carries its stand-in's directory on its command line.
    private static List<string> ProcessesOf(StandInFleet fleet) =>
        [.. Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])).Select(CommandLineOf).Where(line => line.Contains(fleet.Folder, StringComparison.Ordinal))];

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
