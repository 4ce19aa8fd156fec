using System.Xml.Linq;
using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Onvif;

/// <summary>A profile, and the service that named it: the one to ask for its addresses first.</summary>
internal sealed record NamedProfile(CameraProfile Profile, bool ByMedia2, bool ByMedia);

/// <summary>Asks Media2 and Media1 for profiles and their addresses.</summary>
internal static class OnvifMedia
{
    /// <summary>The profiles of both services, each once. Media2 comes first: H.265 is only there.</summary>
    /// <exception cref="DeviceException">Neither tells any.</exception>
    public static async Task<IReadOnlyList<NamedProfile>> ProfilesAsync(OnvifConversation talk, OnvifServiceMap services, CancellationToken ct)
    {
        DeviceException? trouble = null;
        var newer = await OfAsync(services.Media2, new XElement(OnvifNames.Media2 + "GetProfiles", new XElement(OnvifNames.Media2 + "Type", "All")));
        var older = await OfAsync(services.Media, new XElement(OnvifNames.Media + "GetProfiles"));
        var merged = Merge(newer, older);
        if (merged.Count == 0 && trouble is not null)
            throw trouble;
        talk.Learn(known => known with { Steerable = [.. merged.Where(named => named.Profile.Ptz).Select(named => named.Profile.Token)] });
        return merged;

        async Task<IReadOnlyList<CameraProfile>> OfAsync(string? path, XElement request)
        {
            try
            {
                return path is null ? [] : OnvifReplies.Profiles(await talk.AskAsync(path, request, ct));
            }
            catch (DeviceException cannot) when (OnvifConversation.IsOnlyThis(cannot))
            {
                trouble = cannot;
                return [];
            }
        }
    }

    /// <summary>By token; what one service leaves out is taken from the other.</summary>
    public static IReadOnlyList<NamedProfile> Merge(IReadOnlyList<CameraProfile> newer, IReadOnlyList<CameraProfile> older)
    {
        var others = older.ToDictionary(profile => profile.Token, StringComparer.Ordinal);
        var merged = new List<NamedProfile>();
        foreach (var profile in newer)
        {
            var other = others.GetValueOrDefault(profile.Token);
            var whole = profile with
            {
                Name = profile.Name.Length > 0 ? profile.Name : other?.Name ?? "",
                Codec = profile.Codec ?? other?.Codec,
                Width = profile.Width ?? other?.Width,
                Height = profile.Height ?? other?.Height,
                FrameRate = profile.FrameRate ?? other?.FrameRate,
                BitrateKbps = profile.BitrateKbps ?? other?.BitrateKbps,
                Ptz = profile.Ptz || other?.Ptz == true,
            };
            merged.Add(new(whole, ByMedia2: true, ByMedia: other is not null));
        }

        var known = newer.Select(profile => profile.Token).ToHashSet(StringComparer.Ordinal);
        merged.AddRange(older.Where(profile => !known.Contains(profile.Token)).Select(profile => new NamedProfile(profile, ByMedia2: false, ByMedia: true)));
        return merged;
    }

    /// <summary>The profiles with the addresses of their streams and pictures. One that cannot tell spoils none of the others.</summary>
    public static async Task<IReadOnlyList<CameraProfile>> WithAddressesAsync(
        OnvifConversation talk, OnvifServiceMap services, IReadOnlyList<NamedProfile> profiles, CancellationToken ct)
    {
        var complete = new List<CameraProfile>();
        var tellsPictures = true;
        foreach (var named in profiles)
        {
            var stream = await FirstAsync(talk, StreamRequests(services, named), ct);
            var picture = tellsPictures ? await FirstAsync(talk, PictureRequests(services, named), ct) : default;
            // One profile that says it cannot is enough; asking a recorder's other hundred would only take time.
            tellsPictures = tellsPictures && picture.Trouble?.Fault.Code is not DeviceFaultCode.NotSupported;
            complete.Add(named.Profile with
            {
                RtspUrl = DeviceAddress.StreamAt(talk.Camera.Host, stream.Address),
                OriginalRtspUrl = DeviceAddress.OriginalOf(talk.Camera.Host, stream.Address),
                SnapshotUrl = DeviceAddress.PictureAt(talk.Camera, services.DevicePort, picture.Address),
            });
        }

        return complete;
    }

    private static async Task<(string? Address, DeviceException? Trouble)> FirstAsync(
        OnvifConversation talk, IEnumerable<(string Path, XElement Request)> questions, CancellationToken ct)
    {
        DeviceException? trouble = null;
        foreach (var (path, request) in questions)
        {
            try
            {
                if (OnvifReplies.Address(await talk.AskAsync(path, request, ct)) is { } address)
                    return (address, null);
            }
            catch (DeviceException cannot) when (!cannot.IsAway)
            {
                trouble = cannot;
            }
        }

        return (null, trouble);
    }

    // Media2 has a flat body and words of its own for the transport (Media2 §5.6.1); Media1 a StreamSetup (Media §5.15.1).
    private static IEnumerable<(string Path, XElement Request)> StreamRequests(OnvifServiceMap services, NamedProfile named)
    {
        XNamespace tr2 = OnvifNames.Media2, trt = OnvifNames.Media, tt = OnvifNames.Schema;
        if (named.ByMedia2)
        {
            yield return (services.Media2!, new XElement(tr2 + "GetStreamUri", new XElement(tr2 + "Protocol", "RTSP"), new XElement(tr2 + "ProfileToken", named.Profile.Token)));
            if (!named.ByMedia)
                yield return (services.Media2!, new XElement(tr2 + "GetStreamUri", new XElement(tr2 + "Protocol", "RtspUnicast"), new XElement(tr2 + "ProfileToken", named.Profile.Token)));
        }

        if (named.ByMedia)
        {
            var setup = new XElement(
                trt + "StreamSetup", new XElement(tt + "Stream", "RTP-Unicast"), new XElement(tt + "Transport", new XElement(tt + "Protocol", "RTSP")));
            yield return (services.Media!, new XElement(trt + "GetStreamUri", setup, new XElement(trt + "ProfileToken", named.Profile.Token)));
        }
    }

    private static IEnumerable<(string Path, XElement Request)> PictureRequests(OnvifServiceMap services, NamedProfile named)
    {
        if (named.ByMedia2)
            yield return (services.Media2!, new XElement(OnvifNames.Media2 + "GetSnapshotUri", new XElement(OnvifNames.Media2 + "ProfileToken", named.Profile.Token)));
        if (named.ByMedia)
            yield return (services.Media!, new XElement(OnvifNames.Media + "GetSnapshotUri", new XElement(OnvifNames.Media + "ProfileToken", named.Profile.Token)));
    }
}
