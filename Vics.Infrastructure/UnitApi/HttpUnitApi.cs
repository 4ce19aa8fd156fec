using System.Globalization;
using Microsoft.Extensions.Logging;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.UnitApi;

/// <summary>Asks units over their HTTP API, behind its Digest account.</summary>
internal sealed partial class HttpUnitApi(DeviceHttpClient http, ILogger<HttpUnitApi> logger) : IUnitApi
{
    private const int DefaultWidth = 640;

    // A unit's list of a thousand cameras.
    private const int ListLimit = 4 << 20;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UnitCamera>> CamerasAsync(UnitApiAccess unit, CancellationToken ct) =>
        UnitApiReplies.Cameras(await AskAsync(unit, "/vapi/GetCamList", ListLimit, ct));

    /// <inheritdoc/>
    public async Task<byte[]> ImageAsync(UnitApiAccess unit, string cameraId, int? width, int? height, CancellationToken ct)
    {
        var id = Uri.EscapeDataString(cameraId);
        var wide = width ?? (height * 16 / 9) ?? DefaultWidth;
        var high = height ?? wide * 9 / 16;
        var image = await AskAsync(unit, string.Create(CultureInfo.InvariantCulture, $"/vapi/GetImage?Camera={id}&Width={wide}&Height={high}"), DeviceRequest.ImageLimit, ct);
        if (UnitApiReplies.IsJpeg(image))
            return image;
        // An older generation names the parameters otherwise, and says of others that there is no such picture.
        image = await AskAsync(unit, string.Create(CultureInfo.InvariantCulture, $"/vapi/GetImage?strid={id}&width={wide}&height={high}"), DeviceRequest.ImageLimit, ct);
        if (!UnitApiReplies.IsJpeg(image))
            throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"The unit has no picture of this camera now.")));
        Log.OlderNames(logger, unit.Host, unit.Port);
        return image;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UnitStream>> StreamsAsync(UnitApiAccess unit, string cameraId, CancellationToken ct) =>
        UnitApiReplies.Streams(await AskAsync(unit, $"/vapi/GetStreamUrl?Camera={Uri.EscapeDataString(cameraId)}", DeviceRequest.TextLimit, ct));

    private async Task<byte[]> AskAsync(UnitApiAccess unit, string path, int limit, CancellationToken ct)
    {
        var host = unit.Host.Contains(':', StringComparison.Ordinal) ? $"[{unit.Host}]" : unit.Host;
        var reply = await http.SendAsync(
            new DeviceRequest
            {
                Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{unit.Port}{path}")),
                UserName = unit.UserName,
                Password = unit.Password,
                Limit = limit,
            },
            ct);
        return reply.Status is >= 200 and < 300 ? reply.Body : throw Refused(reply.Status, unit);
    }

    private static DeviceException Refused(int status, UnitApiAccess unit) => status switch
    {
        401 or 403 when string.IsNullOrEmpty(unit.UserName) => Fault(
            DeviceFaultCode.Authentication, OperatorText.Of($"The unit's API wants an account, and none is stored. Enter it in the unit's settings.")),
        401 or 403 => Fault(
            DeviceFaultCode.Authentication, OperatorText.Of($"The unit's API refused the account {unit.UserName}. Correct it in the unit's settings.")),
        404 => Fault(DeviceFaultCode.NotSupported, OperatorText.Of($"What answers at port {unit.Port} of {unit.Host} is not the API of a unit. Check the HTTP port in the unit's settings.")),
        _ => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"The unit's API answered with the error {status}.")),
    };

    private static DeviceException Fault(DeviceFaultCode code, OperatorText message) => new(new(code, message));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The unit at {Host}:{Port} knows GetImage by its older parameter names")]
        public static partial void OlderNames(ILogger logger, string host, int port);
    }
}
