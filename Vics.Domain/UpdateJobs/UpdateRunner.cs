using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Domain.UpdateJobs;

/// <summary>
/// Updates one unit: everything that takes long or may fail happens while the recorder still runs; then the unit is told to finish by itself,
/// and <see cref="SwapWatch"/> looks on.
/// </summary>
public sealed partial class UpdateRunner(
    UnitContact contact, UnitRecord record, IUnitStore units, IUpdateProfileStore profiles, IPackageStore packages, IPackageFiles files,
    IUpdateJobStore jobs, UpdateJobFeed feed, SwapWatch watch, UpdateSettings settings, TimeProvider clock, ILogger<UpdateRunner> log)
{
    private readonly ConcurrentDictionary<UnitId, TaskCompletionSource> _busy = new();

    /// <summary>
    /// Brings a target to its end. <paramref name="cancel"/> is heeded until the unit has been told to finish by itself; <paramref name="shutdown"/>
    /// too, and after that it only ends the watching: a target left running is taken up by the next start of the server.
    /// </summary>
    public async Task RunAsync(UpdateJob job, UpdateTarget target, CancellationToken cancel, CancellationToken shutdown)
    {
        var journal = new TargetJournal(target, jobs, feed, clock);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!_busy.TryAdd(target.UnitId, ended))
        {
            if (target.State is UpdateTargetState.Pending)
            {
                await journal.StartAsync();
                await journal.FailedAsync("busy", OperatorText.Of($"Another job is updating this unit. Start it again when that one has ended."));
                return;
            }

            // Begun before a restart, and another job was quicker to begin after it: what became of this one is still to be found out.
            if (_busy.TryGetValue(target.UnitId, out var other))
                await other.Task.WaitAsync(shutdown);
        }

        try
        {
            await RunAloneAsync(job, journal, cancel, shutdown);
        }
        finally
        {
            _busy.TryRemove(target.UnitId, out _);
            ended.SetResult();
        }
    }

    private async Task RunAloneAsync(UpdateJob job, TargetJournal journal, CancellationToken cancel, CancellationToken shutdown)
    {
        var target = journal.Target;
        try
        {
            if (target.State is UpdateTargetState.Pending)
                await BeginAsync(job, journal, cancel, shutdown);
            else if (target.Armed)
                await TakeUpAgainAsync(job, journal, shutdown);
            else
                await journal.FailedAsync("interrupted", OperatorText.Of($"The server was stopped before the unit was changed. Start the update again."));
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested && target is { Armed: true, IsFinal: false })
        {
            Log.LeftToItself(log, target.UnitName);
        }
        catch (Exception unexpected) when (!target.IsFinal)
        {
            Log.Unexpected(log, unexpected, target.UnitName, target.Step);
            await EndUnexpectedlyAsync(journal);
        }

        if (target.IsFinal)
            await NoteStateOfUnitAsync(target);
    }

    private async Task BeginAsync(UpdateJob job, TargetJournal journal, CancellationToken cancel, CancellationToken shutdown)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, shutdown);
        await journal.StartAsync();
        try
        {
            await UpdateAsync(job, journal, stop.Token, shutdown);
        }
        catch (DeviceException fault) when (!journal.Target.IsFinal)
        {
            await journal.FailedAsync(fault.Fault.CodeName, fault.Fault.Message);
        }
        catch (FileNotFoundException) when (!journal.Target.Armed)
        {
            await journal.FailedAsync("packageFileGone", OperatorText.Of($"The package's file is missing on the server. Delete the package and upload it again."));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !journal.Target.Armed)
        {
            if (cancel.IsCancellationRequested)
                await journal.CancelledAsync();
            else
                await journal.FailedAsync("interrupted", OperatorText.Of($"The server was stopped before the unit was changed. Start the update again."));
        }
    }

    private async Task UpdateAsync(UpdateJob job, TargetJournal journal, CancellationToken stop, CancellationToken shutdown)
    {
        if (await units.FindAsync(journal.Target.UnitId, stop) is not { } unit)
        {
            await journal.FailedAsync("unitGone", OperatorText.Of($"The unit was removed from the inventory."));
            return;
        }

        await record.BecameAsync(unit.Id, UnitState.Updating, CancellationToken.None);
        var profile = await ProfileAsync(job, unit, stop);
        if (await PrepareAsync(job, unit, profile, journal, stop) is { } session)
            await watch.UntilTheEndAsync(session, unit, profile, journal, shutdown);
    }

    // After a restart: the unit finished alone or is still at it; its own record tells.
    private async Task TakeUpAgainAsync(UpdateJob job, TargetJournal journal, CancellationToken shutdown)
    {
        if (await units.FindAsync(journal.Target.UnitId, shutdown) is not { } unit)
        {
            await journal.NeedsAttentionAsync("unitGone", OperatorText.Of($"The unit was removed from the inventory while it finished by itself."));
            return;
        }

        await watch.UntilTheEndAsync(null, unit, await ProfileAsync(job, unit, shutdown), journal, shutdown);
    }

    /// <summary>Everything up to the moment the unit takes over. Null where nothing is left to do.</summary>
    private async Task<IUnitSession?> PrepareAsync(UpdateJob job, Unit unit, UpdateProfile profile, TargetJournal journal, CancellationToken ct)
    {
        await journal.BeginAsync(UpdateStep.Connect, OperatorText.Of($"Connecting to {unit.Host} port {unit.Port} as {unit.UserName}."));
        var package = await packages.FindAsync(job.PackageId, ct) ?? throw new InvalidOperationException($"Package {job.PackageId} of an unfinished job is gone.");
        var session = await contact.OpenAsync(unit, ct);
        try
        {
            var facts = await LookAsync(session, unit, profile, journal, ct);
            if (await IsSettledBeforeAsync(job, package, facts, session, profile, journal, ct))
            {
                await session.DisposeAsync();
                return null;
            }

            var swap = await StageAsync(session, unit, profile, package, facts, journal, ct);
            ct.ThrowIfCancellationRequested();
            await journal.ArmedAsync();
            await ArmAsync(session, swap, journal);
            return session;
        }
        catch
        {
            await TidyAsync(session, profile, journal.Target);
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task<UnitFacts> LookAsync(IUnitSession session, Unit unit, UpdateProfile profile, TargetJournal journal, CancellationToken ct)
    {
        await journal.BeginAsync(UpdateStep.Preflight, OperatorText.Of($"Signed in; the host key {session.HostKey} is the pinned one. Looking at the unit."));
        var facts = await session.InspectAsync(profile, ct);
        await record.SeenAsync(unit, facts, ct, UnitState.Updating);
        return facts;
    }

    /// <summary>Skipped because it is current, or failed because it cannot be done.</summary>
    private static async Task<bool> IsSettledBeforeAsync(
        UpdateJob job, Package package, UnitFacts facts, IUnitSession session, UpdateProfile profile, TargetJournal journal, CancellationToken ct)
    {
        if (job.Plan.SkipIfCurrent && facts.InstalledSha256 == package.Sha256)
        {
            await journal.SkippedAsync(facts.ServiceState is ServiceState.Active
                ? OperatorText.Of($"The unit has version {package.Version} already.")
                : OperatorText.Of($"The unit has version {package.Version} already, but its recorder is not running. Look at the unit."));
            return true;
        }

        var checks = Preflight.Check(facts, await session.TrySudoAsync(ct), profile, package.SizeBytes);
        if (checks.FirstOrDefault(check => !check.Ok) is not { } failed)
        {
            await journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"{facts.OperatingSystem}, {facts.Architecture}: all {checks.Count} checks passed."));
            return false;
        }

        await journal.FailedAsync(failed.Code!, failed.Message);
        return true;
    }

    private async Task<ArmedSwap> StageAsync(
        IUnitSession session, Unit unit, UpdateProfile profile, Package package, UnitFacts facts, TargetJournal journal, CancellationToken ct)
    {
        var target = journal.Target;
        var newPath = StagedFiles.NewFile(profile.TargetPath, target.Id);
        await journal.BeginAsync(UpdateStep.Transfer, OperatorText.Of($"Sending {package.SizeBytes} bytes beside {profile.TargetPath}; the recorder goes on running."));
        await using (var content = files.OpenRead(package.Id))
            await session.SendFileAsync(content, newPath, new ByteProgress(journal), ct);
        target.Sent(package.SizeBytes);

        await journal.BeginAsync(UpdateStep.Verify, OperatorText.Of($"Comparing checksums on the unit."));
        await MustBeAsync(session, newPath, package.Sha256, ct);
        var backup = StagedFiles.Backup(profile.TargetPath, facts.InstalledSha256!, journal.Now);
        await session.CopyAsync(profile.TargetPath, backup, ct);
        await MustBeAsync(session, backup, facts.InstalledSha256!, ct);
        await journal.NoteAsync(UpdateLogLevel.Info, OperatorText.Of($"The checksums match. The old file is kept as {backup}."));

        return new ArmedSwap
        {
            Target = target.Id,
            Profile = profile,
            NewPath = newPath,
            NewSha256 = package.Sha256,
            BackupPath = backup,
            OldSha256 = facts.InstalledSha256!,
            ApiPort = unit.ApiPort,
        };
    }

    private static async Task MustBeAsync(IUnitSession session, string path, Sha256Digest expected, CancellationToken ct)
    {
        var found = await session.SyncAndHashAsync(path, ct);
        if (found != expected)
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"{path} has the checksum {found.Abbreviated}… on the unit instead of {expected.Abbreviated}…. Check the unit's disk and start again.")));
    }

    // Not cancellable: an order half given may be carried out all the same. Only a unit that refused it is sure not to have begun;
    // whether one that went silent has, its record will tell.
    private static async Task ArmAsync(IUnitSession session, ArmedSwap swap, TargetJournal journal)
    {
        try
        {
            await session.ArmAsync(swap, CancellationToken.None);
        }
        catch (DeviceException away) when (away.IsAway)
        {
            await journal.NoteAsync(UpdateLogLevel.Warning, away.Fault.Message);
        }
    }

    private async Task TidyAsync(IUnitSession session, UpdateProfile profile, UpdateTarget target)
    {
        try
        {
            using var limit = new CancellationTokenSource(settings.TidyLimit, clock);
            await session.CleanUpAsync(target.Id, profile, limit.Token);
        }
        catch (Exception failure) when (failure is DeviceException or OperationCanceledException)
        {
            Log.NotTidied(log, target.UnitName, failure.Message);
        }
    }

    private static async Task EndUnexpectedlyAsync(TargetJournal journal)
    {
        if (journal.Target.Armed)
            await journal.NeedsAttentionAsync("unexpected", OperatorText.Of($"Something unexpected happened on the server while the unit finished by itself. Test the connection to see how it is; the server's log tells more."));
        else
            await journal.FailedAsync("unexpected", OperatorText.Of($"Something unexpected happened on the server before the unit was changed. The server's log tells more."));
    }

    private async Task NoteStateOfUnitAsync(UpdateTarget target)
    {
        var state = target switch
        {
            { State: UpdateTargetState.NeedsAttention } => UnitState.NeedsAttention,
            { State: UpdateTargetState.Failed, Step: null or UpdateStep.Connect } => UnitState.Offline,
            _ => UnitState.Online,
        };
        await record.BecameAsync(target.UnitId, state, CancellationToken.None);
    }

    private async Task<UpdateProfile> ProfileAsync(UpdateJob job, Unit unit, CancellationToken ct) =>
        job.ProfileId is { } id && await profiles.FindAsync(id, ct) is { } chosen ? chosen : await profiles.ForAsync(unit, ct);

    private sealed class ByteProgress(TargetJournal journal) : IProgress<long>
    {
        public void Report(long value) => journal.BytesSent(value);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The server stops while unit {Unit} finishes its update by itself; the next start takes it up again")]
        public static partial void LeftToItself(ILogger logger, string unit);

        [LoggerMessage(LogLevel.Error, "Updating unit {Unit} went wrong in step {Step}")]
        public static partial void Unexpected(ILogger logger, Exception exception, string unit, UpdateStep? step);

        [LoggerMessage(LogLevel.Warning, "What an update left on unit {Unit} was not removed: {Reason}")]
        public static partial void NotTidied(ILogger logger, string unit, string reason);
    }
}
