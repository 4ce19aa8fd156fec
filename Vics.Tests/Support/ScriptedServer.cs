using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>
/// A TCP server on a free port of 127.0.0.1 that does to each connection what the test says, byte by byte, so that it can answer as badly as only
/// devices do:
/// <code>
/// await using var device = ScriptedServer.Start(async (line, ct) =>
/// {
///     var request = await line.ReadRequestAsync(ct);
///     await line.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ct);
/// });
/// await client.GetAsync(device.Url("/x"), ct);
/// Assert.Equal("GET", device.Requests.Single().Method);
/// </code>
/// A connection is closed when its script ends; a script that breaks because the other side went is no failure.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<ScriptedLine, CancellationToken, Task> _script;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Task _running;
    private int _connections;
    private long _sent;

    private ScriptedServer(Func<ScriptedLine, CancellationToken, Task> script, IPAddress address)
    {
        _script = script;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _running = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What was asked so far, in order of coming.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>How many bytes were taken from it so far, by the other side or the kernel in between.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many connections there were so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Starts one; the script runs for each connection.</summary>
    public static ScriptedServer Start(Func<ScriptedLine, CancellationToken, Task> script, IPAddress? address = null) => new(script, address ?? IPAddress.Loopback);

    /// <summary>One that answers every request of every connection with what is made of it: the whole answer, from status line to body.</summary>
    public static ScriptedServer Answering(Func<ScriptedRequest, string> answer) => Start(async (line, ct) =>
    {
        while (await line.ReadRequestAsync(ct) is { } request)
            await line.SendAsync(answer(request), ct);
    });

    /// <summary>An answer with its length and nothing odd about it.</summary>
    public static string Ok(string body, string contentType = "text/plain", string status = "200 OK", string moreHeaders = "") =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\n{moreHeaders}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>An address on it.</summary>
    public Uri Url(string path = "/", string scheme = "http") => new($"{scheme}://127.0.0.1:{Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                lines.Add(RunAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }

        await Task.WhenAll(lines);
    }

    private async Task RunAsync(TcpClient client, int number)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await _script(new ScriptedLine(client, number, _requests.Enqueue, bytes => Interlocked.Add(ref _sent, bytes)), _end.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The other side hung up, or the test is over.
            }
            catch (Exception broken)
            {
                TestContext.Current.SendDiagnosticMessage("The script of a server broke: {0}", broken);
            }
        }
    }
}

/// <summary>One connection to a scripted server.</summary>
internal sealed class ScriptedLine(TcpClient client, int number, Action<ScriptedRequest> note, Action<int> count)
{
    private readonly List<byte> _ahead = [];

    /// <summary>From 1, in order of coming.</summary>
    public int Number => number;

    /// <summary>The bytes themselves; what <see cref="ReadRequestAsync"/> read ahead is not in it any more. A script may put TLS around it.</summary>
    public Stream Stream { get; set; } = client.GetStream();

    /// <summary>Reads one request, HTTP or RTSP, with its body by Content-Length or in chunks; null where the other side hung up instead.</summary>
    public async Task<ScriptedRequest?> ReadRequestAsync(CancellationToken ct)
    {
        int end;
        while ((end = Encoding.Latin1.GetString([.. _ahead]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await ReadMoreAsync(ct))
                return null;
        }

        var lines = Encoding.Latin1.GetString([.. Take(end + 4)]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToLookup(parts => parts[0].Trim(), parts => parts[^1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = headers["Transfer-Encoding"].Any()
            ? await ReadChunksAsync(ct)
            : await ReadExactlyAsync(int.Parse(headers["Content-Length"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture), ct);
        var request = new ScriptedRequest(words[0], words.ElementAtOrDefault(1) ?? "", headers, body, number);
        note(request);
        return request;
    }

    /// <summary>Sends text as UTF-8.</summary>
    public Task SendAsync(string text, CancellationToken ct) => SendAsync(Encoding.UTF8.GetBytes(text), ct);

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await Stream.WriteAsync(bytes, ct);
        await Stream.FlushAsync(ct);
        count(bytes.Length);
    }

    /// <summary>Sends the same again and again until the other side hangs up.</summary>
    public async Task SendForeverAsync(ReadOnlyMemory<byte> bytes, TimeSpan pause, CancellationToken ct)
    {
        while (true)
        {
            await SendAsync(bytes, ct);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, ct);
        }
    }

    /// <summary>Says nothing more and keeps the line open until the test ends.</summary>
    public static Task StaySilentAsync(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    /// <summary>Ends the connection as a crash does (RST), not as a server does.</summary>
    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Client.Close(0);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken ct)
    {
        var body = new List<byte>();
        while (true)
        {
            int end;
            while ((end = Encoding.Latin1.GetString([.. _ahead]).IndexOf("\r\n", StringComparison.Ordinal)) < 0)
            {
                if (!await ReadMoreAsync(ct))
                    throw new EndOfStreamException();
            }

            var size = int.Parse(Encoding.Latin1.GetString([.. Take(end + 2)]).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange((await ReadExactlyAsync(size + 2, ct)).Take(size));
            if (size == 0)
                return [.. body];
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int count, CancellationToken ct)
    {
        while (_ahead.Count < count && await ReadMoreAsync(ct))
        {
            // Until it is all there.
        }

        return Take(Math.Min(count, _ahead.Count));
    }

    private async Task<bool> ReadMoreAsync(CancellationToken ct)
    {
        var buffer = new byte[8192];
        var read = await Stream.ReadAsync(buffer, ct);
        _ahead.AddRange(buffer.AsSpan(0, read));
        return read > 0;
    }

    private byte[] Take(int count)
    {
        var taken = _ahead.GetRange(0, count).ToArray();
        _ahead.RemoveRange(0, count);
        return taken;
    }
}

/// <summary>What a scripted server was asked.</summary>
/// <param name="Method"><c>GET</c>, <c>POST</c>, <c>DESCRIBE</c> …</param>
/// <param name="Target">As it stood in the request line.</param>
/// <param name="Headers">By name, in any case.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Connection">The number of the connection it came over.</param>
internal sealed record ScriptedRequest(string Method, string Target, ILookup<string, string> Headers, byte[] Body, int Connection)
{
    /// <summary>The first header of that name; empty where there is none.</summary>
    public string Header(string name) => Headers[name].FirstOrDefault() ?? "";

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);
}
