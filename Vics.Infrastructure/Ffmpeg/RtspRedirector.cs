using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>
/// Tells ffmpeg where a camera is without telling everybody else: its arguments, which the whole machine can read, name an address on this listener, and
/// the first request there is answered with a redirection (RFC 2326 §11.3) that carries the account. Each address is good for one request, for some
/// seconds, from a process of our own account.
/// </summary>
internal sealed class RtspRedirector(DeviceDialer dialer, TimeProvider clock) : IAsyncDisposable
{
    private const int LongestRequest = 8 << 10;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _answering = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>
    /// An address for ffmpeg that leads to the camera, once, and there to the address that was checked. To dispose of the lease takes it back if it was
    /// not used.
    /// </summary>
    /// <exception cref="DeviceException">Unreachable where there is no such name, AddressNotAllowed where it may not be reached.</exception>
    public async Task<Lease> LeadAsync(string url, string? userName, Secret? password, CancellationToken ct)
    {
        if (!StreamAddress.TryParse(url, out var camera))
            throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"This is not the address of a stream.")));
        var address = (await dialer.ResolveAsync(camera.Host, ct))[0];
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _places[token] = new Place(WithAccount(PlaceOf(camera, address), userName, password), clock.GetTimestamp());
        return new Lease($"rtsp://127.0.0.1:{Listen().ToString(CultureInfo.InvariantCulture)}/{token}", () => _places.TryRemove(token, out _));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        lock (_gate)
            _listener?.Dispose();
        await _accepting;
        await Task.WhenAll(_answering.Keys);
        _end.Dispose();
    }

    /// <summary>The address with its account, every character of which that could end it is escaped.</summary>
    internal static string WithAccount(string url, string? userName, Secret? password)
    {
        if (userName is null)
            return url;
        var at = url.IndexOf("://", StringComparison.Ordinal) + 3;
        return $"{url[..at]}{Uri.EscapeDataString(userName)}:{Uri.EscapeDataString(password?.Reveal() ?? "")}@{url[at..]}";
    }

    // The rest of the address stays letter for letter: cameras compare it.
    private static string PlaceOf(StreamAddress camera, IPAddress address)
    {
        var host = address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        var at = camera.Scheme.Length + 3;
        var rest = camera.Url.AsSpan(at).IndexOfAny('/', '?', '#') is var end and >= 0 ? camera.Url[(at + end)..] : "";
        return $"{camera.Scheme}://{host}:{camera.Port.ToString(CultureInfo.InvariantCulture)}{rest}";
    }

    private int Listen()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
            if (_listener is null)
            {
                _listener = new TcpListener(IPAddress.Loopback, 0);
                _listener.Start();
                _accepting = AcceptAsync(_listener);
            }

            return ((IPEndPoint)_listener.LocalEndpoint).Port;
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        await Task.Yield();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(_end.Token);
                var answer = AnswerAsync(client);
                _answering[answer] = 0;
                _ = answer.ContinueWith(done => _answering.TryRemove(done, out _), TaskScheduler.Default);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Shut down; or one client was gone before it was taken in.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await Task.Yield();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        limit.CancelAfter(RequestLimit);
        try
        {
            using (client)
            {
                var request = await ReadAsync(client.GetStream(), limit.Token);
                var answer = Answer(request, ((IPEndPoint)client.Client.RemoteEndPoint!).Port);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), limit.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // Whoever it was: the place stays, for some seconds.
        }
    }

    private string Answer(string request, int port)
    {
        var lines = request.Split("\r\n");
        var address = lines[0].Split(' ') is [_, var url, ..] && Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : null;
        var sequence = lines.FirstOrDefault(line => line.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase)) ?? "CSeq: 1";
        var leads = address is not null && LoopbackPeer.IsOurs(port) && _places.TryRemove(address.AbsolutePath.TrimStart('/'), out var place)
            && clock.GetElapsedTime(place.Since) < GoodFor ? place.Url : null;
        return leads is null ? $"RTSP/1.0 404 Not Found\r\n{sequence}\r\n\r\n" : $"RTSP/1.0 302 Found\r\n{sequence}\r\nLocation: {leads}\r\n\r\n";
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken ct)
    {
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), ct);
            if (read == 0)
                break;
            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    /// <summary>An address that leads to a camera once.</summary>
    internal sealed class Lease(string url, Action end) : IDisposable
    {
        /// <summary>For ffmpeg's arguments.</summary>
        public string Url => url;

        /// <inheritdoc/>
        public void Dispose() => end();
    }

    // Not a record: it must not print.
    private sealed class Place(string url, long since)
    {
        public string Url => url;

        public long Since => since;
    }
}
