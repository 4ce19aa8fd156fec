using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Asks a camera for its JPEGs by HTTP.</summary>
internal sealed class HttpJpegs(DeviceHttpClient http)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>An answer without end that holds them.</summary>
    /// <exception cref="DeviceException">The camera is away, refuses the account, or answers with something else.</exception>
    public async Task<DeviceStream> OpenAsync(VideoOrigin.Mjpeg origin, CancellationToken ct)
    {
        var request = new DeviceRequest { Url = new Uri(origin.Url), UserName = origin.UserName, Password = origin.Password, AllowBasic = true, Timeout = Silence };
        var answer = await http.OpenAsync(request, ct);
        if (answer.Status is >= 200 and < 300)
            return answer;
        await answer.DisposeAsync();
        throw new DeviceException(answer.Status switch
        {
            401 or 403 => new(DeviceFaultCode.Authentication, OperatorText.Of($"The camera refuses the user name or the password.")),
            404 => new(DeviceFaultCode.NotSupported, OperatorText.Of($"The camera knows no stream at this address.")),
            503 => new(DeviceFaultCode.Busy, OperatorText.Of($"The camera has no room for another viewer. Close others, or raise its limit.")),
            var status => new(DeviceFaultCode.Protocol, OperatorText.Of($"The camera answers {status} to the request for its picture.")),
        });
    }
}
