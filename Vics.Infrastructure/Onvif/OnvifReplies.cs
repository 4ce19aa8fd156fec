using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vics.Domain.Cameras;
using Vics.Infrastructure.Ssh;

namespace Vics.Infrastructure.Onvif;

/// <summary>Where a camera has its services: paths alone, since hosts and ports in what a camera says of itself are wrong behind any port mapping.</summary>
/// <param name="Media">Path of Media1, or null.</param>
/// <param name="Media2">Path of Media2, or null.</param>
/// <param name="Ptz">Path of PTZ, or null.</param>
/// <param name="DevicePort">Port that the camera believes its device service has; null where it does not say.</param>
internal sealed record OnvifServiceMap(string? Media, string? Media2, string? Ptz, int? DevicePort);

/// <summary>What the camera says of its make.</summary>
internal sealed record OnvifIdentity(string Manufacturer, string Model, string Firmware, string Serial);

/// <summary>Reads answers. Elements are found by namespace and local name, never by prefix; what is missing or absurd is left out.</summary>
internal static partial class OnvifReplies
{
    /// <summary>A recorder of many channels has some hundreds.</summary>
    public const int MaxProfiles = 256;

    /// <summary>Most that any model keeps.</summary>
    public const int MaxPresets = 1000;

    private const int LongestText = 200;

    /// <summary>The camera's time in UTC, or null where it makes no sense. <paramref name="now"/> decides between two readings of a time zone.</summary>
    public static DateTimeOffset? Time(XElement response, DateTimeOffset now)
    {
        var time = response.Onvif("SystemDateAndTime");
        if (TimeIn(time.Onvif("UTCDateTime")) is { } utc)
            return utc;
        if (TimeIn(time.Onvif("LocalDateTime")) is not { } local)
            return null;
        if (!TryZone(time.Onvif("TimeZone").Onvif("TZ")?.Value, out var zone))
            return null;
        // POSIX writes KST-9 for what is nine hours ahead; many devices write GMT+09:00 for the same. Both with and without summer time.
        return new[] { zone, -zone, zone - TimeSpan.FromHours(1), -zone - TimeSpan.FromHours(1) }
            .Select(shift => local + shift)
            .MinBy(candidate => (candidate - now).Duration());
    }

    /// <summary>From GetServices.</summary>
    public static OnvifServiceMap Services(XElement response)
    {
        var addresses = response.OnvifAll("Service")
            .Select(service => (Namespace: service.Onvif("Namespace")?.Value.Trim(), Address: service.Onvif("XAddr")?.Value))
            .ToLookup(service => service.Namespace, service => service.Address);
        return new(PathOf(OnvifNames.Media), PathOf(OnvifNames.Media2), PathOf(OnvifNames.Ptz), DeviceAddress.PortOf(addresses[OnvifNames.Device.NamespaceName].FirstOrDefault()));

        string? PathOf(XNamespace of) => DeviceAddress.PathOf(addresses[of.NamespaceName].FirstOrDefault());
    }

    /// <summary>From GetCapabilities, which knows no Media2.</summary>
    public static OnvifServiceMap Capabilities(XElement response)
    {
        var capabilities = response.Onvif("Capabilities");
        return new(PathOf("Media"), null, PathOf("PTZ"), DeviceAddress.PortOf(AddressOf("Device")));

        string? AddressOf(string name) => capabilities.Onvif(name).Onvif("XAddr")?.Value;
        string? PathOf(string name) => DeviceAddress.PathOf(AddressOf(name));
    }

    /// <summary>From GetDeviceInformation.</summary>
    public static OnvifIdentity Identity(XElement response) =>
        new(Text(response.Onvif("Manufacturer")), Text(response.Onvif("Model")), Text(response.Onvif("FirmwareVersion")), Text(response.Onvif("SerialNumber")));

    /// <summary>From GetProfiles of either Media. One without encoder is a profile too.</summary>
    public static IReadOnlyList<CameraProfile> Profiles(XElement response)
    {
        var profiles = new List<CameraProfile>();
        foreach (var profile in response.OnvifAll("Profiles"))
        {
            if (Token(profile) is not { } token || profiles.Exists(known => known.Token == token))
                continue;
            var parts = profile.Onvif("Configurations") ?? profile;
            profiles.Add(ReadProfile(token, profile, parts.Onvif("VideoEncoder") ?? parts.Onvif("VideoEncoderConfiguration"), parts.Onvif("PTZ") ?? parts.Onvif("PTZConfiguration")));
            if (profiles.Count == MaxProfiles)
                break;
        }

        return profiles;
    }

    /// <summary>The address in an answer to GetStreamUri or GetSnapshotUri of either Media, or null.</summary>
    public static string? Address(XElement response)
    {
        var said = (response.Onvif("MediaUri").Onvif("Uri") ?? response.Onvif("Uri"))?.Value;
        return string.IsNullOrWhiteSpace(said) ? null : said.Trim();
    }

    /// <summary>From GetPresets. A preset without token cannot be gone to.</summary>
    public static IReadOnlyList<PtzPreset> Presets(XElement response) =>
    [
        .. response.OnvifAll("Preset")
            .Select(preset => (Token: Token(preset), Name: UnitText.OneLine(Unmangled(preset.Onvif("Name")?.Value ?? ""), LongestText)))
            .Where(preset => preset.Token is not null)
            .DistinctBy(preset => preset.Token)
            .Take(MaxPresets)
            .Select(preset => new PtzPreset(preset.Token!, preset.Name.Length == 0 ? null : preset.Name)),
    ];

    /// <summary>From SetPreset.</summary>
    public static string? PresetToken(XElement response) => response.Onvif("PresetToken")?.Value is { Length: > 0 and <= CameraRules.MaxTokenLength } token ? token : null;

    private static CameraProfile ReadProfile(string token, XElement profile, XElement? encoder, XElement? ptz) => new()
    {
        Token = token,
        Name = Text(profile.Onvif("Name")),
        Codec = CodecOf(Text(encoder.Onvif("Encoding"))),
        Width = Count(encoder.Onvif("Resolution").Onvif("Width")),
        Height = Count(encoder.Onvif("Resolution").Onvif("Height")),
        FrameRate = Number(encoder.Onvif("RateControl").Onvif("FrameRateLimit")) is > 0 and < 1000 and var rate ? rate : null,
        BitrateKbps = Count(encoder.Onvif("RateControl").Onvif("BitrateLimit")),
        Ptz = CanBeSteered(ptz),
    };

    // Cameras that cannot move carry a PTZ configuration too; what moves has at least one space to move in.
    private static bool CanBeSteered(XElement? ptz) => ptz?.Elements().Any(part =>
        part.Name.LocalName.StartsWith("Default", StringComparison.Ordinal) && part.Name.LocalName.EndsWith("Space", StringComparison.Ordinal) && part.Value.Trim().Length > 0) ?? false;

    private static string? CodecOf(string encoding) => encoding.ToUpperInvariant() switch
    {
        "" => null,
        "H.264" or "AVC" => "H264",
        "H.265" or "HEVC" => "H265",
        "MJPEG" => "JPEG",
        var said => said.Length <= 20 ? said : null,
    };

    private static DateTimeOffset? TimeIn(XElement? time)
    {
        int? Part(string group, string name) => int.TryParse(time.Onvif(group).Onvif(name)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var part) ? part : null;
        if (Part("Date", "Year") is not (>= 1970 and <= 9000 and var year) || Part("Date", "Month") is not (>= 1 and <= 12 and var month)
            || Part("Date", "Day") is not (>= 1 and <= 31 and var day) || day > DateTime.DaysInMonth(year, month))
        {
            return null;
        }

        // Some count 61 minutes to the hour; that is still a time.
        return Part("Time", "Hour") is >= 0 and <= 48 and var hour && Part("Time", "Minute") is >= 0 and <= 120 and var minute && Part("Time", "Second") is >= 0 and <= 120 and var second
            ? new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) + new TimeSpan(hour, minute, second)
            : null;
    }

    private static bool TryZone(string? said, out TimeSpan zone)
    {
        zone = default;
        var found = Zone().Match(said?.Trim() ?? "");
        if (!found.Success)
            return false;
        int Group(string name) => found.Groups[name].Success ? int.Parse(found.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        zone = new TimeSpan(Group("hours"), Group("minutes"), Group("seconds")) * (found.Groups["sign"].Value == "-" ? -1 : 1);
        return zone.Duration() <= TimeSpan.FromHours(15);
    }

    private static string? Token(XElement element) => (string?)element.Attribute("token") is { Length: > 0 and <= CameraRules.MaxTokenLength } token && !token.Any(char.IsControl) ? token : null;

    private static string Text(XElement? element) => UnitText.OneLine(element?.Value ?? "", LongestText);

    private static double? Number(XElement? element) =>
        double.TryParse(element?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static int? Count(XElement? element) => Number(element) is >= 1 and <= 10_000_000 and var count ? (int)count : null;

    // UTF-8 that the camera took for Latin-1 and encoded once more; half of it looks like control characters then, so this comes before cleaning.
    private static string Unmangled(string name)
    {
        if (!name.Any(c => c >= 0x80) || name.Any(c => c > 0xFF))
            return name;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Encoding.Latin1.GetBytes(name));
        }
        catch (DecoderFallbackException)
        {
            return name;
        }
    }

    [GeneratedRegex(@"^(?:<[^>]*>|[A-Za-z]*)(?<sign>[+-]?)(?<hours>\d{1,2})(?::(?<minutes>\d{1,2}))?(?::(?<seconds>\d{1,2}))?")]
    private static partial Regex Zone();
}
