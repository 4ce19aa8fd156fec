using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class UpdateJobStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();
    private Package _package = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IUpdateJobStore Jobs => _stores.The<IUpdateJobStore>();

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        _package = await _stores.AddedPackageAsync("2.1.0", 'a');
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_job_and_its_targets_come_back_as_they_were_saved()
    {
        var (job, targets) = await AddedAsync("one");
        var target = targets[0];
        target.Start(_stores.Now);
        target.Begin(UpdateStep.Transfer);
        target.Sent(500);
        target.Begin(UpdateStep.Health);
        target.Arm();
        target.RollBack("notHealthy", OperatorText.Of($"The unit “{"서울 {1}"}” did not come up."), TimeSpan.FromSeconds(1.5), _stores.Now);
        await Jobs.SaveAsync(target, [], Ct);

        var found = await Jobs.FindAsync(job.Id, Ct);
        Assert.Equivalent(job, found);
        Assert.Equal(job.Plan, found!.Plan);
        var stored = Assert.Single(await Jobs.TargetsInAsync(job.Id, [UpdateTargetState.RolledBack], Ct));
        Assert.Equivalent(target, stored);
        Assert.Equal(target.Message, stored.Message);
    }

    [Fact]
    public async Task The_same_key_twice_adds_one_job_and_tells_which()
    {
        var unit = _stores.NewUnit("10.0.0.1");
        var ((first, firstTargets), (second, secondTargets)) = (_stores.NewJob(_package, unit), _stores.NewJob(_package, unit));
        var key = new IdempotencyKey("ann", "key-1", "hash-1");

        Assert.Null(await Jobs.FindRequestAsync(key, Ct));
        Assert.Null(await Jobs.AddAsync(first, firstTargets, key, Ct));
        Assert.Equal(new ExistingRequest(first.Id, "hash-1"), await Jobs.AddAsync(second, secondTargets, key with { RequestHash = "hash-2" }, Ct));

        Assert.Equal(new ExistingRequest(first.Id, "hash-1"), await Jobs.FindRequestAsync(key, Ct));
        Assert.Null(await Jobs.FindAsync(second.Id, Ct));
        Assert.Null(await Jobs.AddAsync(second, secondTargets, key with { Owner = "bob" }, Ct));
    }

    [Fact]
    public async Task The_same_key_sent_many_times_at_once_adds_one_job()
    {
        var key = new IdempotencyKey("ann", "key-1", "hash-1");
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            var (job, targets) = _stores.NewJob(_package, _stores.NewUnit("10.0.0.1"));
            return (job.Id, Existing: await Jobs.AddAsync(job, targets, key, Ct));
        })));

        var made = Assert.Single(results, result => result.Existing is null);
        Assert.All(results.Where(result => result.Existing is not null), result => Assert.Equal(made.Id, result.Existing!.Job));
        Assert.Equal(1, (await Jobs.ListAsync(new ListQuery(), Ct)).Total);
    }

    [Fact]
    public async Task Whoever_moves_a_job_second_is_told_so()
    {
        var (job, _) = await AddedAsync("one");
        var (mine, yours) = ((await Jobs.FindAsync(job.Id, Ct))!, (await Jobs.FindAsync(job.Id, Ct))!);
        mine.Start(_stores.Now);
        yours.Cancel(_stores.Now);

        Assert.True(await Jobs.SaveAsync(mine, UpdateJobState.Scheduled, Ct));
        Assert.False(await Jobs.SaveAsync(yours, UpdateJobState.Scheduled, Ct));
        Assert.Equal(UpdateJobState.Running, (await Jobs.FindAsync(job.Id, Ct))!.State);
    }

    [Fact]
    public async Task Revisions_grow_strictly_when_many_targets_are_saved_at_once()
    {
        const int savesEach = 8;
        var (job, targets) = await AddedAsync([.. Enumerable.Range(1, 16).Select(n => $"unit {n}")]);

        await Task.WhenAll(targets.Select(target => Task.Run(async () =>
        {
            target.Start(_stores.Now);
            for (var (n, last) = (0, 0L); n < savesEach; n++, last = target.Revision)
            {
                await Jobs.SaveAsync(target, [Line($"{target.UnitName} line {n}")], Ct);
                Assert.True(target.Revision > last);
            }
        })));

        var changed = await Jobs.ChangedSinceAsync(job.Id, 0, Ct);
        Assert.Equal(targets.Length, changed.Select(target => target.Revision).Distinct().Count());
        Assert.Equal(targets.Length * savesEach, changed[^1].Revision);
        Assert.Equal(targets.OrderBy(target => target.Revision).Select(target => target.Id), changed.Select(target => target.Id));
        var logs = await Jobs.LogsAsync([.. targets.Select(target => target.Id)], Ct);
        Assert.All(targets, target => Assert.Equal(
            Enumerable.Range(0, savesEach).Select(n => $"{target.UnitName} line {n}"), logs[target.Id].Select(line => line.Text.ToString())));
    }

    [Fact]
    public async Task A_listener_gets_what_changed_since_it_looked()
    {
        var (job, targets) = await AddedAsync("one", "two", "three");
        await Jobs.SaveAsync(targets[0], [], Ct);
        await Jobs.SaveAsync(targets[1], [], Ct);
        var seen = targets[1].Revision;
        await Jobs.SaveAsync(targets[0], [], Ct);

        Assert.Equal(["one"], (await Jobs.ChangedSinceAsync(job.Id, seen, Ct)).Select(target => target.UnitName));
        Assert.Empty(await Jobs.ChangedSinceAsync(job.Id, targets[0].Revision, Ct));
    }

    [Fact]
    public async Task Moving_a_job_does_not_set_its_revisions_back()
    {
        var (job, targets) = await AddedAsync("one");
        await Jobs.SaveAsync(targets[0], [], Ct);
        job.Start(_stores.Now);
        await Jobs.SaveAsync(job, UpdateJobState.Scheduled, Ct);

        await Jobs.SaveAsync(targets[0], [], Ct);

        Assert.Equal(2, targets[0].Revision);
    }

    [Fact]
    public async Task Those_that_need_a_person_come_first_then_the_running_then_by_name()
    {
        var (job, targets) = await AddedAsync("unit 10", "unit 9", "c running", "z needs", "y failed", "x rolled back");
        foreach (var target in targets[2..])
            target.Start(_stores.Now);
        targets[3].NeedAttention("outOfReach", OperatorText.Of($"Look."), _stores.Now);
        targets[4].Fail("unreachable", OperatorText.Of($"No."), null, _stores.Now);
        targets[5].RollBack("notHealthy", OperatorText.Of($"No."), TimeSpan.FromMilliseconds(700), _stores.Now);
        foreach (var target in targets[2..])
            await Jobs.SaveAsync(target, [], Ct);

        var all = await Jobs.TargetsAsync(job.Id, new ListQuery(), null, Ct);
        Assert.Equal(["z needs", "x rolled back", "y failed", "c running", "unit 9", "unit 10"], all.Items.Select(target => target.UnitName));
        Assert.Equal(["unit 9", "unit 10"], (await Jobs.TargetsAsync(job.Id, new ListQuery(), UpdateTargetState.Pending, Ct)).Items.Select(t => t.UnitName));
        Assert.Equal(["unit 10"], (await Jobs.TargetsAsync(job.Id, new ListQuery(Search: "UNIT 1"), null, Ct)).Items.Select(t => t.UnitName));

        var expected = new TargetCounts(Pending: 2, Running: 1, Succeeded: 0, Skipped: 0, Failed: 1, RolledBack: 1, Cancelled: 0, NeedsAttention: 1);
        Assert.Equal(expected, await Jobs.CountAsync(job.Id, Ct));
        Assert.Equal(expected, (await Jobs.FindSummaryAsync(job.Id, Ct))!.Counts);
        Assert.Equal(700, (await Jobs.FindSummaryAsync(job.Id, Ct))!.LongestDowntimeMs);
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_each_with_its_own_counts()
    {
        var (older, _) = await AddedAsync("one", "two");
        _stores.Clock.Advance(TimeSpan.FromMinutes(1));
        var (newer, _) = await AddedAsync("three");
        await _stores.MoveAsync(older, UpdateJobState.Cancelled);

        var page = await Jobs.ListAsync(new ListQuery(), Ct);

        Assert.Equal([(newer.Id, 1, null), (older.Id, 2, null)], page.Items.Select(item => (item.Job.Id, item.Counts.Total, item.LongestDowntimeMs)));
        Assert.Equal([newer.Id], (await Jobs.UnfinishedAsync(Ct)).Select(job => job.Id));
    }

    [Fact]
    public async Task The_past_of_a_unit_outlives_the_unit()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1", "Gate")))[0];
        var (first, _) = await _stores.AddedJobAsync(_package, unit);
        _stores.Clock.Advance(TimeSpan.FromMinutes(1));
        var (second, _) = await _stores.AddedJobAsync(_package, unit, _stores.NewUnit("10.0.0.2"));

        Assert.True(await _stores.The<IUnitStore>().DeleteAsync(unit.Id, Ct));

        var history = await Jobs.HistoryOfAsync(unit.Id, 10, Ct);
        Assert.Equal([(second.Id, "Gate"), (first.Id, "Gate")], history.Select(entry => (entry.Job.Id, entry.Target.UnitName)));
        Assert.Single(await Jobs.HistoryOfAsync(unit.Id, 1, Ct));
    }

    [Fact]
    public async Task A_target_without_a_log_has_an_empty_one()
    {
        var (_, targets) = await AddedAsync("one", "two");
        var line = new UpdateLogLine(_stores.Now, UpdateStep.Verify, UpdateLogLevel.Warning, OperatorText.Of($"Checksum {"abc"}"));
        await Jobs.SaveAsync(targets[0], [line], Ct);

        var logs = await Jobs.LogsAsync([.. targets.Select(target => target.Id)], Ct);

        Assert.Equal([line], logs[targets[0].Id]);
        Assert.Empty(logs[targets[1].Id]);
    }

    private UpdateLogLine Line(string text) => new(_stores.Now, null, UpdateLogLevel.Info, OperatorText.Of($"{text}"));

    private Task<(UpdateJob Job, UpdateTarget[] Targets)> AddedAsync(params string[] unitNames) =>
        _stores.AddedJobAsync(_package, [.. unitNames.Select((name, n) => _stores.NewUnit($"10.1.0.{n + 1}", name))]);
}
