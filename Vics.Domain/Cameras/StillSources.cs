using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>
/// Knows where a still picture is to be had, cheapest first: from a stream that is watched anyway; from the camera's own snapshot, which comes in the
/// camera's own size and so only where none was asked for; from the unit that records it; from a stream opened for the purpose.
/// </summary>
public sealed class StillSources(
    CameraStreams streams, ICameraSnapshots snapshots, IStreamStills streamStills, IUnitApi unitApi, IUnitStore units, ILiveStills live, TimeProvider clock)
{
    private delegate Task<byte[]?> Take(Camera camera, StreamKind kind, int? width, CancellationToken ct);

    [Flags]
    private enum Device
    {
        None = 0,
        Camera = 1,
        Unit = 2,
    }

    /// <summary>One JPEG.</summary>
    /// <exception cref="DeviceException">No way led to a picture; the reason of the first one that says more than that it cannot be used.</exception>
    public async Task<StillPicture> TakeAsync(Camera camera, StreamKind kind, int? width, CancellationToken ct)
    {
        var troubles = new List<DeviceException>();
        try
        {
            if (await live.TryTakeAsync(camera.Id, kind, width, ct) is { } running)
                return running;
        }
        catch (DeviceException trouble)
        {
            troubles.Add(trouble);
        }

        var away = Device.None;
        foreach (var (take, asks) in WaysTo(camera, width))
        {
            // A device that is away is not called a second time by another door: that would only take as long again.
            if ((asks & ~away) == Device.None)
                continue;
            try
            {
                if (await take(camera, kind, width, ct) is { } jpeg)
                    return new StillPicture(jpeg, clock.GetUtcNow());
            }
            catch (DeviceException trouble)
            {
                streams.Forget(camera.Id);
                troubles.Add(trouble);
                away |= trouble.IsAway ? asks : Device.None;
            }
        }

        throw troubles.Find(trouble => trouble.Fault.Code is not DeviceFaultCode.NotSupported) ?? troubles.FirstOrDefault()
            ?? new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera offers no picture.")));
    }

    private (Take Take, Device Asks)[] WaysTo(Camera camera, int? width) => camera.Source switch
    {
        CameraSource.Onvif when width is null => [(SnapshotAsync, Device.Camera), (FromStreamAsync, Device.Camera)],
        // A picture larger than asked for is better than none.
        CameraSource.Onvif => [(FromStreamAsync, Device.Camera), (SnapshotAsync, Device.Camera)],
        CameraSource.Unit when !CameraStreams.CanBeAskedItself(camera) => [(FromUnitAsync, Device.Unit), (FromStreamAsync, Device.Unit)],
        CameraSource.Unit when width is null => [(SnapshotAsync, Device.Camera), (FromUnitAsync, Device.Unit), (FromStreamAsync, Device.Camera | Device.Unit)],
        CameraSource.Unit => [(FromUnitAsync, Device.Unit), (FromStreamAsync, Device.Camera | Device.Unit)],
        _ => [(FromStreamAsync, Device.Camera)],
    };

    private async Task<byte[]?> SnapshotAsync(Camera camera, StreamKind kind, int? width, CancellationToken ct) =>
        await streams.ProfileAsync(camera, kind, ct) is { SnapshotUrl: { } url } ? await snapshots.FetchAsync(streams.AccessTo(camera), url, ct) : null;

    private async Task<byte[]?> FromUnitAsync(Camera camera, StreamKind kind, int? width, CancellationToken ct) =>
        camera.UnitId is { } id && await units.FindAsync(id, ct) is { } unit
            ? await unitApi.ImageAsync(streams.AccessTo(unit), camera.UnitCameraId!, width, null, ct)
            : null;

    private async Task<byte[]?> FromStreamAsync(Camera camera, StreamKind kind, int? width, CancellationToken ct)
    {
        DeviceException? first = null;
        foreach (var origin in await streams.OriginsAsync(camera, kind, ct))
        {
            try
            {
                return await streamStills.TakeAsync(origin, width, ct);
            }
            catch (DeviceException trouble)
            {
                first ??= trouble;
            }
        }

        return first is null ? null : throw first;
    }
}
