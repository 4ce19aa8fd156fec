using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence;

/// <content>What is asked of update jobs.</content>
internal sealed partial class UpdateJobStore
{
    /// <inheritdoc/>
    public async Task<Paged<JobSummary>> ListAsync(ListQuery query, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var jobs = context.UpdateJobs.AsNoTracking();
        foreach (var word in SearchPattern.Of(query.Search))
        {
            jobs = jobs.Where(job =>
                EF.Functions.Like(VicsDbContext.Fold(job.PackageVersion)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(job.Note)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(job.CreatedBy)!, word, SearchPattern.Escape));
        }

        var page = await jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id).PageAsync(query, ct);
        return new Paged<JobSummary>(await SummariesAsync(context, page.Items, ct), page.Page, page.PageSize, page.Total);
    }

    /// <inheritdoc/>
    public async Task<UpdateJob?> FindAsync(UpdateJobId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateJobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, ct);
    }

    /// <inheritdoc/>
    public async Task<JobSummary?> FindSummaryAsync(UpdateJobId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var job = await context.UpdateJobs.AsNoTracking().SingleOrDefaultAsync(job => job.Id == id, ct);
        return job is null ? null : (await SummariesAsync(context, [job], ct))[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UpdateJob>> UnfinishedAsync(CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateJobs.AsNoTracking().Where(job => Unfinished.Contains(job.State))
            .OrderBy(job => job.CreatedAt).ThenBy(job => job.Id).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<Paged<UpdateTarget>> TargetsAsync(UpdateJobId id, ListQuery query, UpdateTargetState? state, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var targets = context.UpdateTargets.AsNoTracking().Where(target => target.JobId == id);
        if (state is not null)
            targets = targets.Where(target => target.State == state);
        foreach (var word in SearchPattern.Of(query.Search))
            targets = targets.Where(target => EF.Functions.Like(VicsDbContext.Fold(target.UnitName)!, word, SearchPattern.Escape));
        return await targets
            .OrderBy(target =>
                target.State == UpdateTargetState.NeedsAttention ? 0
                : target.State == UpdateTargetState.Failed || target.State == UpdateTargetState.RolledBack ? 1
                : target.State == UpdateTargetState.Running ? 2 : 3)
            .ThenBy(target => VicsDbContext.NaturalOrder(target.UnitName)).ThenBy(target => target.Id)
            .PageAsync(query, ct);
    }

    /// <inheritdoc/>
    public async Task<UpdateTarget?> FindTargetAsync(UpdateTargetId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateTargets.AsNoTracking().SingleOrDefaultAsync(target => target.Id == id, ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UpdateTarget>> TargetsInAsync(UpdateJobId id, IReadOnlyCollection<UpdateTargetState> states, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateTargets.AsNoTracking().Where(target => target.JobId == id && states.Contains(target.State))
            .OrderBy(target => VicsDbContext.NaturalOrder(target.UnitName)).ThenBy(target => target.Id).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UpdateTarget>> ChangedSinceAsync(UpdateJobId id, long revision, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateTargets.AsNoTracking().Where(target => target.JobId == id && target.Revision > revision)
            .OrderBy(target => target.Revision).ToListAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(UpdateJob Job, UpdateTarget Target)>> HistoryOfAsync(UnitId unit, int count, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var history = await context.UpdateTargets.AsNoTracking().Where(target => target.UnitId == unit)
            .Join(context.UpdateJobs.AsNoTracking(), target => target.JobId, job => job.Id, (target, job) => new { job, target })
            .OrderByDescending(both => both.job.CreatedAt).ThenByDescending(both => both.target.Id)
            .Take(count).ToListAsync(ct);
        return [.. history.Select(both => (both.job, both.target))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<UpdateTargetId, IReadOnlyList<UpdateLogLine>>> LogsAsync(
        IReadOnlyCollection<UpdateTargetId> targets, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var rows = await context.UpdateLog.AsNoTracking().Where(row => targets.Contains(row.TargetId)).OrderBy(row => row.Id).ToListAsync(ct);
        var lines = rows.ToLookup(row => row.TargetId, row => new UpdateLogLine(row.At, row.Step, row.Level, row.Text));
        return targets.Distinct().ToDictionary(target => target, IReadOnlyList<UpdateLogLine> (target) => [.. lines[target]]);
    }

    /// <inheritdoc/>
    public async Task<TargetCounts> CountAsync(UpdateJobId id, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var counts = await context.UpdateTargets.Where(target => target.JobId == id)
            .GroupBy(target => target.State).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, ct);
        return TargetCounts.From(counts);
    }

    private static async Task<IReadOnlyList<JobSummary>> SummariesAsync(VicsDbContext context, IReadOnlyList<UpdateJob> jobs, CancellationToken ct)
    {
        var ids = jobs.Select(job => job.Id).ToList();
        var groups = await context.UpdateTargets.Where(target => ids.Contains(target.JobId))
            .GroupBy(target => new { target.JobId, target.State })
            .Select(group => new { group.Key.JobId, group.Key.State, Count = group.Count(), Downtime = group.Max(target => target.DowntimeMs) })
            .ToListAsync(ct);
        var byJob = groups.ToLookup(group => group.JobId);
        return
        [
            .. jobs.Select(job => new JobSummary(
                job,
                TargetCounts.From(byJob[job.Id].ToDictionary(group => group.State, group => group.Count)),
                byJob[job.Id].Max(group => group.Downtime))),
        ];
    }
}
