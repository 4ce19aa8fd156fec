using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Domain.UpdateJobs;

/// <summary>A job as a whole: many units, cancellation, stops of the server.</summary>
public sealed class UpdateJobRunnerTests : IAsyncLifetime
{
    private readonly UpdateBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_UpdatesAsManyUnitsAtOnce_AsThePlanSays_AndNeverMore()
    {
        var (now, most) = (0, 0);
        var (full, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        foreach (var unit in await _bench.AddUnitsAsync(8))
        {
            unit.Before("send", async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                if (most == 3)
                    full.TrySetResult();
                await goOn.Task;
                await Task.Yield();
                Interlocked.Decrement(ref now);
            });
        }

        var job = await _bench.EnqueueAsync(parallelism: 3);
        var run = _bench.Runner.RunAsync(job, Ct);
        await full.Task.WaitAsync(Ct);
        var begun = (await _bench.Jobs.CountAsync(job, Ct)).Running;
        goOn.SetResult();
        await run;

        Assert.Equal((3, 3), (begun, most));
        Assert.Equal(8, (await _bench.Jobs.CountAsync(job, Ct)).Succeeded);
    }

    [Fact]
    public async Task Run_WithOneUnitThatFails_UpdatesTheOthers_AndFails()
    {
        var units = await _bench.AddUnitsAsync(3);
        units[1].Break("connect", DeviceFaultCode.Unreachable);

        var job = await _bench.RunAsync();
        var counts = await _bench.Jobs.CountAsync(job.Id, Ct);

        Assert.Equal(UpdateJobState.Failed, job.State);
        Assert.Equal((2, 1), (counts.Succeeded, counts.Failed));
        Assert.NotNull(job.EndedAt);
    }

    [Fact]
    public async Task Cancel_BeforeArming_LeavesTheUnitUntouchedAndTidied_AndBeginsNoOther()
    {
        var units = await _bench.AddUnitsAsync(2);
        var job = await _bench.EnqueueAsync(parallelism: 1);
        units[0].Before("send", async ct =>
        {
            Assert.Equal(CancelResult.Cancelled, await _bench.Queue.CancelAsync(job, Actor.Server, Ct));
            ct.ThrowIfCancellationRequested();
        });

        await _bench.Runner.RunAsync(job, Ct);
        var ended = await _bench.Jobs.FindSummaryAsync(job, Ct);

        Assert.Equal(UpdateJobState.Cancelled, ended!.Job.State);
        Assert.Equal(2, ended.Counts.Cancelled);
        Assert.Single(units[0].Files);
        Assert.Equal("cleanup", units[0].Asked[^1]);
        Assert.Empty(units[1].Asked);
    }

    [Fact]
    public async Task Cancel_AfterArming_LetsTheUnitFinish()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();
        unit.Before("arm", async _ => await _bench.Queue.CancelAsync(job, Actor.Server, Ct));

        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal(UpdateTargetState.Succeeded, (await _bench.OnlyTargetAsync(job)).State);
        Assert.Equal(UpdateJobState.Cancelled, (await _bench.Jobs.FindAsync(job, Ct))!.State);
        Assert.Equal(UpdateBench.NewProgram, unit.Program);
    }

    [Fact]
    public async Task Cancel_BeforeTheJobBegan_CancelsAllAtOnce()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();

        Assert.Equal(CancelResult.Cancelled, await _bench.Queue.CancelAsync(job, Actor.Server, Ct));
        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal(UpdateTargetState.Cancelled, (await _bench.OnlyTargetAsync(job)).State);
        Assert.Equal(CancelResult.TooLate, await _bench.Queue.CancelAsync(job, Actor.Server, Ct));
        Assert.Empty(unit.Asked);
    }

    [Fact]
    public async Task Shutdown_AfterArming_LeavesTheUnitToItself_AndTheNextStartTakesItUp()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();
        using var stop = new CancellationTokenSource();
        unit.Before("read", async ct =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        });
        await _bench.Runner.RunAsync(job, stop.Token);
        var between = await _bench.OnlyTargetAsync(job);

        unit.Before("read", _ => Task.CompletedTask);
        _bench.Restart();
        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal((UpdateTargetState.Running, true), (between.State, between.Armed));
        Assert.Equal(UpdateTargetState.Succeeded, (await _bench.OnlyTargetAsync(job)).State);
        Assert.Equal(UpdateJobState.Succeeded, (await _bench.Jobs.FindAsync(job, Ct))!.State);
        Assert.Single(unit.Asked, asked => asked == "send");
    }

    [Fact]
    public async Task Shutdown_BeforeArming_FailsThatUnitAsInterrupted_AndTheNextStartDoesTheWaiting()
    {
        var units = await _bench.AddUnitsAsync(2);
        var job = await _bench.EnqueueAsync(parallelism: 1);
        using var stop = new CancellationTokenSource();
        units[0].Before("send", async ct =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        });
        await _bench.Runner.RunAsync(job, stop.Token);
        var between = await _bench.Jobs.FindSummaryAsync(job, Ct);

        _bench.Restart();
        await _bench.Runner.RunAsync(job, Ct);
        var targets = await _bench.TargetsAsync(job);

        Assert.Equal((UpdateJobState.Running, 1), (between!.Job.State, between.Counts.Pending));
        Assert.Equal((UpdateTargetState.Failed, "interrupted"), (targets[0].State, targets[0].Code));
        Assert.Equal(UpdateTargetState.Succeeded, targets[1].State);
        Assert.Single(units[0].Files);
    }

    [Fact]
    public async Task Crash_BeforeArming_FailsTheUnitAsInterrupted_AtTheNextStart()
    {
        var unit = await _bench.AddUnitAsync();
        var job = await _bench.EnqueueAsync();
        var stored = (await _bench.Jobs.FindAsync(job, Ct))!;
        stored.Start(_bench.Stores.Now);
        await _bench.Jobs.SaveAsync(stored, UpdateJobState.Scheduled, Ct);
        var target = await _bench.OnlyTargetAsync(job);
        target.Start(_bench.Stores.Now);
        target.Begin(UpdateStep.Transfer);
        await _bench.Jobs.SaveAsync(target, [], Ct);

        await _bench.Runner.RunAsync(job, Ct);

        Assert.Equal("interrupted", (await _bench.OnlyTargetAsync(job)).Code);
        Assert.Equal(UpdateJobState.Failed, (await _bench.Jobs.FindAsync(job, Ct))!.State);
        Assert.Empty(unit.Asked);
    }

    [Fact]
    public async Task NextStart_TakesUpAnArmedUnit_ThatAnotherJobWasQuickerToBegin()
    {
        var unit = await _bench.AddUnitAsync();
        var armed = await _bench.BegunBeforeARestartAsync(UpdateStep.Health);
        var other = await _bench.EnqueueAsync();
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        unit.Before("send", _ =>
        {
            begun.SetResult();
            return goOn.Task;
        });

        var quicker = _bench.Runner.RunAsync(other, Ct);
        await begun.Task.WaitAsync(Ct);
        var takenUp = _bench.Runner.RunAsync(armed.JobId, Ct);
        await Task.WhenAny(takenUp, Task.Delay(200, Ct));
        goOn.SetResult();
        await Task.WhenAll(quicker, takenUp);

        Assert.Equal("recordGone", (await _bench.OnlyTargetAsync(armed.JobId)).Code);
        Assert.Equal(UpdateTargetState.Succeeded, (await _bench.OnlyTargetAsync(other)).State);
    }

    [Fact]
    public async Task PackageWithoutItsFile_FailsTheUnit_AndSaysSo()
    {
        await _bench.AddUnitAsync();
        _bench.Stores.The<IPackageFiles>().Delete(_bench.Package.Id);

        var target = await _bench.RunOneAsync();

        Assert.Equal((UpdateTargetState.Failed, "packageFileGone"), (target.State, target.Code));
    }

    [Fact]
    public async Task AskerWhoGoesAway_LeavesNoJobBehind_ThatIsInNoLine_AndNoneHalfCancelled()
    {
        await _bench.AddUnitAsync();
        using var asker = new CancellationTokenSource();
        var queue = new UpdateQueue(
            _bench.Jobs, _bench.Units, _bench.Stores.The<IUpdateProfileStore>(), _bench.Stores.The<IPackageStore>(), _bench.Feed,
            new AuditTrail(new AskerGone(asker), _bench.Stores.Clock), _bench.Stores.Clock);
        var request = new UpdateJobRequest { PackageId = _bench.Package.Id, Units = new UnitSelection.All(), Plan = new UpdatePlan { Parallelism = 1 } };

        var job = Assert.IsType<JobCreation.Created>(await queue.EnqueueAsync(request, Actor.Server, asker.Token)).Id;
        await using var waiting = queue.WaitingAsync(Ct).GetAsyncEnumerator(Ct);
        Assert.True(await waiting.MoveNextAsync());
        using var next = new CancellationTokenSource();
        queue = new UpdateQueue(
            _bench.Jobs, _bench.Units, _bench.Stores.The<IUpdateProfileStore>(), _bench.Stores.The<IPackageStore>(), _bench.Feed,
            new AuditTrail(new AskerGone(next), _bench.Stores.Clock), _bench.Stores.Clock);
        await queue.CancelAsync(job, Actor.Server, next.Token);

        Assert.Equal(job, waiting.Current);
        Assert.Equal(UpdateTargetState.Cancelled, (await _bench.OnlyTargetAsync(job)).State);
    }

    [Fact]
    public async Task Run_TellsListeners_OfEveryTargetAndOfTheEnd()
    {
        await _bench.AddUnitsAsync(2);
        var job = await _bench.EnqueueAsync();
        using var listener = _bench.Feed.Listen();

        await _bench.Runner.RunAsync(job, Ct);
        var news = new List<UpdateJobNews>();
        while (await listener.NextAsync(TimeSpan.Zero, TimeProvider.System, Ct) is { } item)
            news.Add(item);

        var told = news.OfType<UpdateJobNews.TargetChanged>().ToList();
        Assert.Equal(2, told.Count(item => item.Target.State is UpdateTargetState.Succeeded));
        Assert.Equal(told.Count, told.Select(item => item.Target.Revision).Distinct().Count());
        Assert.Contains(news, item => item is UpdateJobNews.BytesArrived);
        Assert.IsType<UpdateJobNews.JobChanged>(news[^1]);
    }

    /// <summary>An audit log at whose sight the asker hangs up.</summary>
    private sealed class AskerGone(CancellationTokenSource asker) : IAuditLog
    {
        public async Task WriteAsync(AuditEntry entry, CancellationToken ct)
        {
            await asker.CancelAsync();
            ct.ThrowIfCancellationRequested();
        }

        public Task<Paged<AuditEntry>> ListAsync(ListQuery query, CancellationToken ct) => throw new NotSupportedException();
    }
}
