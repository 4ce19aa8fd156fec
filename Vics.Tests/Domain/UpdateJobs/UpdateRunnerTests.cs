using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Domain.UpdateJobs;

/// <summary>One unit, up to the moment it takes over.</summary>
public sealed class UpdateRunnerTests : IAsyncLifetime
{
    private readonly UpdateBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_TakesTheSteps_InThisOrder()
    {
        var unit = await _bench.AddUnitAsync();

        var target = await _bench.RunOneAsync();

        Assert.Equal(["connect", "inspect", "sudo", "send", "hash", "copy", "hash", "arm", "inspect", "cleanup"], unit.AskedToAct);
        Assert.Equal(UpdateTargetState.Succeeded, target.State);
        Assert.Equal(UpdateBench.NewProgram, unit.Program);
        Assert.Equal(300, target.DowntimeMs);
        Assert.Equal(target.BytesTotal, target.BytesSent);
        Assert.Equal(100, target.Percent);
        Assert.Equal(0, unit.Sessions);
    }

    [Fact]
    public async Task Run_SavesEachStep_BeforeItIsTaken()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();
        var saved = new Dictionary<string, (UpdateStep? Step, bool Armed)>();
        foreach (var asked in new[] { "connect", "inspect", "send", "hash", "arm", "cleanup" })
        {
            unit.Before(asked, async _ =>
            {
                var target = await _bench.OnlyTargetAsync(job);
                saved.TryAdd(asked, (target.Step, target.Armed));
            });
        }

        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal((UpdateStep.Connect, false), saved["connect"]);
        Assert.Equal((UpdateStep.Preflight, false), saved["inspect"]);
        Assert.Equal((UpdateStep.Transfer, false), saved["send"]);
        Assert.Equal((UpdateStep.Verify, false), saved["hash"]);
        Assert.Equal((UpdateStep.Stop, true), saved["arm"]);
        Assert.Equal((UpdateStep.Cleanup, true), saved["cleanup"]);
    }

    [Fact]
    public async Task Run_WhenPreflightFails_SendsNothing()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Facts = facts => facts with { FreeBytes = 10 };

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, "diskFull"), (target.State, target.Code));
        Assert.DoesNotContain("send", unit.Asked);
        Assert.Single(unit.Files);
        Assert.Equal(0, unit.Sessions);
    }

    [Fact]
    public async Task Run_WhenSudoIsRefused_FailsWithTheReason()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Sudo = new SudoAccess(SudoKind.Refused, OperatorText.Of($"sudo does not know the account."));

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, "sudoRefused"), (target.State, target.Code));
        Assert.Equal("sudo does not know the account.", target.Message!.ToString());
        Assert.DoesNotContain("send", unit.Asked);
    }

    [Fact]
    public async Task Run_WhenTheVersionIsThere_Skips_UnlessToldOtherwise()
    {
        var unit = await _bench.AddUnitAsync();
        await _bench.RunOneAsync();

        var second = await _bench.RunAsync();
        var third = await _bench.RunAsync(skipIfCurrent: false);

        Assert.Equal(UpdateTargetState.Skipped, (await _bench.OnlyTargetAsync(second.Id)).State);
        Assert.Equal(UpdateJobState.Succeeded, second.State);
        Assert.Equal(UpdateTargetState.Succeeded, (await _bench.OnlyTargetAsync(third.Id)).State);
        Assert.Equal(2, unit.Asked.Count(asked => asked == "send"));
    }

    [Theory]
    [InlineData("connect", DeviceFaultCode.Authentication, "authentication")]
    [InlineData("connect", DeviceFaultCode.HostKeyChanged, "hostKeyChanged")]
    [InlineData("inspect", DeviceFaultCode.Timeout, "timeout")]
    [InlineData("send", DeviceFaultCode.DiskFull, "diskFull")]
    [InlineData("copy", DeviceFaultCode.CommandFailed, "commandFailed")]
    [InlineData("arm", DeviceFaultCode.SudoRefused, "sudoRefused")]
    public async Task Run_WhenTheUnitRefuses_FailsWithItsCode_AndLeavesItAsItWas(string asked, DeviceFaultCode fault, string code)
    {
        var unit = await _bench.AddUnitAsync();
        unit.Break(asked, fault);

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, code), (target.State, target.Code));
        Assert.Equal("the old program", unit.Program);
        Assert.DoesNotContain(unit.Files.Keys, path => path.Contains("vics-new", StringComparison.Ordinal));
        Assert.Equal(0, unit.Sessions);
    }

    [Fact]
    public async Task Run_WhenTheFileArrivesWrong_DoesNotArm()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Before("send", _ =>
        {
            var path = unit.Files.Keys.Single(name => name.Contains("vics-new", StringComparison.Ordinal));
            unit.Files[path] = [1, 2, 3];
            return Task.CompletedTask;
        });

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, "protocol"), (target.State, target.Code));
        Assert.DoesNotContain("arm", unit.Asked);
        Assert.Equal("the old program", unit.Program);
    }

    [Fact]
    public async Task Run_WhenAnotherJobUpdatesTheUnit_FailsAsBusy_AndLeavesTheOtherAlone()
    {
        var unit = await _bench.AddUnitAsync();
        var (reached, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        unit.Before("send", _ =>
        {
            reached.TrySetResult();
            return goOn.Task;
        });
        var first = await _bench.EnqueueAsync();
        var firstRuns = _bench.Runner.RunAsync(first, Ct);
        await reached.Task.WaitAsync(Ct);

        var second = await _bench.RunOneAsync();
        var during = (await _bench.UnitAsync(unit)).State;
        goOn.SetResult();
        await firstRuns;

        Assert.Equal((UpdateTargetState.Failed, "busy"), (second.State, second.Code));
        Assert.Equal(UnitState.Updating, during);
        Assert.Equal(UpdateTargetState.Succeeded, (await _bench.OnlyTargetAsync(first)).State);
    }

    [Fact]
    public async Task Run_NotesHowTheUnitIs()
    {
        var unit = await _bench.AddUnitAsync();

        await _bench.RunOneAsync();
        var seen = await _bench.UnitAsync(unit);

        Assert.Equal(UnitState.Online, seen.State);
        Assert.Equal("2.0.0", seen.Installed!.Version);
        Assert.NotNull(seen.HostKey);
    }

    [Fact]
    public async Task Run_WhenNobodyAnswers_NotesTheUnitAsOffline()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Break("connect", DeviceFaultCode.Unreachable);

        await _bench.RunOneAsync();

        Assert.Equal(UnitState.Offline, (await _bench.UnitAsync(unit)).State);
    }
}
