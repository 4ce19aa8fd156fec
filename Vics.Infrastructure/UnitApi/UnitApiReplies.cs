using System.Globalization;
using System.Text;
using System.Text.Json;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure.Ssh;

namespace Vics.Infrastructure.UnitApi;

/// <summary>
/// Reads what a unit's HTTP API answers: proto3 messages as JSON (absent fields have their default value, enums come as names or numbers, 64-bit numbers
/// as text, what is new is passed over), or plain text with status 200 where it failed.
/// </summary>
internal static class UnitApiReplies
{
    /// <summary>The list of cameras (<c>GetCamList</c>); those without a key are left out.</summary>
    /// <exception cref="DeviceException">Protocol where it is no list.</exception>
    public static IReadOnlyList<UnitCamera> Cameras(byte[] body)
    {
        using var message = TryParse(body)
            ?? throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The unit's API gave no list of cameras but “{Told(body)}”.")));
        return [.. Items(message.RootElement, "cVidCamera").Select(Camera).OfType<UnitCamera>().DistinctBy(camera => camera.Id)];
    }

    /// <summary>Where a camera is relayed (<c>GetStreamUrl</c>).</summary>
    /// <exception cref="DeviceException">NotSupported where the unit says it does not do that.</exception>
    public static IReadOnlyList<UnitStream> Streams(byte[] body)
    {
        using var message = TryParse(body)
            ?? throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The unit relays no stream of this camera: “{Told(body)}”.")));
        return
        [
            .. from item in Items(message.RootElement, "cUrl")
               let url = WithoutAccount(Text(item, "strUrl")).Url
               where url.Length > 0
               select new UnitStream(Text(item, "strProtocol").ToUpperInvariant(), url),
        ];
    }

    /// <summary>Whether this is a JPEG (it begins with its start-of-image marker), and not a sentence with the content type of one.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> body) => body.StartsWith<byte>([0xFF, 0xD8]);

    private static UnitCamera? Camera(JsonElement camera)
    {
        if (Text(camera, "strId") is not { Length: > 0 and <= CameraRules.MaxTokenLength } id || id.Any(char.IsControl))
            return null;
        var stream = WithoutAccount(Text(camera, "strRTSPUrl"));
        var user = Text(camera, "strUser");
        return new UnitCamera
        {
            Id = id,
            Name = Text(camera, "strName"),
            Type = Type(camera),
            Host = Text(camera, "strIP"),
            Port = Number(camera, "strPort") is >= 1 and <= 65535 and var port ? port : null,
            UserName = user.Length > 0 ? user : stream.UserName,
            OnvifPath = Text(camera, "strONVIFAddress"),
            ProfileToken = Text(camera, "strProfileToken1"),
            SubProfileToken = Text(camera, "strProfileToken2"),
            StreamUrl = stream.Url,
            // Its number is not known for certain, and TCP gets through everywhere.
            UsesUdp = Text(camera, "nConnectType").EndsWith("_UDP", StringComparison.OrdinalIgnoreCase),
            Online = Flag(camera, "bOnline"),
            Recording = Flag(camera, "bRec"),
            Disabled = Flag(camera, "bDisable"),
            Channel = Number(camera, "nCh") ?? 0,
            Ptz = Flag(camera, "bPtzContol"),
        };
    }

    private static UnitCameraType Type(JsonElement camera) => Text(camera, "nType").ToUpperInvariant() switch
    {
        "1" or "VID_USB" => UnitCameraType.Usb,
        "2" or "VID_FILE" => UnitCameraType.File,
        "3" or "VID_RTSP" => UnitCameraType.Rtsp,
        "4" or "VID_ONVIF_S" => UnitCameraType.Onvif,
        "5" or "VID_GB28181" => UnitCameraType.Gb28181,
        "6" or "VID_MJPEG" => UnitCameraType.Mjpeg,
        _ => UnitCameraType.Unknown,
    };

    // Older units write names in a Korean code page now and then: a letter lost is better than the list.
    private static JsonDocument? TryParse(byte[] body)
    {
        JsonDocument? message = null;
        try
        {
            message = JsonDocument.Parse(Encoding.UTF8.GetString(body).TrimStart('\uFEFF'), new JsonDocumentOptions { AllowTrailingCommas = true });
            if (message.RootElement.ValueKind is JsonValueKind.Object)
                return message;
        }
        catch (JsonException)
        {
            // A sentence.
        }

        message?.Dispose();
        return null;
    }

    private static IEnumerable<JsonElement> Items(JsonElement message, string name) =>
        message.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object)
            : [];

    private static string Text(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => Whole(value)?.Trim() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        _ => "",
    };

    // Half of a surrogate pair can be written in JSON, but is no text.
    private static string? Whole(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static int? Number(JsonElement item, string name) =>
        int.TryParse(Text(item, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool Flag(JsonElement item, string name) => item.TryGetProperty(name, out var value)
        && (value.ValueKind is JsonValueKind.True || Text(item, name) is "1" || Text(item, name).Equals("true", StringComparison.OrdinalIgnoreCase));

    private static (string Url, string UserName) WithoutAccount(string url)
    {
        if (StreamAddress.TryParse(url, out var address))
            return (address.Url, address.UserName ?? "");
        // RTMP is for players that know it; we only pass it on.
        return Uri.TryCreate(url, UriKind.Absolute, out var other) && other.Scheme is "rtmp" or "rtmps"
            ? ($"{other.Scheme}://{other.Authority}{other.PathAndQuery}", "")
            : ("", "");
    }

    private static string Told(byte[] body) => UnitText.OneLine(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 400))), 100);
}
