using System.Text;
using Vics.Domain.Cameras;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.Rtsp;

/// <summary>Asks whether a stream is there: by RTSP DESCRIBE, or by the head of an HTTP answer.</summary>
internal sealed class StreamCheck(DeviceDialer dialer, DeviceHttpClient http) : IStreamCheck
{
    /// <summary>For the answers; the connection has its own limit before that.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task CheckAsync(VideoOrigin origin, CancellationToken ct) => origin switch
    {
        VideoOrigin.Rtsp rtsp => CheckAsync(rtsp, ct),
        VideoOrigin.Mjpeg mjpeg => CheckAsync(mjpeg, ct),
        _ => Task.CompletedTask,
    };

    private async Task CheckAsync(VideoOrigin.Mjpeg mjpeg, CancellationToken ct)
    {
        if (!Uri.TryCreate(mjpeg.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw StreamFaults.NoAddress();
        await using var stream = await http.OpenAsync(
            new DeviceRequest { Url = url, UserName = mjpeg.UserName, Password = mjpeg.Password, AllowBasic = true, Timeout = AnswerTimeout }, ct);
        if (stream.Status is < 200 or > 299)
            throw StreamFaults.Refused(stream.Status, mjpeg.UserName);
        var type = stream.ContentType.Split(';')[0].Trim();
        if (!type.Equals("multipart/x-mixed-replace", StringComparison.OrdinalIgnoreCase) && !type.Equals("image/jpeg", StringComparison.OrdinalIgnoreCase))
            throw StreamFaults.NoPicture(type);
    }

    private async Task CheckAsync(VideoOrigin.Rtsp rtsp, CancellationToken ct)
    {
        if (!StreamAddress.TryParse(rtsp.Url, out var address) || !address.IsRtsp)
            throw StreamFaults.NoAddress();
        var certificate = new CertificateCheck(pinned: null);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(DeviceDialer.ConnectTimeout + AnswerTimeout);
        try
        {
            var status = await DescribeAsync(rtsp, address, certificate, limit.Token);
            if (status is < 200 or > 299)
                throw StreamFaults.Refused(status, rtsp.UserName);
        }
        catch (Exception cause) when (cause is IOException or System.Security.Authentication.AuthenticationException
            || (cause is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw DeviceHttpFaults.Of(cause, new Uri(address.Url), certificate);
        }
    }

    private async Task<int> DescribeAsync(VideoOrigin.Rtsp rtsp, StreamAddress address, CertificateCheck certificate, CancellationToken ct)
    {
        // As bytes of UTF-8 where somebody wrote other letters into it; the same bytes are hashed.
        var target = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(address.Url));
        await using var line = await RtspLine.OpenAsync(dialer, address, certificate, ct);
        var answer = await line.DescribeAsync(target, authorization: null, ct);
        if (answer.Status != 401 || AnswerTo(answer.Challenges, target, rtsp) is not { } authorization)
            return answer.Status;
        try
        {
            return (await line.DescribeAsync(target, authorization, ct)).Status;
        }
        catch (IOException)
        {
            // Some hang up after a challenge and take the answer over another connection; most know a nonce only on the first one.
            await using var again = await RtspLine.OpenAsync(dialer, address, certificate, ct);
            return (await again.DescribeAsync(target, authorization, ct)).Status;
        }
    }

    private static string? AnswerTo(IReadOnlyList<HttpChallenge> challenges, string target, VideoOrigin.Rtsp rtsp)
    {
        if (rtsp.UserName is not { Length: > 0 } user)
            return null;
        if (DigestChallenge.Best(challenges) is { } challenge)
            return new DigestAuthorization(challenge).Next("DESCRIBE", target, user, rtsp.Password);
        return challenges.Any(offered => offered.Is("Basic")) && !challenges.Any(offered => offered.Is("Digest"))
            ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{rtsp.Password?.Reveal()}"))}"
            : null;
    }
}
