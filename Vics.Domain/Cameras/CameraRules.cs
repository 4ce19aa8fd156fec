using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Domain.Cameras;

/// <summary>What a camera's entry must look like. The API, the forms and the imports all ask here.</summary>
public static class CameraRules
{
    /// <summary>Longest profile token, path or id of a unit's camera.</summary>
    public const int MaxTokenLength = 256;

    /// <summary>Everything that is wrong with the entry; empty where it may be saved.</summary>
    public static IReadOnlyList<FieldError> Check(CameraEntry entry)
    {
        var errors = new List<FieldError>();
        if (!Enum.IsDefined(entry.Source) || !Enum.IsDefined(entry.Transport))
            errors.Add(new("source", OperatorText.Of($"This is not the kind of value that belongs here.")));
        CheckAddress(entry, errors);
        CheckStreams(entry, errors);
        CheckAccount(entry, errors);
        CheckTexts(entry, errors);
        if (entry.Source is CameraSource.Unit && (entry.UnitId is null || string.IsNullOrWhiteSpace(entry.UnitCameraId)))
            errors.Add(new("unitId", OperatorText.Of($"Name the unit and the id of its camera.")));
        return errors;
    }

    private static void CheckAddress(CameraEntry entry, List<FieldError> errors)
    {
        if (entry.Port is < 1 or > 65535)
            errors.Add(new("port", OperatorText.Of($"{entry.Port} is not a port: a port is a number from 1 to 65535.")));
        if (!string.IsNullOrWhiteSpace(entry.Host))
        {
            if (!HostName.TryParse(entry.Host, out _))
                errors.Add(new("host", OperatorText.Of($"“{entry.Host}” is neither an IP address nor a host name.")));
        }
        else if (entry.Source is CameraSource.Onvif)
        {
            errors.Add(new("host", OperatorText.Of($"Enter the camera's IP address or host name.")));
        }

        if (entry.OnvifPath is { Length: > 0 } path && (!path.StartsWith('/') || path.Length > MaxTokenLength || path.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))))
            errors.Add(new("onvifPath", OperatorText.Of($"A path begins with / and has no blanks, as in {"/onvif/device_service"}.")));
        var hash = entry.CertificateSha256?.Replace(":", "", StringComparison.Ordinal).Trim() ?? "";
        if (hash.Length > 0 && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
            errors.Add(new("certificateSha256", OperatorText.Of($"A SHA-256 fingerprint has 64 hexadecimal digits.")));
    }

    private static void CheckStreams(CameraEntry entry, List<FieldError> errors)
    {
        if (entry.Source is not (CameraSource.Rtsp or CameraSource.Mjpeg))
            return;
        if (string.IsNullOrWhiteSpace(entry.StreamUrl))
            errors.Add(new("rtspUrl", OperatorText.Of($"Enter the address of the stream.")));
        else
            CheckStream("rtspUrl", entry.StreamUrl, entry.Source, errors);
        if (!string.IsNullOrWhiteSpace(entry.SubStreamUrl))
            CheckStream("subRtspUrl", entry.SubStreamUrl, entry.Source, errors);
    }

    // The address itself is not repeated: it may hold a password.
    private static void CheckStream(string field, string url, CameraSource source, List<FieldError> errors)
    {
        var rtsp = source is CameraSource.Rtsp;
        if (!StreamAddress.TryParse(url, out var address))
            errors.Add(new(field, OperatorText.Of($"This is not the address of a stream, as in {(rtsp ? "rtsp://192.168.0.10/stream1" : "http://192.168.0.10/video.mjpg")}.")));
        else if (address.IsRtsp != rtsp)
            errors.Add(new(field, OperatorText.Of($"Here belongs an address that begins with {(rtsp ? "rtsp://" : "http://")}.")));
    }

    private static void CheckAccount(CameraEntry entry, List<FieldError> errors)
    {
        if (entry.UserName is { } name && (name.Length > UnitRules.MaxUserNameLength || name.Any(c => char.IsControl(c) || c is ':')))
            errors.Add(new("userName", OperatorText.Of($"“{name}” is not an account name.")));
        var password = entry.Password?.Reveal() ?? "";
        if (password.Length > UnitRules.MaxPasswordLength)
            errors.Add(new("password", OperatorText.Of($"At most {UnitRules.MaxPasswordLength} characters.")));
        if (password.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
            errors.Add(new("password", OperatorText.Of($"A line break cannot be part of it.")));
    }

    private static void CheckTexts(CameraEntry entry, List<FieldError> errors)
    {
        if (entry.Name?.Length > UnitRules.MaxNameLength)
            errors.Add(new("name", OperatorText.Of($"At most {UnitRules.MaxNameLength} characters.")));
        if (entry.Name?.Any(char.IsControl) == true)
            errors.Add(new("name", OperatorText.Of($"Control characters cannot be part of a name.")));
        CheckToken("profileToken", entry.ProfileToken, errors);
        CheckToken("subProfileToken", entry.SubProfileToken, errors);
        CheckToken("unitCameraId", entry.UnitCameraId, errors);
        if (entry.Tags.Count > UnitRules.MaxTags)
            errors.Add(new("tags", OperatorText.Of($"At most {UnitRules.MaxTags} tags.")));
        if (entry.Tags.Any(tag => tag.Length > UnitRules.MaxTagLength || tag.Any(c => char.IsControl(c) || c is ',' or ';')))
            errors.Add(new("tags", OperatorText.Of($"A tag has at most {UnitRules.MaxTagLength} characters and no comma or semicolon.")));
    }

    private static void CheckToken(string field, string? token, List<FieldError> errors)
    {
        if (token is not null && (token.Length > MaxTokenLength || token.Any(char.IsControl)))
            errors.Add(new(field, OperatorText.Of($"At most {MaxTokenLength} characters, none of them a control character.")));
    }
}
