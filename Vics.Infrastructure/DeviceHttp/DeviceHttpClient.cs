using System.Net;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>Speaks HTTP with devices, whose answers are hostile until shown otherwise: everything is bounded, in time, size and number at once.</summary>
internal sealed class DeviceHttpClient
{
    private readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Asks one device. A 401 that stays after the account was used is an answer like any other.</summary>
    /// <exception cref="DeviceException">
    /// Unreachable, Timeout, Certificate, AddressNotAllowed; Protocol where the answer is broken or longer than its limit.
    /// </exception>
    public async Task<DeviceReply> SendAsync(DeviceRequest request, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = _connectTimeout };
        if (request.UserName is { } user)
            handler.Credentials = new CredentialCache { { request.Url, "Digest", new NetworkCredential(user, request.Password?.Reveal()) } };
        using var client = new HttpClient(handler) { Timeout = request.Timeout, MaxResponseContentBufferSize = request.Limit };
        using var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, request.Url);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        if (request.SoapAction is { } action)
            message.Headers.TryAddWithoutValidation("SOAPAction", action);
        try
        {
            using var answer = await client.SendAsync(message, ct);
            var type = answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : "";
            return new DeviceReply((int)answer.StatusCode, type, await answer.Content.ReadAsByteArrayAsync(ct));
        }
        catch (HttpRequestException broken)
        {
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"Nobody answers at {request.Url.Host}.")), broken);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw new DeviceException(new(DeviceFaultCode.Timeout, OperatorText.Of($"No answer came from {request.Url.Host} in time.")), late);
        }
    }
}
