using System.Globalization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Onvif;

/// <summary>What is said of a camera that does not do as it is asked: what happened, and what to try.</summary>
internal static class OnvifSentences
{
    /// <summary>A clock that is further off may be why an account is refused; the strictest camera measured took no more than a minute.</summary>
    public static readonly TimeSpan HarmlessSkew = TimeSpan.FromMinutes(1);

    /// <summary>The fault for an answer that is not what was asked for.</summary>
    public static DeviceException Of(OnvifReply reply, CameraAccess camera, string operation, TimeSpan? skew, bool isKnownCamera) => reply.Kind switch
    {
        OnvifReplyKind.Refused => Refused(camera, skew),
        OnvifReplyKind.Empty when isKnownCamera => Fault(
            DeviceFaultCode.Authentication,
            OperatorText.Of($"{camera.Host} answered with nothing, which is how some cameras refuse an account. Check user name and password; many cameras need a user of their own for ONVIF.")),
        OnvifReplyKind.NotSoap or OnvifReplyKind.Empty when !isKnownCamera => Fault(
            DeviceFaultCode.NotOnvif,
            OperatorText.Of($"Something answers at port {camera.Port} of {camera.Host}, but it does not speak ONVIF. Check the port (often 80, 8000 or 2020) and the path, and that ONVIF is switched on in the camera.")),
        OnvifReplyKind.Fault when reply.Fault!.IsNotSupported => Fault(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera cannot do this: “{reply.Fault.Reason}”.")),
        OnvifReplyKind.Fault or OnvifReplyKind.HeaderNotUnderstood => Fault(DeviceFaultCode.CommandFailed, OperatorText.Of($"The camera refused: “{reply.Fault!.Reason}”.")),
        _ => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"The camera answered {operation} with status {reply.Status} and nothing of use.")),
    };

    /// <summary>The whole look-up took too long.</summary>
    public static DeviceException TooSlow(CameraAccess camera, TimeSpan limit, Exception cause) => new(
        new(DeviceFaultCode.Timeout, OperatorText.Of($"{camera.Host} answers so slowly that {(int)limit.TotalSeconds} s were not enough.")), cause);

    /// <summary>The camera cannot do what was asked.</summary>
    public static DeviceException CannotDo(OperatorText message) => Fault(DeviceFaultCode.NotSupported, message);

    private static DeviceException Refused(CameraAccess camera, TimeSpan? skew)
    {
        if (string.IsNullOrEmpty(camera.UserName))
            return Fault(DeviceFaultCode.Authentication, OperatorText.Of($"{camera.Host} asks for an account, and none is entered. Many cameras need a user of their own for ONVIF."));
        if (skew is { } off && off.Duration() > HarmlessSkew)
        {
            return Fault(
                DeviceFaultCode.Clock,
                OperatorText.Of($"{camera.Host} refused the password of {camera.UserName}, and its clock is off by {Spelled(off)} (h:mm:ss). Either may be the reason: set its clock, and check the password; many cameras need a user of their own for ONVIF."));
        }

        return Fault(
            DeviceFaultCode.Authentication,
            OperatorText.Of($"{camera.Host} refused the password of {camera.UserName}. Check it; many cameras need a user of their own for ONVIF, to be added in the camera's settings."));
    }

    private static string Spelled(TimeSpan skew) =>
        string.Create(CultureInfo.InvariantCulture, $"{(skew < TimeSpan.Zero ? "−" : "+")}{(long)skew.Duration().TotalHours}:{skew.Duration():mm\\:ss}");

    private static DeviceException Fault(DeviceFaultCode code, OperatorText message) => new(new DeviceFault(code, message));
}
