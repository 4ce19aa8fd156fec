using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>The stream of a camera: where it is to be had is asked anew for each attempt, and the ways are tried in turn.</summary>
internal sealed class CameraOrigin(Camera camera, StreamKind kind, CameraStreams streams, IVideoOpener opener, bool withAudio) : ILiveOrigin
{
    private volatile Camera _camera = camera;
    private int _turn;

    public async Task<IVideoFeed> OpenAsync(TimeSpan startAt, CancellationToken ct)
    {
        var origins = await streams.OriginsAsync(_camera, kind, ct);
        if (origins.Count == 0)
            throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera offers no stream.")));
        return await opener.OpenAsync(origins[_turn % origins.Count], startAt, withAudio, ct);
    }

    public void Failed(DeviceFault fault)
    {
        _turn = (_turn + 1) & int.MaxValue;
        streams.Forget(_camera.Id);
    }

    /// <summary>Takes over an edited camera; false where nothing of its stream was changed.</summary>
    public bool TakeOver(Camera edited)
    {
        var same = Place(_camera) == Place(edited);
        _camera = edited;
        return !same;
    }

    private static object Place(Camera camera) => (
        (camera.Source, camera.Host, camera.Port, camera.UseTls, camera.CertificateSha256, camera.UserName, camera.Password),
        (camera.OnvifPath, camera.StreamUrl, camera.SubStreamUrl, camera.ProfileToken, camera.SubProfileToken, camera.Transport),
        (camera.UnitId, camera.UnitCameraId, camera.Source is CameraSource.Test ? camera.Name : ""));
}
