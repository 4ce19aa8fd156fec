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
        if (entry.Port is { } port)
            errors.CheckPort("port", port);
        if (!string.IsNullOrWhiteSpace(entry.Host))
            errors.CheckHost(entry.Host);
        else if (entry.Source is CameraSource.Onvif)
            errors.Add(new("host", OperatorText.Of($"Enter the camera's IP address or host name.")));

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

    // What is split off from the stream's address is held to the same rules as what is typed into a field of its own.
    private static void CheckAccount(CameraEntry entry, List<FieldError> errors)
    {
        if ((entry.AccountInAddress?.UserName ?? entry.UserName) is { } name)
            errors.CheckAccountName("userName", name, c => c is ':');
        errors.CheckSecret("password", entry.Password);
        errors.CheckSecret("rtspUrl", entry.AccountInAddress?.Password);
    }

    private static void CheckTexts(CameraEntry entry, List<FieldError> errors)
    {
        errors.CheckName(entry.Name);
        errors.CheckTags(entry.Tags);
        CheckToken("profileToken", entry.ProfileToken, errors);
        CheckToken("subProfileToken", entry.SubProfileToken, errors);
        CheckToken("unitCameraId", entry.UnitCameraId, errors);
    }

    private static void CheckToken(string field, string? token, List<FieldError> errors)
    {
        if (token is not null && (token.Length > MaxTokenLength || token.Any(char.IsControl)))
            errors.Add(new(field, OperatorText.Of($"At most {MaxTokenLength} characters, none of them a control character.")));
    }
}
