using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>
/// The connections to one device, and what it last asked of accounts. One request at a time: many devices serve no second one, and a counted nonce
/// wants order.
/// </summary>
internal sealed class DeviceLine : IDisposable
{
    /// <summary>A pooled connection is dropped sooner than devices drop it, silently, after 5 s.</summary>
    private static readonly TimeSpan PooledIdle = TimeSpan.FromSeconds(3);

    private const int MaxHeadersKiB = 32;
    private const int MaxAccounts = 16;

    // Plain, signed in, and signed in anew where the nonce was too old.
    private const int MaxTries = 3;

    private readonly Dictionary<string, DigestAuthorization> _accounts = [];
    private readonly HttpMessageInvoker _connections;
    private int _connects;

    /// <summary>Nothing is connected yet.</summary>
    public DeviceLine(DeviceDialer dialer, string? pinned)
    {
        Certificate = new CertificateCheck(pinned);
        _connections = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = DeviceDialer.ConnectTimeout,
            PooledConnectionIdleTimeout = PooledIdle,
            MaxResponseHeadersLength = MaxHeadersKiB,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            SslOptions = { RemoteCertificateValidationCallback = Certificate.Accepts },
            ConnectCallback = async (context, ct) =>
            {
                Interlocked.Increment(ref _connects);
                return new NetworkStream(await dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct), ownsSocket: true);
            },
        });
    }

    /// <summary>What it showed of certificates.</summary>
    public CertificateCheck Certificate { get; }

    /// <summary>For the one who may speak with the device.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>How many use it or wait for it; kept by <see cref="DeviceLines"/>.</summary>
    public int Users { get; set; }

    /// <summary>When it was last put down; kept by <see cref="DeviceLines"/>.</summary>
    public long LastUsed { get; set; }

    /// <summary>Asks until the account is taken or refused; the answer's body has not been read. To be called with the turn.</summary>
    public async Task<HttpResponseMessage> ExchangeAsync(DeviceRequest request, CancellationToken ct)
    {
        var known = request.UserName is { } user && _accounts.TryGetValue(user, out var kept) ? kept : null;
        var authorization = known is null ? null : Answer(known, request);
        var answered = false;
        for (var tries = 1; ; tries++)
        {
            var answer = await SendAsync(request, authorization, ct);
            if (answer.StatusCode is not HttpStatusCode.Unauthorized || request.UserName is null || tries == MaxTries)
                return answer;
            authorization = AnswerTo(ChallengesOf(answer), request, answered);
            if (authorization is null)
                return answer;
            answered = true;
            await DeviceBody.DiscardAsync(answer, ct);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        Turn.Dispose();
    }

    // An account whose answer to a fresh nonce was refused is refused: asking again would only lock it.
    private string? AnswerTo(IReadOnlyList<HttpChallenge> challenges, DeviceRequest request, bool answered)
    {
        var user = request.UserName!;
        if (DigestChallenge.Best(challenges) is { } challenge && (!answered || challenge.Stale))
        {
            if (_accounts.Count >= MaxAccounts)
                _accounts.Clear();
            return Answer(_accounts[user] = new DigestAuthorization(challenge), request);
        }

        _accounts.Remove(user);
        return request.AllowBasic && !answered && challenges.Any(offered => offered.Is("Basic")) && !challenges.Any(offered => offered.Is("Digest"))
            ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{request.Password?.Reveal()}"))}"
            : null;
    }

    private static string Answer(DigestAuthorization authorization, DeviceRequest request) =>
        authorization.Next(MethodOf(request).Method, request.Url.PathAndQuery, request.UserName!, request.Password, request.Body);

    private static IReadOnlyList<HttpChallenge> ChallengesOf(HttpResponseMessage answer) =>
        HttpChallenges.Read(answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values : []);

    private static HttpMethod MethodOf(DeviceRequest request) => request.Body is null ? HttpMethod.Get : HttpMethod.Post;

    private async Task<HttpResponseMessage> SendAsync(DeviceRequest request, string? authorization, CancellationToken ct)
    {
        var connects = _connects;
        try
        {
            return await SendOnceAsync(request, authorization, ct);
        }
        // A kept connection that the device had forgotten; a fresh one that breaks is not tried again.
        catch (HttpRequestException) when (connects == _connects)
        {
            return await SendOnceAsync(request, authorization, ct);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(DeviceRequest request, string? authorization, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(MethodOf(request), request.Url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.ExpectContinue = false;
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("VICS", null));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        if (request.SoapAction is { } action)
            message.Headers.TryAddWithoutValidation("SOAPAction", action);
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await _connections.SendAsync(message, ct);
    }
}
