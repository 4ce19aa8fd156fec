using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>What a look at a camera showed.</summary>
/// <param name="Camera">As it stood in the inventory when it was looked at.</param>
/// <param name="Trouble">Why there is no picture to be had; null where it answers.</param>
internal sealed record CameraFinding(Camera Camera, DeviceFault? Trouble);

/// <summary>Looks at cameras without taking their picture: each in the lightest way its kind has.</summary>
public sealed class CameraCheck(ICameraProbe probe, IStreamCheck streamCheck, IUnitApi unitApi, CameraStreams streams, IUnitStore units)
{
    /// <summary>Asks a camera itself; a unit's camera that is out of reach also counts as there while its unit has a picture of it.</summary>
    internal async Task<CameraFinding> AtAsync(Camera camera, CancellationToken ct)
    {
        try
        {
            if (CameraStreams.CanBeAskedItself(camera) && camera.Source is CameraSource.Onvif or CameraSource.Unit)
                await probe.CheckAsync(streams.AccessTo(camera), ct);
            else if (camera.Source is not CameraSource.Test)
                await streamCheck.CheckAsync((await streams.OriginsAsync(camera, StreamKind.Main, ct))[0], ct);
            return new CameraFinding(camera, null);
        }
        catch (DeviceException away) when (away.IsAway && camera is { Source: CameraSource.Unit, UnitId: { } unit })
        {
            // Out of reach from here, but the unit may see it, and shows it to whoever watches.
            return (await ThroughAsync(unit, [camera], ct)).FirstOrDefault(finding => finding.Trouble is null) ?? new CameraFinding(camera, away.Fault);
        }
        catch (DeviceException trouble)
        {
            return new CameraFinding(camera, trouble.Fault);
        }
    }

    /// <summary>Asks a unit once for all of its cameras that cannot be asked themselves.</summary>
    internal async Task<IReadOnlyList<CameraFinding>> ThroughAsync(UnitId id, IReadOnlyList<Camera> cameras, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return []; // They went with it, which the news has not told yet.
        try
        {
            var listed = (await unitApi.CamerasAsync(streams.AccessTo(unit), ct)).DistinctBy(camera => camera.Id).ToDictionary(camera => camera.Id);
            return [.. cameras.Select(camera => new CameraFinding(camera, TroubleOf(listed.GetValueOrDefault(camera.UnitCameraId!), unit)))];
        }
        catch (DeviceException trouble)
        {
            return [.. cameras.Select(camera => new CameraFinding(camera, trouble.Fault))];
        }
    }

    private static DeviceFault? TroubleOf(UnitCamera? camera, Unit unit) => camera switch
    {
        null => new(DeviceFaultCode.NotSupported, OperatorText.Of($"The unit {unit.Name} does not know this camera any more.")),
        { Disabled: true } => new(DeviceFaultCode.NotSupported, OperatorText.Of($"It is switched off on the unit {unit.Name}.")),
        { Online: false } => new(DeviceFaultCode.Unreachable, OperatorText.Of($"The unit {unit.Name} gets no picture from it.")),
        _ => null,
    };
}
