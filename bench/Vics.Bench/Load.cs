using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Vics.Bench;

/// <summary>Watches one stream many times over, and sees when what comes.</summary>
internal sealed class Load(Uri address, string? token)
{
    private readonly ConcurrentBag<double> _firstPictures = [];
    private readonly ConcurrentDictionary<ulong, long> _earliest = new();
    private readonly ConcurrentBag<(ulong Fragment, long At)> _arrivals = [];
    private long _frames;
    private long _bytes;
    private int _arrived;
    private int _broken;
    private volatile bool _measuring;

    /// <summary>Runs so many viewers, lets them settle, measures for a while; a line of figures.</summary>
    public async Task<string> RunAsync(int viewers, TimeSpan duration, ProcessTree tree)
    {
        using var end = new CancellationTokenSource();
        // One first, so that the source runs: the others join it.
        var watching = new List<Task> { WatchAsync(end.Token) };
        await Task.Delay(TimeSpan.FromSeconds(5));
        _firstPictures.Clear();
        for (var viewer = 1; viewer < viewers; viewer++)
        {
            watching.Add(WatchAsync(end.Token));
            await Task.Delay(40);
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var (cpuBefore, _) = tree.Measure();
        var since = Stopwatch.StartNew();
        _measuring = true;
        await Task.Delay(duration);
        _measuring = false;
        var (cpuAfter, megabytes) = tree.Measure();
        var seconds = since.Elapsed.TotalSeconds;
        await end.CancelAsync();
        await Task.WhenAll(watching);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{viewers} viewers: {(cpuAfter - cpuBefore) / seconds:0.000} cores, {megabytes:0} MB, {_frames / seconds / viewers:0.0} frames/s each, {_bytes * 8 / seconds / 1e6:0} Mbit/s, "
            + $"first picture p50 {Percentile(_firstPictures, 50):0.0} p95 {Percentile(_firstPictures, 95):0.0} ms, "
            + $"behind the earliest viewer p50 {Percentile(Spread(), 50):0.0} p95 {Percentile(Spread(), 95):0.0} ms, {_broken} broken");
    }

    private IEnumerable<double> Spread() => _arrivals.Select(one => Stopwatch.GetElapsedTime(_earliest[one.Fragment], one.At).TotalMilliseconds);

    private static double Percentile(IEnumerable<double> values, int percent)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            using var socket = new ClientWebSocket();
            if (token is not null)
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            var since = Stopwatch.GetTimestamp();
            await socket.ConnectAsync(address, ct);
            // go2rtc wants to be asked; VICS does not mind.
            if (token is null)
                await socket.SendAsync(Encoding.UTF8.GetBytes("{\"type\":\"mse\",\"value\":\"avc1.640029\"}"), WebSocketMessageType.Text, true, ct);
            await ReadAsync(socket, since, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Seen enough.
        }
        catch (WebSocketException)
        {
            Interlocked.Increment(ref _broken);
        }
    }

    private async Task ReadAsync(ClientWebSocket socket, long since, CancellationToken ct)
    {
        var buffer = new byte[4 << 20];
        var seen = 0;
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
                length += read.Count;
            }
            while (!read.EndOfMessage);
            if (read.MessageType is WebSocketMessageType.Close)
                return;
            if (read.MessageType is not WebSocketMessageType.Binary)
                continue;
            // The head first, then the first picture.
            if (++seen == 2)
                _firstPictures.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (_measuring)
                Count(buffer.AsSpan(0, length));
        }
    }

    private void Count(ReadOnlySpan<byte> message)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _frames);
        Interlocked.Add(ref _bytes, message.Length);
        // A fragment is known by what is in it: the last bytes of a picture are like no other's.
        var name = new HashCode();
        name.AddBytes(message[^Math.Min(64, message.Length)..]);
        var fragment = (ulong)(uint)name.ToHashCode() << 32 | (uint)message.Length;
        _earliest.AddOrUpdate(fragment, now, (_, earliest) => Math.Min(earliest, now));
        if (Interlocked.Increment(ref _arrived) < 200_000)
            _arrivals.Add((fragment, now));
    }
}
