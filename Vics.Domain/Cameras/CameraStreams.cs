using System.Collections.Concurrent;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>Knows where a camera's moving picture and its own still picture are to be had, and remembers what cameras and units said of it.</summary>
public sealed class CameraStreams(ICameraProbe probe, IUnitApi unitApi, IUnitStore units, ISecretSeal seal, TimeProvider clock)
{
    /// <summary>How long an answer is believed; <see cref="Forget"/> ends that early.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<CameraId, Remembered> _remembered = new();

    /// <summary>Where to look, in the order to try: a unit's camera is watched straight first, where its password is known, and through the unit otherwise.</summary>
    /// <exception cref="DeviceException">The camera or unit that must be asked is away or refuses; or the stored password cannot be opened.</exception>
    public async Task<IReadOnlyList<VideoOrigin>> OriginsAsync(Camera camera, StreamKind kind, CancellationToken ct) => camera.Source switch
    {
        CameraSource.Test => [new VideoOrigin.TestPattern(camera.Name, kind)],
        CameraSource.Rtsp => [Rtsp(camera, TypedUrl(camera, kind))],
        CameraSource.Mjpeg => [new VideoOrigin.Mjpeg(TypedUrl(camera, kind), camera.UserName, PasswordOf(camera))],
        CameraSource.Unit => await OfUnitCameraAsync(camera, kind, ct),
        _ => [await ByOnvifAsync(camera, kind, ct)],
    };

    /// <summary>What the camera offers.</summary>
    /// <exception cref="DeviceException">It is away, refuses, or is no ONVIF device.</exception>
    public async Task<CameraFacts> FactsAsync(Camera camera, CancellationToken ct)
    {
        if (_remembered.TryGetValue(camera.Id, out var known) && known.Revision == camera.Revision && clock.GetUtcNow() - known.At < Trust)
            return known.Facts;
        var facts = await probe.ProbeAsync(AccessTo(camera), ct);
        _remembered[camera.Id] = new Remembered(facts, camera.Revision, clock.GetUtcNow());
        return facts;
    }

    /// <summary>The profile that is shown as this stream, or null where the camera offers none.</summary>
    public async Task<CameraProfile?> ProfileAsync(Camera camera, StreamKind kind, CancellationToken ct)
    {
        var profiles = (await FactsAsync(camera, ct)).Profiles;
        var main = profiles.FirstOrDefault(profile => profile.Token == camera.ProfileToken)
            ?? profiles.FirstOrDefault(profile => profile.RtspUrl is not null);
        return kind is StreamKind.Sub && camera.SubProfileToken is { } sub ? profiles.FirstOrDefault(profile => profile.Token == sub) ?? main : main;
    }

    /// <summary>Whether somebody chose a second, smaller picture for the camera; without one, its main stream is shown as both.</summary>
    public static bool HasSubStream(Camera camera) => camera.Source is CameraSource.Test || camera.SubProfileToken is not null || camera.SubStreamUrl is not null;

    /// <summary>Asks again the next time: what was remembered led nowhere.</summary>
    public void Forget(CameraId camera) => _remembered.TryRemove(camera, out _);

    /// <summary>How to speak to the camera's ONVIF service.</summary>
    /// <exception cref="DeviceException">The stored password cannot be opened.</exception>
    public CameraAccess AccessTo(Camera camera) => Opened(camera, () => CameraAccess.To(camera, seal));

    /// <summary>How to speak to a unit's HTTP API.</summary>
    /// <exception cref="DeviceException">The stored password cannot be opened.</exception>
    public UnitApiAccess AccessTo(Unit unit)
    {
        try
        {
            return UnitApiAccess.To(unit, seal);
        }
        catch (SecretUnreadableException unreadable)
        {
            throw Unreadable(unit.Name, unreadable);
        }
    }

    private async Task<IReadOnlyList<VideoOrigin>> OfUnitCameraAsync(Camera camera, StreamKind kind, CancellationToken ct)
    {
        var origins = new List<VideoOrigin>();
        DeviceException? straight = null;
        if (CanBeAskedItself(camera))
        {
            try
            {
                origins.Add(await ByOnvifAsync(camera, kind, ct));
            }
            catch (DeviceException away)
            {
                straight = away;
            }
        }

        try
        {
            origins.AddRange(await ThroughUnitAsync(camera, ct));
        }
        catch (DeviceException) when (origins.Count > 0)
        {
            // The camera itself is there; its unit is needed only when it is not.
        }
        catch (DeviceException) when (straight is not null)
        {
            throw straight;
        }

        return origins;
    }

    /// <summary>A unit's camera that has an address and a password of its own.</summary>
    public static bool CanBeAskedItself(Camera camera) => camera.Source is CameraSource.Onvif || (camera.Host.Length > 0 && camera.Password is not null);

    /// <summary>A camera that can be asked by ONVIF what it offers.</summary>
    public static bool HasProfiles(Camera camera) => camera.Source is CameraSource.Onvif or CameraSource.Unit && CanBeAskedItself(camera);

    private async Task<IEnumerable<VideoOrigin>> ThroughUnitAsync(Camera camera, CancellationToken ct)
    {
        var unit = camera.UnitId is { } id ? await units.FindAsync(id, ct) : null;
        if (unit is null)
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"The unit that records this camera is not in the inventory any more.")));
        var access = AccessTo(unit);
        var streams = await unitApi.StreamsAsync(access, camera.UnitCameraId!, ct);
        // One address per network interface of the unit: the one it is reached at comes first, the others may be out of reach from here.
        return streams.Where(stream => stream.Protocol == "RTSP" && StreamAddress.TryParse(stream.Url, out _))
            .OrderBy(stream => StreamAddress.TryParse(stream.Url, out var address) && address.Host == unit.Host ? 0 : 1)
            .Select(stream => new VideoOrigin.Rtsp(stream.Url, access.UserName, access.Password, camera.Transport));
    }

    private async Task<VideoOrigin> ByOnvifAsync(Camera camera, StreamKind kind, CancellationToken ct) =>
        await ProfileAsync(camera, kind, ct) is { RtspUrl: { } url }
            ? Rtsp(camera, url)
            : throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera offers no stream.")));

    private VideoOrigin.Rtsp Rtsp(Camera camera, string url) => new(url, camera.UserName, PasswordOf(camera), camera.Transport);

    private static string TypedUrl(Camera camera, StreamKind kind) => kind is StreamKind.Sub && camera.SubStreamUrl is { } sub ? sub : camera.StreamUrl!;

    private Secret? PasswordOf(Camera camera) => Opened(camera, () => camera.Password is null ? null : seal.Open(camera.Password));

    private static T Opened<T>(Camera camera, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SecretUnreadableException unreadable)
        {
            throw Unreadable(camera.Name, unreadable);
        }
    }

    private static DeviceException Unreadable(string name, SecretUnreadableException cause) => new(
        new(DeviceFaultCode.SecretUnreadable, OperatorText.Of($"The stored password or key of {name} cannot be opened on this server. Enter it again.")), cause);

    private sealed record Remembered(CameraFacts Facts, int Revision, DateTimeOffset At);
}
