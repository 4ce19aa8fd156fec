using System.Globalization;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Views.Cameras;

/// <summary>How pages say what a camera says of itself.</summary>
public static class CameraWords
{
    private static readonly TimeSpan MuchSkew = TimeSpan.FromSeconds(5);

    /// <summary>A clock so far off that people should know.</summary>
    public static bool IsMuch(TimeSpan skew) => skew.Duration() > MuchSkew;

    /// <summary>How far its clock is off.</summary>
    public static string ClockSentence(this IStringLocalizer<SharedText> L, TimeSpan skew)
    {
        ArgumentNullException.ThrowIfNull(L);
        return skew < TimeSpan.Zero
            ? L["The camera's clock is {0} behind.", L.Duration(skew.Duration())]
            : L["The camera's clock is {0} ahead.", L.Duration(skew)];
    }

    /// <summary>What a profile's picture is like: <c>H264 · 1920×1080 · 25/s · 4096 kbit/s</c>.</summary>
    public static string Picture(this IStringLocalizer<SharedText> L, CameraProfile profile)
    {
        ArgumentNullException.ThrowIfNull(L);
        ArgumentNullException.ThrowIfNull(profile);
        string?[] parts =
        [
            profile.Codec switch { "H264" => "H.264", "H265" => "H.265", var other => other },
            profile is { Width: { } width, Height: { } height } ? $"{width}×{height}" : null,
            profile.FrameRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.#} fps") : null,
            profile.BitrateKbps is { } bitrate ? $"{bitrate} kbit/s" : null,
            profile.RtspUrl is null ? L["no stream"].Value : null,
        ];
        return string.Join(" · ", parts.Where(part => part is not null));
    }
}
