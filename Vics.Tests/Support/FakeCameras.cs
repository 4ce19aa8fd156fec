using System.Collections.Concurrent;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Tests.Support;

/// <summary>
/// Fake: cameras and units that exist only in the test, behind the ports by which the product asks them. Each answers by its host (or the address of
/// its stream) as it was told to, and counts how often it was asked.
/// </summary>
internal sealed class FakeCameras(TimeProvider clock) : ICameraProbe, IStreamCheck, IUnitApi
{
    public static readonly DeviceFault Away = new(DeviceFaultCode.Unreachable, OperatorText.Of($"The unit that records this camera is not in the inventory any more."));
    public static readonly DeviceFault WrongPassword = new(DeviceFaultCode.Authentication, OperatorText.Of($"The camera offers no stream."));

    private readonly ConcurrentDictionary<string, DeviceFault> _troubles = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<UnitCamera>> _lists = new();
    private readonly ConcurrentQueue<(string Whom, DateTimeOffset At)> _asked = new();
    private int _underWay;

    /// <summary>Looks that hang until they are given up.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = new();

    /// <summary>Held, nobody gets an answer until it is released.</summary>
    public SemaphoreSlim? Hold { get; set; }

    /// <summary>The most that were asked at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>When somebody was asked.</summary>
    public IReadOnlyList<DateTimeOffset> AskedAt(string whom) => [.. _asked.Where(asked => asked.Whom == whom).Select(asked => asked.At)];

    /// <summary>Who was asked at all.</summary>
    public IReadOnlyCollection<string> Asked => [.. _asked.Select(asked => asked.Whom).Distinct()];

    /// <summary>From now on it makes this trouble; none where null.</summary>
    public void Now(string whom, DeviceFault? trouble)
    {
        if (trouble is null)
            _troubles.TryRemove(whom, out _);
        else
            _troubles[whom] = trouble;
    }

    /// <summary>From now on a unit lists these.</summary>
    public void Lists(string unit, params UnitCamera[] cameras) => _lists[unit] = cameras;

    public Task CheckAsync(CameraAccess camera, CancellationToken ct) => AnswerAsync(camera.Host, ct);

    public Task CheckAsync(VideoOrigin origin, CancellationToken ct) =>
        AnswerAsync(origin switch { VideoOrigin.Rtsp rtsp => rtsp.Url, VideoOrigin.Mjpeg mjpeg => mjpeg.Url, _ => "test" }, ct);

    public async Task<IReadOnlyList<UnitCamera>> CamerasAsync(UnitApiAccess unit, CancellationToken ct)
    {
        await AnswerAsync(unit.Host, ct);
        return _lists.GetValueOrDefault(unit.Host, []);
    }

    public Task<CameraFacts> ProbeAsync(CameraAccess camera, CancellationToken ct) => throw new NotSupportedException("No test of this fake asks so much.");

    public Task<byte[]> ImageAsync(UnitApiAccess unit, string cameraId, int? width, int? height, CancellationToken ct) =>
        throw new NotSupportedException("No test of this fake asks so much.");

    public Task<IReadOnlyList<UnitStream>> StreamsAsync(UnitApiAccess unit, string cameraId, CancellationToken ct) =>
        throw new NotSupportedException("No test of this fake asks so much.");

    private async Task AnswerAsync(string whom, CancellationToken ct)
    {
        _asked.Enqueue((whom, clock.GetUtcNow()));
        var underWay = Interlocked.Increment(ref _underWay);
        lock (_asked)
            MostAtOnce = Math.Max(MostAtOnce, underWay);
        try
        {
            if (Hold is { } hold)
                await hold.WaitAsync(ct);
            if (Silent.ContainsKey(whom))
                await Task.Delay(Timeout.Infinite, ct);
            if (_troubles.TryGetValue(whom, out var trouble))
                throw new DeviceException(trouble);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
