using System.Diagnostics;
using System.IO.Pipelines;
using Vics.Domain;
using Vics.Domain.Live;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>How many ffmpeg run at once on this server.</summary>
internal sealed class FfmpegSlots(LiveSettings settings)
{
    private int _taken;

    /// <summary>Running now.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place; <see cref="Return"/> gives it back.</summary>
    /// <exception cref="DeviceException">All are taken.</exception>
    public void Take()
    {
        if (Interlocked.Increment(ref _taken) <= settings.MaxProcesses)
            return;
        Return();
        throw new DeviceException(new(DeviceFaultCode.Busy, OperatorText.Of($"This server already reads or converts {settings.MaxProcesses} streams. Close some views and try again.")));
    }

    /// <summary>Gives a place back.</summary>
    public void Return() => Interlocked.Decrement(ref _taken);
}

/// <summary>Starts ffmpeg: the one way to do it, so that none runs past the limit and none is left behind.</summary>
internal sealed class FfmpegLauncher(FfmpegProgram program, FfmpegSlots slots)
{
    /// <summary>Starts it with a list of arguments, none of which may be a secret: everybody on this machine can read them.</summary>
    /// <exception cref="DeviceException">It cannot be started, or too many run.</exception>
    public async Task<FfmpegProcess> StartAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var path = await program.FindAsync(ct);
        slots.Take();
        try
        {
            return new FfmpegProcess(path, arguments, slots);
        }
        catch (System.ComponentModel.Win32Exception unusable)
        {
            slots.Return();
            throw new DeviceException(new(DeviceFaultCode.NotSupported, OperatorText.Of($"ffmpeg on this server cannot be started: {unusable.Message}")), unusable);
        }
    }
}

/// <summary>A running ffmpeg: what it writes is read from a pipe, what it complains of is kept in a few lines, and to dispose of it is to let it take leave.</summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private const int LinesKept = 12;
    private const int LongestLine = 400;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly FfmpegSlots _slots;
    private readonly Queue<string> _lines = new();
    private readonly Task _complaints;
    private bool _inputClosed;

    internal FfmpegProcess(string path, IEnumerable<string> arguments, FfmpegSlots slots)
    {
        _slots = slots;
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        _process = Process.Start(start)!;
        Output = PipeReader.Create(_process.StandardOutput.BaseStream, new StreamPipeReaderOptions(bufferSize: 64 << 10, minimumReadSize: 16 << 10));
        Input = _process.StandardInput.BaseStream;
        _complaints = KeepComplaintsAsync();
    }

    /// <summary>What it writes.</summary>
    public PipeReader Output { get; }

    /// <summary>What it reads, where that is its pipe.</summary>
    public Stream Input { get; }

    /// <summary>The last lines it complained in, without accounts.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    /// <summary>Its number, for tests.</summary>
    public int Id => _process.Id;

    /// <summary>Says that no more comes in.</summary>
    public void CloseInput()
    {
        _inputClosed = true;
        Input.Close();
    }

    /// <summary>Waits until it has said all it had to say: after its output has ended.</summary>
    public async Task<IReadOnlyList<string>> LastWordsAsync()
    {
        await Task.WhenAny(_complaints, Task.Delay(Farewell));
        return Complaints;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await TakeLeaveAsync();
            await _complaints;
        }
        finally
        {
            _process.Dispose();
            _slots.Return();
        }
    }

    // q lets it close its RTSP session; a killed one leaves the session to the camera, some of which have room for two or three.
    private async Task TakeLeaveAsync()
    {
        if (!_inputClosed)
            await TellToQuitAsync();
        // What it still writes is read and dropped: with a full pipe it would not hear.
        Output.CancelPendingRead();
        var rest = DropAsync(_process.StandardOutput.BaseStream);
        using var limit = new CancellationTokenSource(Farewell);
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await rest;
        await Output.CompleteAsync();
    }

    private async Task TellToQuitAsync()
    {
        try
        {
            // Never waits: the pipe is empty unless fragments go in, and then there is no camera to take leave of.
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Input.WriteAsync("q"u8.ToArray(), limit.Token);
            Input.Close();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private static async Task DropAsync(Stream output)
    {
        try
        {
            await output.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // All that matters is that nothing is left to read.
        }
    }

    private async Task KeepComplaintsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            var safe = FfmpegFaults.Redacted(line.Length > LongestLine ? line[..LongestLine] : line);
            lock (_lines)
            {
                _lines.Enqueue(safe);
                if (_lines.Count > LinesKept)
                    _lines.Dequeue();
            }
        }
    }
}
