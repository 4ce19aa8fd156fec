using Vics.Domain.UpdateJobs;

namespace Vics.Web.Background;

/// <summary>Runs update jobs: those a stop of the server left unfinished, then those that are asked for. Every job runs in a task that is awaited here.</summary>
internal sealed partial class UpdateJobWorker(IUpdateJobStore jobs, UpdateQueue queue, UpdateJobRunner runner, ILogger<UpdateJobWorker> log) : BackgroundService
{
    private readonly Dictionary<UpdateJobId, Task> _underWay = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var job in await jobs.UnfinishedAsync(stoppingToken))
                queue.Schedule(job.Id);
            await foreach (var id in queue.WaitingAsync(stoppingToken))
                Begin(id, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops: what is under way comes to a safe place below.
        }

        await Task.WhenAll(_underWay.Values);
    }

    // A job asked for while the unfinished ones were read stands in line twice.
    private void Begin(UpdateJobId id, CancellationToken shutdown)
    {
        foreach (var ended in _underWay.Where(job => job.Value.IsCompleted).Select(job => job.Key).ToList())
            _underWay.Remove(ended);
        if (!_underWay.ContainsKey(id))
            _underWay[id] = RunAsync(id, shutdown);
    }

    private async Task RunAsync(UpdateJobId id, CancellationToken shutdown)
    {
        await Task.Yield();
        try
        {
            await runner.RunAsync(id, shutdown);
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            Log.LeftForNextStart(log, id);
        }
        catch (Exception failure)
        {
            Log.Failed(log, failure, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The server stops; update job {Job} goes on at the next start")]
        public static partial void LeftForNextStart(ILogger logger, UpdateJobId job);

        [LoggerMessage(LogLevel.Error, "Update job {Job} broke off; it goes on at the next start of the server")]
        public static partial void Failed(ILogger logger, Exception exception, UpdateJobId job);
    }
}
