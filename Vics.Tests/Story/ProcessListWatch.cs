using System.Text;
using Vics.Tests.Lab;

namespace Vics.Tests.Story;

/// <summary>Notes every command line and environment on this machine, the unit's included, as often as it can: the lab's processes are this machine's.</summary>
internal sealed class ProcessListWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _seen = [];
    private readonly Task _watching;
    private int _looks;

    public ProcessListWatch(LabUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        _watching = Task.Run(Watch);
    }

    public int Looks => Volatile.Read(ref _looks);

    /// <summary>Ends the watch; what was seen.</summary>
    public async Task<byte[]> StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return Encoding.UTF8.GetBytes(string.Join('\n', _seen));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private void Watch()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
                Note(process);
            Interlocked.Increment(ref _looks);
        }
    }

    private void Note(string process)
    {
        foreach (var list in (string[])["cmdline", "environ"])
        {
            try
            {
                _seen.Add(File.ReadAllText(Path.Combine(process, list)));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return; // Processes end while one looks.
            }
        }
    }
}
