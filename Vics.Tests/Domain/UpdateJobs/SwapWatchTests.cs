using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.UpdateJobs;

/// <summary>One unit, after it has taken over.</summary>
public sealed class SwapWatchTests : IAsyncLifetime
{
    private readonly UpdateBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task LostConnection_AfterArming_IsMadeAnew_AndTheUpdateSucceeds()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Break("read", DeviceFaultCode.Unreachable, times: 1);

        var target = await _bench.RunOneAsync();

        Assert.Equal(UpdateTargetState.Succeeded, target.State);
        Assert.Equal(2, unit.Asked.Count(asked => asked == "connect"));
        var said = await LogAsync(target);
        Assert.Contains(said, line => line.StartsWith("Lost sight of the unit", StringComparison.Ordinal));
        Assert.Contains("The unit is back in sight.", said);
        Assert.Equal(0, unit.Sessions);
    }

    [Fact]
    public async Task LostConnection_WhileArming_IsSettledByTheUnitsRecord()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Break("arm", DeviceFaultCode.Timeout, times: 1);

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, "notArmed"), (target.State, target.Code));
        Assert.DoesNotContain(StagedFiles.NewFile("/home/mirero/VICS", target.Id), unit.Files.Keys);
        Assert.Equal("the old program", unit.Program);
    }

    [Fact]
    public async Task Silence_BeyondTheLimit_NeedsAttention()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Before("read", _ =>
        {
            unit.Before("connect", _ =>
            {
                _bench.Stores.Clock.Advance(TimeSpan.FromMinutes(4));
                throw Away();
            });
            throw Away();
        });

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.NeedsAttention, "unreachable"), (target.State, target.Code));
        Assert.Null(target.DowntimeMs);
        Assert.Equal(UnitState.NeedsAttention, (await _bench.UnitAsync(unit)).State);
        Assert.Equal(1 + 4, unit.Asked.Count(asked => asked == "connect"));
    }

    [Fact]
    public async Task NewVersionThatDoesNotRun_IsRolledBack_WithTheReasonAndTheRecordersLastWords()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Swap = FakeUnit.RollsBack;

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.RolledBack, "notHealthy"), (target.State, target.Code));
        Assert.Contains("because", target.Message!.ToString(), StringComparison.Ordinal);
        Assert.Contains(await LogAsync(target), line => line.Contains("the recorder's last words", StringComparison.Ordinal));
        Assert.Equal("the old program", unit.Program);
        Assert.Equal(6 * 75, target.DowntimeMs);
        Assert.Equal(UnitState.Online, (await _bench.UnitAsync(unit)).State);
    }

    [Theory]
    [InlineData(SwapPhase.RollbackFailed, UpdateTargetState.NeedsAttention, "rollbackFailed")]
    [InlineData(SwapPhase.Untouched, UpdateTargetState.Failed, "notSwapped")]
    [InlineData(SwapPhase.Stopped, UpdateTargetState.NeedsAttention, "swapStopped")]
    public async Task OtherEnds_AreToldApart(SwapPhase last, UpdateTargetState state, string code)
    {
        var unit = await _bench.AddUnitAsync();
        unit.Swap = [SwapPhase.Armed, SwapPhase.Stopping, last];

        var target = await _bench.RunOneAsync();

        Assert.Equal((state, code), (target.State, target.Code));
    }

    [Fact]
    public async Task Tidying_ThatFails_DoesNotChangeTheOutcome()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Break("cleanup", DeviceFaultCode.CommandFailed);

        var target = await _bench.RunOneAsync();

        Assert.Equal(UpdateTargetState.Succeeded, target.State);
        Assert.Contains("It does not want to cleanup.", await LogAsync(target));
    }

    [Fact]
    public async Task TheUnitsRecord_IsRemoved_OnlyWhenTheOutcomeIsSaved()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();
        UpdateTargetState? saved = null;
        unit.Before("cleanup", async _ => saved = (await _bench.OnlyTargetAsync(job)).State);

        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal(UpdateTargetState.Succeeded, saved);
    }

    [Fact]
    public async Task RollbackThatFailed_LeavesEverythingOnTheUnit()
    {
        var unit = await _bench.AddUnitAsync();
        unit.Swap = [SwapPhase.Armed, SwapPhase.Stopping, SwapPhase.RollbackFailed];

        await _bench.RunOneAsync();

        Assert.DoesNotContain("cleanup", unit.Asked);
    }

    [Fact]
    public async Task RecordThatIsGone_AfterTheUnitHadBegun_NeedsAttention()
    {
        await _bench.AddUnitAsync();
        var target = await _bench.BegunBeforeARestartAsync(UpdateStep.Health);

        await _bench.Runner.RunAsync(target.JobId, Ct);

        target = await _bench.OnlyTargetAsync(target.JobId);
        Assert.Equal((UpdateTargetState.NeedsAttention, "recordGone"), (target.State, target.Code));
    }

    private static DeviceException Away() => new(new(DeviceFaultCode.Unreachable, OperatorText.Of($"Nobody answers.")));

    private async Task<IReadOnlyList<string>> LogAsync(UpdateTarget target) =>
        [.. (await _bench.Jobs.LogsAsync([target.Id], Ct))[target.Id].Select(line => line.Text.ToString())];
}
