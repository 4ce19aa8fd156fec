using System.Net;
using Vics.Domain.Network;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>
/// Speaks HTTP with devices, whose answers are hostile until shown otherwise: everything is bounded, in time, size and number at once. A device is asked
/// one thing at a time, and for one picture beside that. Where it sends a GET on, that is followed once, and only on the same host.
/// </summary>
internal sealed class DeviceHttpClient(DeviceDialer dialer, TimeProvider clock) : IDisposable
{
    private readonly DeviceLines _lines = new(dialer, clock);

    /// <summary>Asks one device. A 401 that stays after the account was used is an answer like any other.</summary>
    /// <exception cref="DeviceException">
    /// Unreachable, Timeout, Certificate, AddressNotAllowed; Protocol where the answer is broken, longer than its limit or sends the asker elsewhere;
    /// Busy where its turn does not come.
    /// </exception>
    public async Task<DeviceReply> SendAsync(DeviceRequest request, CancellationToken ct)
    {
        var first = await OnceAsync(request, ct);
        if (first.Location is null)
            return first.Reply;
        var second = await OnceAsync(request with { Url = Followed(request, first.Location), Timeout = request.Timeout - first.Spent }, ct);
        return second.Location is null ? second.Reply : throw DeviceHttpFaults.SendsOn(request.Url, second.Location);
    }

    /// <summary>
    /// Asks for an answer without end, over a connection of its own. <see cref="DeviceRequest.Timeout"/> holds for the wait until it begins and for each
    /// silence after that; its length is not limited, nor is any other request to the device kept waiting.
    /// </summary>
    /// <exception cref="DeviceException">As for <see cref="SendAsync"/>.</exception>
    public async Task<DeviceStream> OpenAsync(DeviceRequest request, CancellationToken ct)
    {
        var first = await OpenOnceAsync(request, ct);
        if (LocationOf(first.Answer) is not { } location)
            return first.Stream;
        await first.Stream.DisposeAsync();
        var second = await OpenOnceAsync(request with { Url = Followed(request, location) }, ct);
        if (LocationOf(second.Answer) is not { } again)
            return second.Stream;
        await second.Stream.DisposeAsync();
        throw DeviceHttpFaults.SendsOn(request.Url, again);
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private async Task<(DeviceReply Reply, string? Location, TimeSpan Spent)> OnceAsync(DeviceRequest request, CancellationToken ct)
    {
        using var turn = await _lines.TakeAsync(request, ct);
        var began = clock.GetTimestamp();
        using var limit = LimitOf(request, ct);
        try
        {
            using var answer = await turn.Line.ExchangeAsync(request, limit.Token);
            var body = await DeviceBody.ReadAsync(answer, request.Url.Host, request.Limit, limit.Token);
            return (new DeviceReply((int)answer.StatusCode, ContentTypeOf(answer), body), LocationOf(answer), clock.GetElapsedTime(began));
        }
        catch (Exception cause) when (IsTheDevices(cause, ct))
        {
            throw DeviceHttpFaults.Of(cause, request.Url, turn.Line.Certificate);
        }
    }

    private async Task<(DeviceStream Stream, HttpResponseMessage Answer)> OpenOnceAsync(DeviceRequest request, CancellationToken ct)
    {
        var line = new DeviceLine(dialer, request.CertificateSha256);
        HttpResponseMessage? answer = null;
        try
        {
            using var limit = LimitOf(request, ct);
            answer = await line.ExchangeAsync(request, limit.Token);
            DeviceBody.LengthOf(answer, request.Url.Host);
            var body = new ImpatientStream(
                await answer.Content.ReadAsStreamAsync(limit.Token), request.Timeout, cause => DeviceHttpFaults.Of(cause, request.Url, line.Certificate));
            return (new DeviceStream(line, answer, ContentTypeOf(answer), body), answer);
        }
        catch (Exception cause)
        {
            answer?.Dispose();
            line.Dispose();
            if (!IsTheDevices(cause, ct))
                throw;
            throw DeviceHttpFaults.Of(cause, request.Url, line.Certificate);
        }
    }

    private static CancellationTokenSource LimitOf(DeviceRequest request, CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(request.Timeout > TimeSpan.Zero ? request.Timeout : TimeSpan.Zero);
        return limit;
    }

    private static bool IsTheDevices(Exception cause, CancellationToken ct) =>
        cause is HttpRequestException or IOException || (cause is OperationCanceledException && !ct.IsCancellationRequested);

    private static Uri Followed(DeviceRequest request, string location) =>
        request.Body is null && Uri.TryCreate(request.Url, location, out var target) && IsSameHost(request.Url, target)
            ? target
            : throw DeviceHttpFaults.SendsOn(request.Url, location);

    // Another port or HTTPS is still that device; from HTTPS back to HTTP would be a step down.
    private static bool IsSameHost(Uri from, Uri to) =>
        to.Scheme is "http" or "https" && to.IdnHost.Equals(from.IdnHost, StringComparison.OrdinalIgnoreCase) && to.UserInfo.Length == 0
        && (from.Scheme == to.Scheme || to.Scheme == "https");

    private static string? LocationOf(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            && answer.Headers.NonValidated.TryGetValues("Location", out var values)
            ? values.ToString()
            : null;

    // Read unparsed: "text/xml;" is no media type, and .NET's parser says so by throwing.
    private static string ContentTypeOf(HttpResponseMessage answer) =>
        answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : "";
}
