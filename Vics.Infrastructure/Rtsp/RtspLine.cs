using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.Rtsp;

/// <summary>A connection to an RTSP server, for questions and their answers only (RFC 2326 §§4–7).</summary>
internal sealed class RtspLine : IAsyncDisposable
{
    private const int MaxHead = 16 << 10;
    private const int MaxBody = 64 << 10;

    private readonly string _host;
    private readonly Stream _stream;
    private readonly byte[] _ahead = new byte[MaxHead];
    private int _held;
    private int _asked;

    private RtspLine(string host, Stream stream) => (_host, _stream) = (host, stream);

    /// <summary>Connects, over TLS for <c>rtsps</c>.</summary>
    public static async Task<RtspLine> OpenAsync(DeviceDialer dialer, StreamAddress address, CertificateCheck certificate, CancellationToken ct)
    {
        Stream plain = new NetworkStream(await dialer.ConnectAsync(address.Host, address.Port, ct), ownsSocket: true);
        if (address.Scheme != "rtsps")
            return new RtspLine(address.Host, plain);
        var secured = new SslStream(plain);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = address.Host, RemoteCertificateValidationCallback = certificate.Accepts }, ct);
            return new RtspLine(address.Host, secured);
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for the description of a stream.</summary>
    /// <exception cref="DeviceException">Protocol where the answer is none.</exception>
    public async Task<RtspAnswer> DescribeAsync(string target, string? authorization, CancellationToken ct)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"DESCRIBE {target} RTSP/1.0\r\nCSeq: {++_asked}\r\nUser-Agent: VICS\r\nAccept: application/sdp\r\n");
        if (authorization is not null)
            head += $"Authorization: {authorization}\r\n";
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(head + "\r\n"), ct);
        var answer = Parse(await ReadHeadAsync(ct));
        await SkipBodyAsync(answer.Length, ct);
        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string> ReadHeadAsync(CancellationToken ct)
    {
        while (true)
        {
            var end = _ahead.AsSpan(0, _held).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.Latin1.GetString(_ahead, 0, end);
                Drop(end + 4);
                return head;
            }

            // What does not begin as RTSP is not waited for: most servers of other kinds say nothing more.
            if (_held >= 5 && !_ahead.AsSpan(0, 5).SequenceEqual("RTSP/"u8))
                throw StreamFaults.Nonsense(_host);
            if (_held == MaxHead)
                throw StreamFaults.Nonsense(_host);
            await ReadMoreAsync(ct);
        }
    }

    private async Task SkipBodyAsync(int length, CancellationToken ct)
    {
        while (length > 0)
        {
            if (_held == 0)
                await ReadMoreAsync(ct);
            var part = Math.Min(length, _held);
            Drop(part);
            length -= part;
        }
    }

    private async Task ReadMoreAsync(CancellationToken ct)
    {
        var read = await _stream.ReadAsync(_ahead.AsMemory(_held), ct);
        if (read == 0)
            throw new EndOfStreamException();
        _held += read;
    }

    private void Drop(int count)
    {
        _ahead.AsSpan(count, _held - count).CopyTo(_ahead);
        _held -= count;
    }

    private RtspAnswer Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ', 3);
        if (!words[0].StartsWith("RTSP/", StringComparison.Ordinal) || words.Length < 2
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw StreamFaults.Nonsense(_host);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var length = 0;
        if (headers["Content-Length"].FirstOrDefault() is { } stated
            && (!int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > MaxBody))
            throw StreamFaults.Nonsense(_host);
        return new RtspAnswer(status, HttpChallenges.Read(headers["WWW-Authenticate"]), length);
    }
}

/// <summary>An RTSP server's answer.</summary>
/// <param name="Status">200 and the like.</param>
/// <param name="Challenges">What it wants of an account.</param>
/// <param name="Length">Of its body.</param>
internal sealed record RtspAnswer(int Status, IReadOnlyList<HttpChallenge> Challenges, int Length);
