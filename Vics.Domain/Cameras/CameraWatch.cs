using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>What the monitor knows of one camera, and when that becomes what everybody knows.</summary>
internal sealed class CameraWatch(Camera camera)
{
    // One look that fails may be a packet that was lost. Not so where nothing was known yet: then any answer is better than none.
    private const int FailuresUntilOffline = 2;

    private DateTimeOffset? _toldSeenAt = camera.LastSeenAt;

    /// <summary>As it stands in the inventory.</summary>
    public Camera Camera { get; } = camera;

    /// <summary>As everybody knows it.</summary>
    public CameraState State { get; private set; } = camera.State;

    /// <summary>Looks in a row that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>To be asked again soon, before everybody is told that it is away.</summary>
    public bool IsInDoubt => Failures > 0 && State is CameraState.Online;

    private OperatorText? Detail { get; set; } = camera.StateDetail;

    /// <summary>It would let nobody in, or cannot be asked at all: asking again soon changes nothing, and may lock the account.</summary>
    public static bool IsFutile(DeviceFault trouble) => trouble.Code is DeviceFaultCode.Authentication or DeviceFaultCode.Clock
        or DeviceFaultCode.SecretUnreadable or DeviceFaultCode.AddressNotAllowed or DeviceFaultCode.Certificate;

    /// <summary>Takes in what a look showed.</summary>
    /// <returns>What is to be told, and whether the state flipped; null where nothing is new.</returns>
    public (CameraObservation Observation, bool Flipped)? Take(DeviceFault? trouble, DateTimeOffset now, TimeSpan seenAccuracy)
    {
        Failures = trouble is null ? 0 : Failures + 1;
        if (trouble is not null && State is CameraState.Online && Failures < FailuresUntilOffline && !IsFutile(trouble))
            return null;
        var state = trouble is null ? CameraState.Online : CameraState.Offline;
        var flipped = state != State || trouble?.Message != Detail;
        var isStale = trouble is null && (_toldSeenAt is not { } told || now - told >= seenAccuracy);
        if (!flipped && !isStale)
            return null;
        (State, Detail) = (state, trouble?.Message);
        if (trouble is null)
            _toldSeenAt = now;
        return (new CameraObservation(Camera.Id, state, Detail, trouble is null ? now : null) { Revision = Camera.Revision }, flipped);
    }
}
