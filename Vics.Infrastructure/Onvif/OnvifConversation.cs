using System.Xml.Linq;
using Microsoft.Extensions.Logging;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Onvif;

/// <summary>
/// One talk with one camera: finds out how it wants to be spoken to, and remembers that for the next. Whatever a camera says of its own address, it is
/// spoken to where the operator said it is.
/// </summary>
internal sealed partial class OnvifConversation(CameraAccess camera, DeviceHttpClient http, OnvifMemory memory, TimeProvider clock, ILogger log)
{
    private bool _clockIsFresh;

    /// <summary>The camera.</summary>
    public CameraAccess Camera => camera;

    /// <summary>What is known of it.</summary>
    public OnvifKnowledge Known => memory.Of(camera);

    /// <summary>Its clock less ours; null where it does not tell.</summary>
    public TimeSpan? ClockSkew => Known.Clock?.Skew;

    private bool HasAccount => !string.IsNullOrEmpty(camera.UserName);

    private string DevicePath => camera.OnvifPath ?? OnvifNames.DevicePath;

    /// <summary>Adds to what is known.</summary>
    public void Learn(Func<OnvifKnowledge, OnvifKnowledge> learn) => memory.Learn(camera, learn);

    /// <summary>Reads its clock, which every later message is stamped by. Also the first contact: tells what is no ONVIF device.</summary>
    public async Task ReadClockAsync(CancellationToken ct)
    {
        _clockIsFresh = true;
        var request = new XElement(OnvifNames.Device + "GetSystemDateAndTime");
        OnvifClock? read = null;
        try
        {
            var response = await TryWaysAsync(DevicePath, request, new OnvifWay(OnvifSigning.None, Known.Soap), isFirst: true, ct);
            if (OnvifReplies.Time(response, clock.GetUtcNow()) is { } told)
                read = new OnvifClock(told, clock.GetTimestamp(), told - clock.GetUtcNow());
        }
        catch (DeviceException cannot) when (cannot.Fault.Code is DeviceFaultCode.NotSupported or DeviceFaultCode.CommandFailed)
        {
            // It speaks ONVIF, but does not tell the time: ours has to do.
        }

        Learn(known => known with { Clock = read, ClockAsked = true });
    }

    /// <summary>Asks the device service.</summary>
    public Task<XElement> AskDeviceAsync(string operation, CancellationToken ct, params object[] content) =>
        AskAsync(DevicePath, new XElement(OnvifNames.Device + operation, content), ct);

    /// <summary>Asks a service. The account is tried in the ways cameras take it.</summary>
    /// <exception cref="DeviceException">As for <see cref="ICameraProbe.ProbeAsync"/>; NotSupported or CommandFailed for other faults.</exception>
    public async Task<XElement> AskAsync(string path, XElement request, CancellationToken ct)
    {
        if (!Known.ClockAsked)
            await ReadClockAsync(ct);
        try
        {
            return await TryWaysAsync(path, request, FirstWay(), isFirst: false, ct);
        }
        catch (DeviceException refused) when (refused.Fault.Code is DeviceFaultCode.Authentication or DeviceFaultCode.Clock && HasAccount && !_clockIsFresh)
        {
            // What was remembered may be stale: its clock was set, or another firmware asks for another login.
            memory.Forget(camera);
            await ReadClockAsync(ct);
            return await TryWaysAsync(path, request, FirstWay(), isFirst: false, ct);
        }
    }

    /// <summary>Where its services are.</summary>
    public async Task<OnvifServiceMap> ServicesAsync(CancellationToken ct)
    {
        if (Known.Services is { } known)
            return known;
        var found = await AskForServicesAsync(ct);
        Learn(before => before with { Services = found });
        return found;
    }

    private async Task<OnvifServiceMap> AskForServicesAsync(CancellationToken ct)
    {
        var found = new OnvifServiceMap(null, null, null, null);
        try
        {
            found = OnvifReplies.Services(await AskDeviceAsync("GetServices", ct, new XElement(OnvifNames.Device + "IncludeCapability", "false")));
        }
        catch (DeviceException cannot) when (IsOnlyThis(cannot))
        {
            // Older than ONVIF 2.1, or careless: GetCapabilities is asked instead.
        }

        if (found.Media is null && found.Media2 is null)
        {
            try
            {
                found = OnvifReplies.Capabilities(await AskDeviceAsync("GetCapabilities", ct, new XElement(OnvifNames.Device + "Category", "All")));
            }
            catch (DeviceException cannot) when (IsOnlyThis(cannot))
            {
                // Then everything is asked where the device service is; many cameras have one address for all.
            }
        }

        return found.Media is null && found.Media2 is null ? found with { Media = DevicePath } : found;
    }

    /// <summary>The trouble is with this one question; others may fare better.</summary>
    public static bool IsOnlyThis(DeviceException fault) =>
        fault.Fault.Code is DeviceFaultCode.NotSupported or DeviceFaultCode.CommandFailed or DeviceFaultCode.Protocol or DeviceFaultCode.NotOnvif;

    private OnvifWay FirstWay() => Known.Way ?? new OnvifWay(HasAccount ? OnvifSigning.Token : OnvifSigning.None, Known.Soap);

    private async Task<XElement> TryWaysAsync(string path, XElement request, OnvifWay first, bool isFirst, CancellationToken ct)
    {
        var tried = new HashSet<OnvifWay>();
        OnvifReply? refusal = null;
        for (var way = first; ;)
        {
            tried.Add(way);
            var reply = OnvifReply.Read(await http.SendAsync(RequestOf(path, request, way), ct));
            if (reply.Kind is OnvifReplyKind.Answer)
            {
                Learn(known => isFirst && way.Signing is OnvifSigning.None ? known with { Soap = way.Soap } : known with { Way = way, Soap = way.Soap });
                return reply.Response!;
            }

            LogAnswer(camera.Host, request.Name.LocalName, way.Signing, way.Soap, reply.Status, reply.Kind, reply.Fault?.Reason);
            // A later variant that fails in its own way does not hide that the account was refused.
            if (reply.Kind is OnvifReplyKind.Refused)
                refusal = reply;
            if (way.After(reply, HasAccount).FirstOrDefault(next => !tried.Contains(next)) is not { } another)
                throw OnvifSentences.Of(refusal ?? reply, camera, request.Name.LocalName, ClockSkew, isKnownCamera: !isFirst);
            way = another;
        }
    }

    private DeviceRequest RequestOf(string path, XElement request, OnvifWay way)
    {
        var token = way.HasToken && HasAccount ? UsernameToken.Create(camera.UserName!, camera.Password, Known.Clock?.Now(clock) ?? clock.GetUtcNow()) : null;
        return new DeviceRequest
        {
            Url = new Uri($"{(camera.UseTls ? "https" : "http")}://{DeviceAddress.Bracketed(camera.Host)}:{camera.Port}{path}"),
            Body = SoapEnvelope.Build(request, token, way.Soap),
            ContentType = SoapEnvelope.ContentType(request, way.Soap),
            SoapAction = SoapEnvelope.SoapAction(request, way.Soap),
            UserName = way.HasDigest ? camera.UserName : null,
            Password = way.HasDigest ? camera.Password : null,
            CertificateSha256 = camera.CertificateSha256,
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Host} answered {Operation} (signed by {Signing}, SOAP {Soap}) with status {Status}: {Kind}, {Reason}")]
    private partial void LogAnswer(string host, string operation, OnvifSigning signing, SoapVersion soap, int status, OnvifReplyKind kind, string? reason);
}
