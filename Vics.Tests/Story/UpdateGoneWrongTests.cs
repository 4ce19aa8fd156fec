using System.Net;
using System.Text.Json;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Story;

/// <summary>What can go wrong with a unit ends as the contract says, with a sentence for a person, and the unit runs a whole version.</summary>
public sealed class UpdateGoneWrongTests(LabFixture lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_fails_and_changes_nothing() =>
        await FailsAsync("authentication", "password", (api, unit) => api.AddUnitAsync(unit, Ct, password: "wrong"));

    [Fact]
    public async Task A_closed_port_fails_and_changes_nothing() =>
        await FailsAsync("unreachable", "22022", (api, unit) => api.AddUnitAsync(unit, Ct, port: 22022));

    [Fact]
    public async Task A_changed_host_key_fails_until_it_is_pinned_anew()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var unit = await api.AddUnitAsync(lease.Unit, Ct);
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0"), "2.0.0", Ct);
        var first = await api.PostAsync($"/api/units/{unit}/test", new { }, Ct, HttpStatusCode.OK);
        Assert.True(first.GetProperty("ok").GetBoolean(), first.ToString());
        await lease.Unit.ReplaceHostKeyAsync(Ct);

        await ExpectFailureAsync(api, package, unit, lease.Unit, "hostKeyChanged", "host key");

        await api.PostAsync($"/api/units/{unit}/host-key", new { sha256 = await lease.Unit.HostKeyFingerprintAsync(Ct) }, Ct, HttpStatusCode.OK);
        var again = await api.StartJobAsync(package, Ct, unit);
        Assert.Equal("succeeded", (await api.EndOfAsync(again, Ct)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData(SudoRule.Refused)]
    [InlineData(SudoRule.RequireTty)]
    public async Task Refused_sudo_fails_and_changes_nothing(SudoRule rule) =>
        await FailsAsync("sudoRefused", "sudo", async (api, unit) =>
        {
            await unit.SetSudoAsync(rule, Ct);
            return await api.AddUnitAsync(unit, Ct);
        });

    [Fact]
    public async Task A_full_disk_fails_and_changes_nothing() =>
        await FailsAsync("diskFull", "MB", async (api, unit) =>
        {
            await unit.FillDiskAsync(1_000_000, Ct);
            return await api.AddUnitAsync(unit, Ct);
        });

    [Theory]
    [InlineData(RecorderBehaviour.DiesAtStart)]
    [InlineData(RecorderBehaviour.CrashesAfterSeconds)]
    [InlineData(RecorderBehaviour.StartsButDoesNotAnswer)]
    public async Task A_version_that_does_not_run_is_rolled_back(RecorderBehaviour behaviour)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var unit = await api.AddUnitAsync(lease.Unit, Ct);
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0", behaviour: behaviour, seconds: 1), "2.0.0", Ct);

        var job = await api.StartJobAsync(package, Ct, unit);

        Assert.Equal("failed", (await api.EndOfAsync(job, Ct)).GetProperty("state").GetString());
        var target = await api.OnlyTargetOfAsync(job, Ct);
        Assert.Equal("rolledBack", target.GetProperty("state").GetString());
        Assert.Equal("notHealthy", target.GetProperty("code").GetString());
        AssertUnderstandable(target, "old version is running again");
        Assert.Equal(RecorderProgram.BaseVersion, await lease.Unit.RunningVersionAsync(Ct));
    }

    [Fact]
    public async Task A_unit_out_of_reach_in_the_middle_needs_attention_and_has_finished_by_itself()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication(("Vics:Updates:ReconnectSeconds", "5"));
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var unit = await api.AddUnitAsync(lease.Unit, Ct);
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0"), "2.0.0", Ct);

        var job = await api.StartJobAsync(package, Ct, unit);
        await LabShell.UntilAsync("the swap to begin", TimeSpan.FromSeconds(30), async ct =>
            (await api.OnlyTargetOfAsync(job, ct)).GetProperty("step").GetString() is "health" or "start" or "install", Ct);
        await lease.Unit.CutOffAsync(Ct);
        await api.EndOfAsync(job, Ct);
        var target = await api.OnlyTargetOfAsync(job, Ct);
        await lease.Unit.HealAsync(Ct);

        Assert.Equal("needsAttention", target.GetProperty("state").GetString());
        await lease.Unit.WaitForVersionAsync("2.0.0", Ct);
    }

    private async Task FailsAsync(string code, string word, Func<FleetApi, LabUnit, Task<Guid>> prepare)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0", 5_000_000), "2.0.0", Ct);
        var unit = await prepare(api, lease.Unit);

        await ExpectFailureAsync(api, package, unit, lease.Unit, code, word);
    }

    private static async Task ExpectFailureAsync(FleetApi api, Guid package, Guid unit, LabUnit box, string code, string word)
    {
        await using var probe = await DowntimeProbe.StartAsync(box, Ct);
        var job = await api.StartJobAsync(package, Ct, unit);

        Assert.Equal("failed", (await api.EndOfAsync(job, Ct)).GetProperty("state").GetString());
        var target = await api.OnlyTargetOfAsync(job, Ct);
        Assert.Equal(("failed", code), (target.GetProperty("state").GetString(), target.GetProperty("code").GetString()));
        AssertUnderstandable(target, word);
        Assert.Equal(0, probe.Failures);
        Assert.Equal(RecorderProgram.BaseVersion, await box.RunningVersionAsync(Ct));
        Assert.DoesNotContain(".vics-", await box.RunAsync("ls -A /home/mirero", Ct), StringComparison.Ordinal);
    }

    private static void AssertUnderstandable(JsonElement target, string word)
    {
        var message = target.GetProperty("message").GetString();
        Assert.Contains(word, message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }
}
