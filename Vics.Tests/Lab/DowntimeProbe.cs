using System.Diagnostics;
using System.Net.Sockets;

namespace Vics.Tests.Lab;

/// <summary>
/// Asks a unit's HTTP port every 50 ms from outside and remembers how long it did not answer. Any HTTP answer counts, 401 too.
/// A gap runs from one answer to the next, so an undisturbed unit shows about the 50 ms between two questions.
/// </summary>
public sealed class DowntimeProbe : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly byte[] Question = "GET / HTTP/1.1\r\nHost: unit\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly string _address;
    private readonly int _port;
    private readonly Task _asking;
    private long _lastAnswer = Stopwatch.GetTimestamp();
    private TimeSpan _longestGap;
    private int _answers;
    private int _failures;

    private DowntimeProbe(string address, int port)
    {
        _address = address;
        _port = port;
        _asking = Task.Run(AskAsync);
    }

    /// <summary>The longest time between two answers, or from the last answer until now.</summary>
    public TimeSpan LongestGap
    {
        get
        {
            lock (_lock)
            {
                var open = _stop.IsCancellationRequested ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_lastAnswer);
                return open > _longestGap ? open : _longestGap;
            }
        }
    }

    public int Answers => Volatile.Read(ref _answers);

    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Starts asking, and returns after the first answer.</summary>
    public static async Task<DowntimeProbe> StartAsync(LabUnit unit, CancellationToken ct = default)
    {
        var probe = new DowntimeProbe(unit.Address, unit.ApiPort);
        try
        {
            await probe.WaitForAnswersAsync(1, ct);
            return probe;
        }
        catch
        {
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for so many further answers.</summary>
    public Task WaitForAnswersAsync(int count, CancellationToken ct = default)
    {
        var goal = Answers + count;
        return LabShell.UntilAsync($"{_address} to answer", TimeSpan.FromSeconds(30), _ => Task.FromResult(Answers >= goal), ct);
    }

    /// <summary>Waits for so many further questions that stay without answer.</summary>
    public Task WaitForFailuresAsync(int count, CancellationToken ct = default)
    {
        var goal = Failures + count;
        return LabShell.UntilAsync($"{_address} to be silent", TimeSpan.FromSeconds(30), _ => Task.FromResult(Failures >= goal), ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            if (await AnswersAsync())
            {
                var now = Stopwatch.GetTimestamp();
                lock (_lock)
                {
                    var gap = Stopwatch.GetElapsedTime(_lastAnswer, now);
                    if (_answers > 0 && gap > _longestGap)
                        _longestGap = gap;
                    _lastAnswer = now;
                }
                Interlocked.Increment(ref _answers);
            }
            else if (!_stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref _failures);
            }
            var rest = Interval - Stopwatch.GetElapsedTime(asked);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(_address, _port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Question, limit.Token);
            var answer = new byte[5];
            await stream.ReadExactlyAsync(answer, limit.Token);
            return answer.AsSpan().SequenceEqual("HTTP/"u8);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
