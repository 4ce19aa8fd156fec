using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Vics.Tests.Lab;

/// <summary>What a <see cref="SlowLine"/> does with connections.</summary>
public enum LineState
{
    /// <summary>Forwards, with the line's delay and rate.</summary>
    Open,

    /// <summary>Takes connections and keeps the ones it has, but forwards nothing: a network gone silent.</summary>
    BlackHole,

    /// <summary>Nobody listens: connecting is refused at once. Connections there already go on.</summary>
    Refused,
}

/// <summary>A TCP relay to a unit that is as slow and as unreliable as the line to a real site.</summary>
public sealed class SlowLine : IAsyncDisposable
{
    private const int ChunkSize = 32 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly HashSet<Task> _relays = [];
    private readonly IPEndPoint _target;
    private readonly TimeSpan _delay;
    private readonly long _bytesPerSecond;
    private IPEndPoint _listenAt;
    private Socket? _listener;
    private TaskCompletionSource _flowing = Flowing();
    private long _sent;
    private long _cutAt = long.MaxValue;

    private SlowLine(IPEndPoint target, TimeSpan delay, long bytesPerSecond, IPEndPoint listenAt)
    {
        _target = target;
        _delay = delay;
        _bytesPerSecond = bytesPerSecond;
        _listenAt = listenAt;
        Listen();
    }

    /// <summary>Where to connect instead of the unit.</summary>
    public string Address => _listenAt.Address.ToString();

    public int Port => _listenAt.Port;

    public LineState State { get; private set; }

    /// <summary>Bytes forwarded to the unit so far, all connections together.</summary>
    public long BytesToUnit => Interlocked.Read(ref _sent);

    /// <summary>A line to the unit's sshd, or to another of its ports. It listens on this machine's address in the lab.</summary>
    public static SlowLine Start(LabUnit unit, TimeSpan oneWayDelay = default, long bytesPerSecond = long.MaxValue, int port = 22) =>
        new(new IPEndPoint(IPAddress.Parse(unit.Address), port), oneWayDelay, bytesPerSecond,
            new IPEndPoint(IPAddress.Parse(unit.HostAddress), 0));

    /// <summary>A line to anywhere, listening on the loopback address.</summary>
    public static SlowLine Start(IPEndPoint target, TimeSpan oneWayDelay = default, long bytesPerSecond = long.MaxValue) =>
        new(target, oneWayDelay, bytesPerSecond, new IPEndPoint(IPAddress.Loopback, 0));

    public void Become(LineState state)
    {
        lock (_lock)
        {
            State = state;
            if (state == LineState.BlackHole)
            {
                if (_flowing.Task.IsCompleted)
                    _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                _flowing.TrySetResult();
            }

            if (state == LineState.Refused)
            {
                _listener?.Dispose();
                _listener = null;
            }
            else if (_listener is null)
            {
                Listen();
            }
        }
    }

    /// <summary>Resets every connection there is, at once. New ones are taken.</summary>
    public void Cut()
    {
        Socket[] sockets;
        lock (_lock)
        {
            sockets = [.. _sockets];
            _sockets.Clear();
        }
        foreach (var socket in sockets)
            Reset(socket);
    }

    /// <summary>Resets every connection once so many further bytes went to the unit; happens once.</summary>
    public void CutAfter(long bytesToUnit) => Interlocked.Exchange(ref _cutAt, BytesToUnit + bytesToUnit);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] relays;
        lock (_lock)
        {
            _listener?.Dispose();
            relays = [.. _relays];
        }
        Cut();
        await Task.WhenAll(relays);
        _stop.Dispose();
    }

    private void Listen()
    {
        var listener = new Socket(_listenAt.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(_listenAt);
        listener.Listen();
        _listenAt = (IPEndPoint)listener.LocalEndPoint!;
        _listener = listener;
        Track(AcceptAsync(listener));
    }

    private void Track(Task task)
    {
        lock (_lock)
            _relays.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (_lock)
                    _relays.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task AcceptAsync(Socket listener)
    {
        await Task.Yield();
        try
        {
            while (true)
                Track(RelayAsync(await listener.AcceptAsync(_stop.Token)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Refused or disposed.
        }
    }

    private async Task RelayAsync(Socket near)
    {
        var far = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        lock (_lock)
        {
            _sockets.Add(near);
            _sockets.Add(far);
        }
        try
        {
            await FlowAsync();
            await far.ConnectAsync(_target, _stop.Token);
            await Task.WhenAll(PumpAsync(near, far, toUnit: true), PumpAsync(far, near, toUnit: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or ChannelClosedException)
        {
            // One end is gone; so is the other then.
        }
        finally
        {
            lock (_lock)
            {
                _sockets.Remove(near);
                _sockets.Remove(far);
            }
            Reset(near);
            Reset(far);
        }
    }

    /// <summary>Reads as it comes, and hands on when the delay is over: what is under way is kept, as on a long line.</summary>
    private async Task PumpAsync(Socket from, Socket to, bool toUnit)
    {
        var underWay = Channel.CreateBounded<(byte[] Bytes, long Due)>(256);
        var writing = WriteAsync();
        try
        {
            var buffer = new byte[ChunkSize];
            while (true)
            {
                await FlowAsync();
                var read = await from.ReceiveAsync(buffer, _stop.Token);
                if (read == 0)
                    break;
                var due = Stopwatch.GetTimestamp() + (long)(_delay.TotalSeconds * Stopwatch.Frequency);
                await underWay.Writer.WriteAsync((buffer[..read], due), _stop.Token);
            }
            underWay.Writer.Complete();
            await writing;
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
        {
            underWay.Writer.TryComplete(e);
            Reset(from);
            Reset(to);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        async Task WriteAsync()
        {
            try
            {
                await foreach (var (bytes, due) in underWay.Reader.ReadAllAsync(_stop.Token))
                {
                    await PauseUntilAsync(due);
                    await FlowAsync();
                    var started = Stopwatch.GetTimestamp();
                    for (var at = 0; at < bytes.Length;)
                        at += await to.SendAsync(bytes.AsMemory(at), _stop.Token);
                    if (toUnit && Interlocked.Add(ref _sent, bytes.Length) >= Interlocked.Read(ref _cutAt))
                    {
                        Interlocked.Exchange(ref _cutAt, long.MaxValue);
                        Cut();
                    }
                    if (_bytesPerSecond < long.MaxValue)
                        await PauseUntilAsync(started + (long)((double)bytes.Length / _bytesPerSecond * Stopwatch.Frequency));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                underWay.Writer.TryComplete(e);
                Reset(from);
                throw;
            }
        }
    }

    private async Task PauseUntilAsync(long timestamp)
    {
        var rest = TimeSpan.FromSeconds((double)(timestamp - Stopwatch.GetTimestamp()) / Stopwatch.Frequency);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, _stop.Token);
    }

    private Task FlowAsync()
    {
        lock (_lock)
            return _flowing.Task.WaitAsync(_stop.Token);
    }

    private static TaskCompletionSource Flowing()
    {
        var flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flowing.SetResult();
        return flowing;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
        socket.Dispose();
    }
}
