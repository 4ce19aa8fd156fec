using Microsoft.Extensions.Logging;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>
/// Looks on while a unit finishes an update by itself, and writes down what its own record says. It may lose sight of the unit, or be stopped
/// with the server: the unit does not care.
/// </summary>
public sealed partial class SwapWatch(
    UnitContact contact, UnitRecord record, IUnitStore units, UpdateSettings settings, TimeProvider clock, ILogger<SwapWatch> log)
{
    // The unit's record and whether it is still at work are two looks; an end between them must not be taken for a breakdown.
    private const int IdleLooksBeforeGivingUp = 4;

    /// <summary>Looks on until the target has come to its end. Takes the session over; without one it connects.</summary>
    internal async Task UntilTheEndAsync(IUnitSession? session, Unit unit, UpdateProfile profile, TargetJournal journal, CancellationToken shutdown)
    {
        await using var line = new UnitLine(contact, units, unit, session, journal, settings, clock);
        try
        {
            var swap = await FollowAsync(line, journal, shutdown);
            if (swap.Events.Count == 0)
            {
                await ConcludeWithoutRecordAsync(line, profile, journal, shutdown);
                return;
            }

            await LookAfterwardsAsync(swap, line, unit, profile, journal, shutdown);
            await ConcludeAsync(swap, journal);
            await TidyAsync(swap, line, profile, journal);
        }
        catch (DeviceException lost)
        {
            await journal.NoteAsync(UpdateLogLevel.Error, lost.Fault.Message);
            await journal.NeedsAttentionAsync(lost.Fault.CodeName, OperatorText.Of($"The unit finishes by itself, but cannot be asked how it went; the log says why. Test the connection when it is back."));
        }
    }

    private async Task<SwapRecord> FollowAsync(UnitLine line, TargetJournal journal, CancellationToken shutdown)
    {
        var seen = new SwapRecord([], Running: false);
        for (int told = 0, idle = 0; ;)
        {
            var swap = await line.AskAsync(unit => unit.ReadSwapAsync(journal.Target.Id, shutdown), shutdown);
            // A record that was there and is gone does not undo what it told.
            if (swap.Events.Count >= seen.Events.Count)
                seen = swap;
            for (; told < swap.Events.Count; told++)
                await TellAsync(swap.Events[told], journal);
            idle = swap.Running ? 0 : idle + 1;
            if (swap.IsFinal || idle >= IdleLooksBeforeGivingUp)
                return seen;
            await Task.Delay(settings.PollInterval, clock, shutdown);
        }
    }

    private static Task TellAsync(SwapEvent entry, TargetJournal journal) => entry.Phase switch
    {
        SwapPhase.Armed => journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The unit has taken over.")),
        SwapPhase.Stopping => journal.BeginAsync(UpdateStep.Stop, OperatorText.Of($"The recorder is being stopped.")),
        SwapPhase.Stopped => journal.BeginAsync(UpdateStep.Install, OperatorText.Of($"The recorder has stopped. Swapping the files.")),
        SwapPhase.Swapped => journal.BeginAsync(UpdateStep.Start, OperatorText.Of($"The new file is in place. Starting the recorder.")),
        SwapPhase.Started => journal.BeginAsync(UpdateStep.Health, OperatorText.Of($"The recorder was started.")),
        SwapPhase.Answering => journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The recorder is up again.")),
        SwapPhase.Healthy => journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The new version ran untroubled for the settling time.")),
        SwapPhase.Unhealthy => journal.BeginAsync(UpdateStep.Rollback, OperatorText.Of($"The new version does not run as it should: {entry.Detail}")),
        SwapPhase.Restored => journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The old file is back in place.")),
        SwapPhase.RolledBack => journal.NoteAsync(UpdateLogLevel.Warning, OperatorText.Of($"The old version runs again.")),
        SwapPhase.RollbackFailed => journal.NoteAsync(UpdateLogLevel.Error, OperatorText.Of($"The old version does not come up either: {entry.Detail}")),
        SwapPhase.Untouched => journal.NoteAsync(UpdateLogLevel.Warning, OperatorText.Of($"The unit changed nothing: {entry.Detail}")),
        _ => Task.CompletedTask,
    };

    private static async Task ConcludeWithoutRecordAsync(UnitLine line, UpdateProfile profile, TargetJournal journal, CancellationToken shutdown)
    {
        if (journal.Target.Step is not UpdateStep.Stop)
        {
            await journal.NeedsAttentionAsync("recordGone", OperatorText.Of($"The unit had begun the update, but its record of it is gone. Test the connection to see which version it runs."));
            return;
        }

        // An order that is still on its way will not find the new file any more, and then changes nothing either.
        await line.AskAsync(async session => { await session.CleanUpAsync(journal.Target.Id, profile, shutdown); return true; }, shutdown);
        await journal.FailedAsync("notArmed", OperatorText.Of($"The connection broke before the unit had taken over. Nothing was changed; start the update again."));
    }

    private static Task ConcludeAsync(SwapRecord swap, TargetJournal journal) =>
        swap.Events[^1].Phase switch
        {
            SwapPhase.Healthy => journal.SucceededAsync(swap.Downtime),
            SwapPhase.RolledBack => journal.RolledBackAsync("notHealthy", OperatorText.Of($"The new version did not run as it should ({ReasonIn(swap)}). The old version is running again."), swap.Downtime),
            SwapPhase.Untouched => journal.FailedAsync("notSwapped", OperatorText.Of($"The unit changed nothing: {swap.Events[^1].Detail}"), swap.Downtime),
            SwapPhase.RollbackFailed => journal.NeedsAttentionAsync("rollbackFailed", OperatorText.Of($"Neither the new nor the old version comes up ({swap.Events[^1].Detail}). Go and look at the unit.")),
            var last => journal.NeedsAttentionAsync("swapStopped", OperatorText.Of($"The unit stopped working on the update after “{last}”, perhaps because it was restarted. Test the connection to see which version it runs.")),
        };

    private static string ReasonIn(SwapRecord swap) => swap.Events.LastOrDefault(entry => entry.Phase is SwapPhase.Unhealthy)?.Detail ?? "";

    // What is seen now is a courtesy: the outcome stands, whatever the unit answers here.
    private async Task LookAfterwardsAsync(SwapRecord swap, UnitLine line, Unit unit, UpdateProfile profile, TargetJournal journal, CancellationToken shutdown)
    {
        try
        {
            var facts = await line.AskAsync(session => session.InspectAsync(profile, shutdown), shutdown);
            await record.SeenAsync(unit, facts, shutdown, UnitState.Updating);
            if (swap.Events.Any(entry => entry.Phase is SwapPhase.Unhealthy)
                && await line.AskAsync(session => session.RecentServiceLogAsync(profile.ServiceName, shutdown), shutdown) is { Length: > 0 } lastWords)
                await journal.NoteAsync(UpdateLogLevel.Warning, OperatorText.Of($"Last lines of the recorder's own log:\n{lastWords}"));
            if (swap.Events[^1].Phase is SwapPhase.Healthy)
                await journal.BeginAsync(UpdateStep.Cleanup, OperatorText.Of($"Removing what is no longer needed; {profile.BackupsKept} old versions are kept."));
        }
        catch (DeviceException fault)
        {
            Log.NotLookedAfterwards(log, unit.Name, fault.Fault.Code);
            await journal.NoteAsync(UpdateLogLevel.Warning, fault.Fault.Message);
        }
    }

    // The unit's record goes with the rest, so this comes only when the outcome is saved: a server that stopped in between would find no record
    // and take the unit for one that never began. Where a person must look, everything stays: it may be the way back.
    private async Task TidyAsync(SwapRecord swap, UnitLine line, UpdateProfile profile, TargetJournal journal)
    {
        if (!swap.IsFinal || swap.Events[^1].Phase is SwapPhase.RollbackFailed)
            return;
        try
        {
            using var limit = new CancellationTokenSource(settings.TidyLimit, clock);
            await line.AskAsync(async session => { await session.CleanUpAsync(journal.Target.Id, profile, limit.Token); return true; }, limit.Token);
        }
        catch (DeviceException fault)
        {
            await journal.NoteAsync(UpdateLogLevel.Warning, fault.Fault.Message);
        }
        catch (OperationCanceledException)
        {
            Log.NotTidied(log, journal.Target.UnitName);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Unit {Unit} could not be looked at after its update: {Fault}")]
        public static partial void NotLookedAfterwards(ILogger logger, string unit, DeviceFaultCode fault);

        [LoggerMessage(LogLevel.Warning, "What the update left on unit {Unit} was not removed in time")]
        public static partial void NotTidied(ILogger logger, string unit);
    }
}
