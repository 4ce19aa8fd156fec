using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>
/// Looks after every camera that is switched on: asks each once in an interval, spread evenly, and those that stay away more and more seldom. Writes
/// down only what is new, many at a time, and tells it on the feed. One loop decides; the looks themselves run beside it.
/// </summary>
public sealed partial class CameraMonitor(
    ICameraStore cameras, CameraFeed feed, CameraCheck check, CameraMonitorSettings settings, TimeProvider clock, ILogger<CameraMonitor> log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    // More news at once than this, and reading everything is cheaper.
    private const int NewsReadOneByOne = 20;

    private readonly Dictionary<Guid, CameraRound> _rounds = [];
    private readonly Dictionary<CameraId, CameraRound> _roundOf = [];
    private readonly Dictionary<CameraId, (CameraObservation Observation, bool Flipped)> _unwritten = [];
    private readonly ConcurrentQueue<(CameraRound Round, IReadOnlyList<CameraFinding> Findings)> _findings = new();
    private readonly Dictionary<CameraRound, Task> _underWay = [];
    private DateTimeOffset _nextWrite;
    private DateTimeOffset _nextResync;

    /// <summary>Watches until it is stopped, then waits for the looks that are under way.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var listener = feed.Listen();
        using var timer = new PeriodicTimer(Tick, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            do
            {
                await TurnAsync(listener, stop.Token);
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(_underWay.Values);
        }
    }

    private async Task TurnAsync(Listener<CameraNews> listener, CancellationToken ct)
    {
        try
        {
            await ReadNewsAsync(listener, ct);
            TakeFindings();
            Begin(ct);
            await WriteAsync(ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // The database may be busy or gone for a while; the cameras are still there when it is back.
            Log.TurnFailed(log, failure);
            (_nextWrite, _nextResync) = (clock.GetUtcNow() + settings.FirstRound, clock.GetUtcNow() + settings.FirstRound);
        }
    }

    private async Task ReadNewsAsync(Listener<CameraNews> listener, CancellationToken ct)
    {
        var changed = new HashSet<CameraId>();
        while (listener.TryNext(out var news))
        {
            if (news is CameraNews.Changed or CameraNews.Removed)
                changed.Add(news.Camera);
        }

        if (clock.GetUtcNow() >= _nextResync || changed.Count > NewsReadOneByOne)
        {
            await ResyncAsync(ct);
            return;
        }

        foreach (var id in changed)
            Watch(id, await cameras.FindAsync(id, ct));
    }

    private async Task ResyncAsync(CancellationToken ct)
    {
        var all = await cameras.AllAsync(ct);
        foreach (var gone in _roundOf.Keys.Except(all.Select(camera => camera.Id)).ToList())
            Watch(gone, null);
        foreach (var camera in all)
            Watch(camera.Id, camera);
        _nextResync = clock.GetUtcNow() + settings.Resync;
    }

    /// <summary>Takes a camera as it stands in the inventory now, or as gone. One that was edited is looked at soon.</summary>
    private void Watch(CameraId id, Camera? camera)
    {
        var known = _roundOf.GetValueOrDefault(id);
        if (camera is { Enabled: true } && known?.Cameras.GetValueOrDefault(id)?.Camera.Revision == camera.Revision)
            return;
        Forget(id, known);
        if (camera is not { Enabled: true })
            return;

        var unit = camera.Source is CameraSource.Unit && !CameraStreams.CanBeAskedItself(camera) ? camera.UnitId : null;
        var key = unit?.Value ?? id.Value;
        var now = clock.GetUtcNow();
        if (!_rounds.TryGetValue(key, out var round))
        {
            _rounds[key] = round = new CameraRound(key, unit);
            round.BeginWithin(settings.FirstRound, now);
        }

        // Somebody waits to see whether what was just added or edited works; at the start nobody does.
        if (_nextResync != default)
            round.Due = now;
        round.Cameras[id] = new CameraWatch(camera);
        _roundOf[id] = round;
    }

    private void Forget(CameraId id, CameraRound? round)
    {
        _unwritten.Remove(id);
        _roundOf.Remove(id);
        if (round is null)
            return;
        round.Cameras.Remove(id);
        if (round.Cameras.Count == 0)
            _rounds.Remove(round.Key);
    }

    private void Begin(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var free = settings.MaxAtOnce - _underWay.Count;
        if (free <= 0)
            return;
        foreach (var round in _rounds.Values.Where(round => !round.IsUnderWay && round.Due <= now).OrderBy(round => round.Due).Take(free).ToList())
        {
            round.IsUnderWay = true;
            _underWay[round] = LookAsync(round, [.. round.Cameras.Values.Select(watch => watch.Camera)], ct);
        }
    }

    // Never fails: whatever happens ends in the queue, so that the round gets its next turn.
    private async Task LookAsync(CameraRound round, IReadOnlyList<Camera> whom, CancellationToken ct)
    {
        IReadOnlyList<CameraFinding> findings = [];
        using var limit = new CancellationTokenSource(settings.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await Task.Yield();
            findings = round.Unit is { } unit
                ? await check.ThroughAsync(unit, whom, either.Token)
                : [await check.AtAsync(whom[0], either.Token)];
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            var late = new DeviceFault(DeviceFaultCode.Timeout, OperatorText.Of($"It gave no sign of life within {(int)settings.Patience.TotalSeconds} s."));
            findings = [.. whom.Select(camera => new CameraFinding(camera, late))];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception failure)
        {
            Log.LookFailed(log, failure, whom[0].Name);
        }

        _findings.Enqueue((round, findings));
    }

    private void TakeFindings()
    {
        var now = clock.GetUtcNow();
        while (_findings.TryDequeue(out var ended))
        {
            var (round, findings) = ended;
            _underWay.Remove(round);
            round.IsUnderWay = false;
            // What was edited meanwhile is looked at anew; what was seen of it before says nothing.
            var current = findings.Where(finding => round.Cameras.GetValueOrDefault(finding.Camera.Id)?.Camera.Revision == finding.Camera.Revision).ToList();
            foreach (var finding in current)
            {
                if (round.Cameras[finding.Camera.Id].Take(finding.Trouble, now, settings.SeenAccuracy) is { } news)
                    _unwritten[finding.Camera.Id] = (news.Observation, news.Flipped || _unwritten.GetValueOrDefault(finding.Camera.Id).Flipped);
            }

            if (findings.Count == 0 || current.Count == round.Cameras.Count)
                round.Next([.. current.Select(finding => finding.Trouble)], now, settings);
            else
                round.Due = now;
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        if (_unwritten.Count == 0 || clock.GetUtcNow() < _nextWrite)
            return;
        await cameras.ObserveAsync([.. _unwritten.Values.Select(news => news.Observation)], ct);
        foreach (var (observation, flipped) in _unwritten.Values)
        {
            if (flipped)
                feed.Publish(new CameraNews.Seen(observation.Camera, observation.State));
        }

        _unwritten.Clear();
        _nextWrite = clock.GetUtcNow() + BetweenWrites;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The states of the cameras could not be read or written; tried again soon")]
        public static partial void TurnFailed(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "The look at camera {Camera} broke off")]
        public static partial void LookFailed(ILogger logger, Exception exception, string camera);
    }
}
