using System.Net.Sockets;
using System.Security.Authentication;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>Turns what .NET's HTTP client and the sockets throw into the domain's word for it, here and nowhere else.</summary>
internal static class DeviceHttpFaults
{
    /// <summary>What went wrong, where the asker did not give up himself.</summary>
    public static DeviceException Of(Exception cause, Uri url, CertificateCheck certificate)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case DeviceException fault:
                    return fault;
                // Whatever broke because of it.
                case OperationCanceledException or TimeoutException:
                    return Silent(url.Host, cause);
                case AuthenticationException:
                    return certificate.Refused is { } shown ? NotTrusted(url.Host, shown, cause) : NoTls(url, cause);
                case SocketException:
                    return BrokeOff(url.Host, cause);
                case HttpIOException io:
                    return Broken(io.HttpRequestError, url.Host, cause);
                default:
                    continue;
            }
        }

        return cause switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => NoTls(url, cause),
            HttpRequestException http => Broken(http.HttpRequestError, url.Host, cause),
            IOException => BrokeOff(url.Host, cause),
            _ => Broken(HttpRequestError.Unknown, url.Host, cause),
        };
    }

    /// <summary>It was silent, or so slow that it comes to the same.</summary>
    public static DeviceException Silent(string host, Exception? cause) =>
        Fault(DeviceFaultCode.Timeout, OperatorText.Of($"No answer came from {host} in time."), cause);

    /// <summary>It sends askers somewhere else.</summary>
    public static DeviceException SendsOn(Uri from, string to) =>
        Fault(DeviceFaultCode.Protocol, OperatorText.Of($"{from.Host} sends the request on to {Shown(from, to)}, where it is not followed. If that is the right address, enter it."), null);

    private static DeviceException NotTrusted(string host, string shown, Exception cause) => new(
        new(
            DeviceFaultCode.Certificate,
            OperatorText.Of($"{host} shows a certificate that is not trusted. Compare its SHA-256 fingerprint with the device's own, and enter it if it is the same: {shown}"),
            ShownCertificate: shown),
        cause);

    private static DeviceException NoTls(Uri url, Exception cause) =>
        Fault(DeviceFaultCode.Protocol, OperatorText.Of($"What answers at port {url.Port} of {url.Host} does not speak TLS as it should. Check the port."), cause);

    private static DeviceException BrokeOff(string host, Exception cause) =>
        Fault(DeviceFaultCode.Unreachable, OperatorText.Of($"The connection to {host} broke."), cause);

    private static DeviceException Broken(HttpRequestError error, string host, Exception cause) => error switch
    {
        HttpRequestError.ResponseEnded => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"{host} hung up before its answer was complete."), cause),
        HttpRequestError.ConfigurationLimitExceeded => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"The head of {host}'s answer is longer than any sensible one."), cause),
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => BrokeOff(host, cause),
        _ => Fault(DeviceFaultCode.Protocol, OperatorText.Of($"What {host} answers is not HTTP as it should be. Check the port."), cause),
    };

    // Only the place: a query may hold what is nobody's business.
    private static string Shown(Uri from, string to) =>
        Uri.TryCreate(from, to, out var target) && target.Scheme is "http" or "https" ? target.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "…";

    private static DeviceException Fault(DeviceFaultCode code, OperatorText message, Exception? cause) => new(new(code, message), cause);
}
