using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Rtsp;

/// <summary>What a camera says about its stream, in the domain's words.</summary>
internal static class StreamFaults
{
    /// <summary>What answers there is no RTSP server.</summary>
    public static DeviceException Nonsense(string host, Exception? cause = null) =>
        new(new(DeviceFaultCode.Protocol, OperatorText.Of($"{host} answers the request for the stream in a way that makes no sense. Check the port.")), cause);

    /// <summary>What was asked for is none.</summary>
    public static DeviceException NoAddress() => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"This is not the address of a stream."));

    /// <summary>Something else is there.</summary>
    public static DeviceException NoPicture(string contentType) =>
        Fault(DeviceFaultCode.Protocol, OperatorText.Of($"What is at this address is no moving picture but “{contentType}”."));

    /// <summary>A status that is no success, of RTSP (RFC 2326 §7.1.1) or HTTP.</summary>
    public static DeviceException Refused(int status, string? userName) => status switch
    {
        401 or 403 when string.IsNullOrEmpty(userName) =>
            Fault(DeviceFaultCode.Authentication, OperatorText.Of($"The camera wants an account for its stream. Enter its user name and password.")),
        401 or 403 => Fault(DeviceFaultCode.Authentication, OperatorText.Of($"The camera refused the account {userName} for its stream. Check its user name and password.")),
        404 or 410 or 454 => Fault(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera knows no stream at this address.")),
        453 or 503 => Fault(DeviceFaultCode.Busy, OperatorText.Of($"The camera has no room for another viewer. Close others, or raise its limit.")),
        _ => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"The camera answers the request for its stream with the error {status}.")),
    };

    private static DeviceException Fault(DeviceFaultCode code, OperatorText message) => new(new(code, message));
}
