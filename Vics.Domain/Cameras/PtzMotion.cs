using Microsoft.Extensions.Logging;
using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>Where commands of a camera's PTZ go: its account and the profile that can be steered.</summary>
internal sealed record PtzAddress(Camera Camera, CameraAccess Access, string? ProfileToken);

/// <summary>
/// The motion of one camera: gives it one command at a time, in the order they were asked for, and stops it on its own account when nobody asks for more.
/// A motion that was asked for but is overtaken by another command before its turn is left out.
/// </summary>
internal sealed partial class PtzMotion(IPtzControl ptz, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>How often a stop that nobody else will ask for is tried.</summary>
    private const int StopTries = 3;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private long _asked;
    private Due? _due;
    private Task _stopping = Task.CompletedTask;

    /// <summary>Notes that a command was asked for, as soon as it was: what it takes to find the camera's address must not change the order.</summary>
    public long Ask() => Interlocked.Increment(ref _asked);

    /// <summary>Moves until <paramref name="timeout"/> is over, another command comes, or it is stopped. Left out where another command was asked for since.</summary>
    public async Task MoveAsync(long number, PtzAddress to, PtzVector velocity, TimeSpan timeout, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (number != Interlocked.Read(ref _asked))
                return;
            // An axis that a command leaves out goes on as before (ONVIF PTZ §5.3.3), so one that is to rest must be told.
            if (Volatile.Read(ref _due) is { } before && before.LeavesMoving(velocity))
                await ptz.StopAsync(to.Access, to.ProfileToken, ct);
            // Armed before the camera is told: it may move although its answer never comes.
            Arm(to, velocity, timeout);
            await ptz.MoveAsync(to.Access, to.ProfileToken, velocity, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Goes to a position, which ends a motion that is under way. Where the camera does not take it, the motion is stopped in its time.</summary>
    public async Task InsteadAsync(Func<Task> command, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await command();
            Disarm();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the motion that is under way. False where there is none, and the camera was not told anything.</summary>
    public async Task<bool> TryStopAsync()
    {
        var under = Volatile.Read(ref _due);
        if (under is null)
            return false;
        await InsteadAsync(() => ptz.StopAsync(under.To.Access, under.To.ProfileToken, CancellationToken.None), CancellationToken.None);
        return true;
    }

    /// <summary>Stops at once what would be stopped later, and returns when that is done.</summary>
    public Task StopNowAsync()
    {
        lock (_gate)
        {
            _due?.Hurry();
            return _stopping;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _due?.Dispose();
        _turn.Dispose();
    }

    private void Arm(PtzAddress to, PtzVector velocity, TimeSpan timeout)
    {
        lock (_gate)
        {
            Disarm();
            _due = new Due(to, velocity);
            _stopping = Task.WhenAll(_stopping, StopAfterAsync(_due, timeout));
        }
    }

    private void Disarm()
    {
        lock (_gate)
        {
            var before = _due;
            _due = null;
            before?.Hurry();
            before?.Dispose();
        }
    }

    private async Task StopAfterAsync(Due due, TimeSpan timeout)
    {
        await Task.Delay(timeout, clock, due.Hurried).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whoever hurries this holds the lock and waits for nothing.
        await Task.Yield();
        for (var tries = 1; Volatile.Read(ref _due) == due; tries++)
        {
            await _turn.WaitAsync(CancellationToken.None);
            try
            {
                if (Volatile.Read(ref _due) == due)
                    await ptz.StopAsync(due.To.Access, due.To.ProfileToken, CancellationToken.None);
                else
                    return;
                Disarm();
            }
            catch (DeviceException trouble) when (tries < StopTries)
            {
                Log.NotStopped(log, due.To.Camera.Name, trouble.Fault.CodeName);
            }
            catch (DeviceException trouble)
            {
                Log.GivenUp(log, trouble, due.To.Camera.Name);
                Disarm();
            }
            finally
            {
                _turn.Release();
            }

            if (Volatile.Read(ref _due) == due)
                await Task.Delay(BetweenTries, clock, CancellationToken.None);
        }
    }

    /// <summary>The stop that a motion ends with.</summary>
    private sealed class Due(PtzAddress to, PtzVector velocity) : IDisposable
    {
        private readonly CancellationTokenSource _hurry = new();

        public PtzAddress To => to;

        public CancellationToken Hurried => _hurry.Token;

        public bool LeavesMoving(PtzVector next) =>
            (velocity is not { Pan: 0, Tilt: 0 } && next is { Pan: 0, Tilt: 0 }) || (velocity.Zoom != 0 && next.Zoom == 0);

        public void Hurry() => _hurry.Cancel();

        public void Dispose() => _hurry.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Camera {Camera} did not take the stop that ends its motion ({Code}); it is told again")]
        public static partial void NotStopped(ILogger logger, string camera, string code);

        [LoggerMessage(LogLevel.Error, "Camera {Camera} could not be stopped and may go on moving")]
        public static partial void GivenUp(ILogger logger, Exception exception, string camera);
    }
}
