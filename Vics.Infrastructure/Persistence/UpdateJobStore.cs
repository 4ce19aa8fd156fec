using Microsoft.EntityFrameworkCore;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Persistence.Mapping;

namespace Vics.Infrastructure.Persistence;

/// <summary>Update jobs, their targets and their logs in the database.</summary>
internal sealed partial class UpdateJobStore(IDbContextFactory<VicsDbContext> contexts) : IUpdateJobStore, IDisposable
{
    // SQLite has one writer at a time. Waiting for one's turn here costs nothing; waiting inside SQLite holds a thread of the pool
    // for each of up to 256 targets that are saved at once.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The states of a job that has not come to its end.</summary>
    public static IReadOnlyList<UpdateJobState> Unfinished { get; } = [UpdateJobState.Scheduled, UpdateJobState.Running, UpdateJobState.Cancelling];

    /// <inheritdoc/>
    public async Task<ExistingRequest?> AddAsync(UpdateJob job, IReadOnlyCollection<UpdateTarget> targets, IdempotencyKey? key, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await context.BeginWriteAsync(ct);
        if (key is not null && await RequestAsync(context, key, ct) is { } existing)
            return existing;

        context.UpdateJobs.Add(job);
        context.UpdateTargets.AddRange(targets);
        if (key is not null)
        {
            context.IdempotencyKeys.Add(new IdempotencyRow
            {
                Owner = key.Owner,
                Key = key.Key,
                RequestHash = key.RequestHash,
                JobId = job.Id,
                CreatedAt = job.CreatedAt,
            });
        }

        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <inheritdoc/>
    public async Task<ExistingRequest?> FindRequestAsync(IdempotencyKey key, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await RequestAsync(context, key, ct);
    }

    /// <inheritdoc/>
    public async Task<bool> SaveAsync(UpdateJob job, UpdateJobState expected, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.UpdateJobs.Where(stored => stored.Id == job.Id && stored.State == expected).ExecuteUpdateAsync(
            set => set
                .SetProperty(stored => stored.State, job.State)
                .SetProperty(stored => stored.StartedAt, job.StartedAt)
                .SetProperty(stored => stored.EndedAt, job.EndedAt),
            ct) > 0;
    }

    /// <inheritdoc/>
    public async Task SaveAsync(UpdateTarget target, IReadOnlyCollection<UpdateLogLine> newLines, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await context.BeginWriteAsync(ct);
            var revision = await NextRevisionAsync(context, target.JobId, ct);
            context.UpdateTargets.Update(target).Property(t => t.Revision).CurrentValue = revision;
            context.UpdateLog.AddRange(newLines.Select(line => new UpdateLogRow
            {
                TargetId = target.Id,
                At = line.At,
                Step = line.Step,
                Level = line.Level,
                Text = line.Text,
            }));
            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // The first statement of the transaction writes the job's row, so of two targets saved at once one waits for the other.
    private static async Task<long> NextRevisionAsync(VicsDbContext context, UpdateJobId id, CancellationToken ct)
    {
        var job = context.UpdateJobs.Where(job => job.Id == id);
        await job.ExecuteUpdateAsync(
            set => set.SetProperty(
                j => EF.Property<long>(j, UpdateJobMapping.LastRevision),
                j => EF.Property<long>(j, UpdateJobMapping.LastRevision) + 1),
            ct);
        return await job.Select(j => EF.Property<long>(j, UpdateJobMapping.LastRevision)).SingleAsync(ct);
    }

    private static async Task<ExistingRequest?> RequestAsync(VicsDbContext context, IdempotencyKey key, CancellationToken ct) =>
        await context.IdempotencyKeys.AsNoTracking().Where(row => row.Owner == key.Owner && row.Key == key.Key)
            .Select(row => new ExistingRequest(row.JobId, row.RequestHash)).SingleOrDefaultAsync(ct);
}
