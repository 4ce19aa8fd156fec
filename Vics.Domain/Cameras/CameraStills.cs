using System.Collections.Concurrent;
using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>
/// Takes one picture of now from a camera. Who asks for a picture that is being taken, or was less than a second ago, gets the same one, so that a page
/// open on ten screens costs the camera no more than one. A picture is held no longer than that second, and only so many are taken at once.
/// </summary>
public sealed class CameraStills(StillSources sources, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How long a picture counts as one of now.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    /// <summary>How long taking one may last, waiting for its turn included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Pictures taken at once.</summary>
    public const int AtOnce = 16;

    private readonly ConcurrentDictionary<Wanted, Lazy<Flight>> _flights = new();
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly CancellationTokenSource _end = new();

    /// <summary>One JPEG.</summary>
    /// <param name="camera">Which; it is asked even where it is switched off.</param>
    /// <param name="kind">From which stream, where it comes from one.</param>
    /// <param name="width">Pixels to scale it down to; the size it comes in where null.</param>
    /// <param name="ct">Ends the wait, not the taking: somebody else may wait for the same picture.</param>
    /// <exception cref="DeviceException">No way led to a picture; the reason of the first one.</exception>
    public async Task<StillPicture> TakeAsync(Camera camera, StreamKind kind, int? width, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
        var wanted = new Wanted(camera.Id, camera.Revision, kind, width);
        var flight = _flights.GetOrAdd(wanted, _ => new Lazy<Flight>(() => Begin(camera, wanted)));
        return await flight.Value.Picture.WaitAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_flights.Values.Select(flight => flight.Value.Whole));
    }

    private Flight Begin(Camera camera, Wanted wanted)
    {
        var picture = TakeInTurnAsync(camera, wanted);
        return new Flight(picture, LandAsync(wanted, picture));
    }

    private async Task<StillPicture> TakeInTurnAsync(Camera camera, Wanted wanted)
    {
        await Task.Yield();
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, limit.Token);
        var hasTurn = false;
        try
        {
            await _turns.WaitAsync(either.Token);
            hasTurn = true;
            return await sources.TakeAsync(camera, wanted.Kind, wanted.Width, either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new DeviceException(hasTurn
                ? new(DeviceFaultCode.Timeout, OperatorText.Of($"No picture came in time."))
                : new(DeviceFaultCode.Busy, OperatorText.Of($"Too many pictures are being taken at once. Try again in a moment.")), late);
        }
        finally
        {
            if (hasTurn)
                _turns.Release();
        }
    }

    // Stays in the air for as long as the picture is one of now; a failure is told to those who waited and to nobody else.
    private async Task LandAsync(Wanted wanted, Task<StillPicture> picture)
    {
        await ((Task)picture).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (picture.IsCompletedSuccessfully)
            await Task.Delay(Freshness, clock, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _flights.TryRemove(wanted, out _);
    }

    private sealed record Wanted(CameraId Camera, int Revision, StreamKind Kind, int? Width);

    private sealed record Flight(Task<StillPicture> Picture, Task Whole);
}
