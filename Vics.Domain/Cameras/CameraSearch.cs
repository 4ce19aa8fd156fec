using Vics.Domain.Network;

namespace Vics.Domain.Cameras;

/// <summary>A camera that answered a call into the network.</summary>
/// <param name="Camera">What it said.</param>
/// <param name="Address">Where to ask it, taken from the first of its addresses that makes sense.</param>
/// <param name="Known">The camera of the inventory with this address, or null.</param>
public sealed record FoundCamera(DiscoveredCamera Camera, OnvifAddress Address, Camera? Known);

/// <summary>Where an ONVIF service is.</summary>
/// <param name="Host">IP address or host name.</param>
/// <param name="Port">Its port.</param>
/// <param name="UseTls">Over HTTPS.</param>
/// <param name="Path">Null where it is the usual one.</param>
public sealed record OnvifAddress(string Host, int Port, bool UseTls, string? Path)
{
    /// <summary>Where the device service usually is (ONVIF Core §5.1.1).</summary>
    public const string UsualPath = "/onvif/device_service";

    /// <summary>Reads <c>http://192.0.2.10:8000/onvif/device_service</c>.</summary>
    public static OnvifAddress? Parse(string? text) =>
        Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
        && HostName.TryParse(url.Host, out var host) && url.Port is >= 1 and <= 65535
            ? new(host, url.Port, url.Scheme is "https", url.AbsolutePath is UsualPath or "/" ? null : url.AbsolutePath)
            : null;
}

/// <summary>Finds cameras that are not in the inventory yet.</summary>
public sealed class CameraSearch(ICameraDiscovery discovery, ICameraStore cameras)
{
    /// <summary>The shortest and the longest time to listen.</summary>
    public const int MinSeconds = 1, MaxSeconds = 10;

    /// <summary>How long to listen where nobody says.</summary>
    public const int DefaultSeconds = 3;

    /// <summary>Calls, listens, and tells which of those who answered are known. By address.</summary>
    public async Task<IReadOnlyList<FoundCamera>> FindAsync(TimeSpan listen, CancellationToken ct)
    {
        var found = await discovery.DiscoverAsync(listen, ct);
        var inventory = await cameras.AllAsync(ct);
        return [.. found.Select(camera => Recognized(camera, inventory)).OrderBy(camera => camera.Known is not null).ThenBy(camera => camera.Camera.Address, StringComparer.Ordinal)];
    }

    // Several cameras can stand behind one address (an encoder, a forwarded port): the port decides where more than one is known there.
    private static FoundCamera Recognized(DiscoveredCamera camera, IReadOnlyList<Camera> inventory)
    {
        var address = camera.XAddrs.Select(OnvifAddress.Parse).FirstOrDefault(parsed => parsed is not null)
            ?? new OnvifAddress(camera.Address, CameraEntry.DefaultPort, false, null);
        var there = inventory.Where(known => known.Host.Length > 0 && (known.Host == camera.Address || known.Host == address.Host)).ToList();
        return new FoundCamera(camera, address, there.Find(known => known.Port == address.Port) ?? there.FirstOrDefault());
    }
}
