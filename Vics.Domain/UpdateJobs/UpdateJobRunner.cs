using Microsoft.Extensions.Logging;

namespace Vics.Domain.UpdateJobs;

/// <summary>Runs one update job: begins its units, so many at once, and ends the job when all have come to their end.</summary>
public sealed partial class UpdateJobRunner(
    IUpdateJobStore jobs, UpdateRunner runner, UpdateQueue queue, UpdateJobFeed feed, TimeProvider clock, ILogger<UpdateJobRunner> log)
{
    /// <summary>
    /// Runs the job from where it stands. When the server shuts down no further unit is begun, and the job is left as it is for the next start.
    /// </summary>
    public async Task RunAsync(UpdateJobId id, CancellationToken shutdown)
    {
        var cancel = new CancellationTokenSource(); // Not disposed: a cancellation may come at the very end, and it holds nothing but memory.
        using var registration = queue.Running(id, cancel);
        if (await StartAsync(id, shutdown) is not { } job)
            return;
        if (job.State is UpdateJobState.Cancelling)
            await cancel.CancelAsync();

        Log.Begun(log, id, job.PackageVersion);
        await RunTargetsAsync(job, cancel.Token, shutdown);
        if (!shutdown.IsCancellationRequested)
            await EndAsync(id);
    }

    private async Task<UpdateJob?> StartAsync(UpdateJobId id, CancellationToken ct)
    {
        if (await jobs.FindAsync(id, ct) is not { IsFinal: false } job)
            return null;
        if (job.State is not UpdateJobState.Scheduled)
            return job;

        job.Start(clock.GetUtcNow());
        if (!await jobs.SaveAsync(job, UpdateJobState.Scheduled, CancellationToken.None))
            return await StartAsync(id, ct);
        feed.Publish(new UpdateJobNews.JobChanged(id));
        return job;
    }

    private async Task RunTargetsAsync(UpdateJob job, CancellationToken cancel, CancellationToken shutdown)
    {
        // Those begun before a restart first: their recorders may wait for a look.
        IReadOnlyList<UpdateTarget> begun = await jobs.TargetsInAsync(job.Id, [UpdateTargetState.Running], shutdown);
        IReadOnlyList<UpdateTarget> waiting = await jobs.TargetsInAsync(job.Id, [UpdateTargetState.Pending], shutdown);
        using var atOnce = new SemaphoreSlim(job.Plan.Parallelism);
        var underWay = new List<Task>();
        foreach (var target in begun.Concat(waiting))
        {
            if (!await TurnComesAsync(atOnce, shutdown))
                break;
            underWay.Add(RunOneAsync(job, target, atOnce, cancel, shutdown));
        }

        await Task.WhenAll(underWay);
    }

    private static async Task<bool> TurnComesAsync(SemaphoreSlim atOnce, CancellationToken shutdown)
    {
        try
        {
            await atOnce.WaitAsync(shutdown);
            // A turn that comes free because the shutdown ended the unit before is no turn: which of the two the wait sees first is chance.
            return !shutdown.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task RunOneAsync(UpdateJob job, UpdateTarget target, SemaphoreSlim atOnce, CancellationToken cancel, CancellationToken shutdown)
    {
        try
        {
            if (target.State is UpdateTargetState.Pending && cancel.IsCancellationRequested)
                await new TargetJournal(target, jobs, feed, clock).CancelledAsync();
            else
                await runner.RunAsync(job, target, cancel, shutdown);
        }
        finally
        {
            atOnce.Release();
        }
    }

    private async Task EndAsync(UpdateJobId id)
    {
        if (await jobs.FindAsync(id, CancellationToken.None) is not { IsFinal: false } job)
            return;
        var expected = job.State;
        job.End(await jobs.CountAsync(id, CancellationToken.None), clock.GetUtcNow());
        if (!await jobs.SaveAsync(job, expected, CancellationToken.None))
        {
            await EndAsync(id);
            return;
        }

        Log.Ended(log, id, job.State);
        feed.Publish(new UpdateJobNews.JobChanged(id));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Update job {Job} begins to bring version {Version} to its units")]
        public static partial void Begun(ILogger logger, UpdateJobId job, string version);

        [LoggerMessage(LogLevel.Information, "Update job {Job} ended: {State}")]
        public static partial void Ended(ILogger logger, UpdateJobId job, UpdateJobState state);
    }
}
