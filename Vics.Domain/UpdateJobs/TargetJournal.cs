namespace Vics.Domain.UpdateJobs;

/// <summary>
/// Writes down what happens to one target before and after it happens, and tells whoever listens. Nothing here is ever cancelled: what was begun on a
/// unit must be on record whatever becomes of the request that began it.
/// </summary>
internal sealed class TargetJournal(UpdateTarget target, IUpdateJobStore jobs, UpdateJobFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan BetweenByteNews = TimeSpan.FromMilliseconds(300);
    private readonly List<UpdateLogLine> _unsaved = [];
    private readonly Lock _bytesGate = new();
    private DateTimeOffset _lastByteNews;

    public UpdateTarget Target => target;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The unit's turn has come.</summary>
    public Task StartAsync()
    {
        target.Start(Now);
        return SaveAsync();
    }

    /// <summary>A step is about to be taken.</summary>
    public Task BeginAsync(UpdateStep step, OperatorText text)
    {
        target.Begin(step);
        return NoteAsync(UpdateLogLevel.Info, text);
    }

    /// <summary>Something worth telling happened.</summary>
    public Task NoteAsync(UpdateLogLevel level, OperatorText text)
    {
        _unsaved.Add(new UpdateLogLine(Now, target.Step, level, text));
        return SaveAsync();
    }

    /// <summary>Bytes arrived at the unit: told at most a few times a second, saved with the next step.</summary>
    public void BytesSent(long bytes)
    {
        lock (_bytesGate)
        {
            target.Sent(bytes);
            if (Now - _lastByteNews < BetweenByteNews && target.BytesSent < target.BytesTotal)
                return;
            _lastByteNews = Now;
        }

        feed.Publish(new UpdateJobNews.BytesArrived(target.JobId, target.Id, target.BytesSent, target.BytesTotal, target.Percent));
    }

    public Task ArmedAsync()
    {
        target.Arm();
        return BeginAsync(UpdateStep.Stop, OperatorText.Of($"The unit is told to finish by itself: stop, swap, start, check."));
    }

    public Task SucceededAsync(TimeSpan? downtime)
    {
        target.Succeed(downtime, Now);
        return NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The new version runs. The recorder was down for {Milliseconds(downtime)} ms."));
    }

    public Task SkippedAsync(OperatorText message)
    {
        target.Skip(message, Now);
        return NoteAsync(UpdateLogLevel.Info, message);
    }

    public Task FailedAsync(string code, OperatorText message, TimeSpan? downtime = null)
    {
        target.Fail(code, message, downtime, Now);
        return NoteAsync(UpdateLogLevel.Error, message);
    }

    public Task RolledBackAsync(string code, OperatorText message, TimeSpan? downtime)
    {
        target.RollBack(code, message, downtime, Now);
        return NoteAsync(UpdateLogLevel.Error, message);
    }

    public Task NeedsAttentionAsync(string code, OperatorText message)
    {
        target.NeedAttention(code, message, Now);
        return NoteAsync(UpdateLogLevel.Error, message);
    }

    public Task CancelledAsync()
    {
        var message = OperatorText.Of($"Cancelled before the unit was changed.");
        target.Cancel(message, Now);
        return NoteAsync(UpdateLogLevel.Warning, message);
    }

    private async Task SaveAsync()
    {
        UpdateLogLine[] lines = [.. _unsaved];
        await jobs.SaveAsync(target, lines, CancellationToken.None);
        _unsaved.Clear();
        feed.Publish(new UpdateJobNews.TargetChanged(target.JobId, TargetSnapshot.Of(target), lines));
        if (target.IsFinal)
            feed.Publish(new UpdateJobNews.JobChanged(target.JobId));
    }

    private static long Milliseconds(TimeSpan? span) => (long)(span?.TotalMilliseconds ?? 0);
}
