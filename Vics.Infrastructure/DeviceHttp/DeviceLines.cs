using Vics.Domain;
using Vics.Domain.Network;
using Vics.Infrastructure.Network;

namespace Vics.Infrastructure.DeviceHttp;

/// <summary>The lines to all devices: as many as are in use and some kept, so that neither a fleet nor a port scan by way of VICS fills the memory.</summary>
internal sealed class DeviceLines(DeviceDialer dialer, TimeProvider clock) : IDisposable
{
    /// <summary>Requests under way at once.</summary>
    public const int MaxAtOnce = 64;

    /// <summary>Lines kept while nobody uses them.</summary>
    public const int MaxKept = 512;

    /// <summary>How long a request waits for its turn, at the device and in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, DeviceLine> _lines = [];
    private readonly SemaphoreSlim _atOnce = new(MaxAtOnce);

    /// <summary>How many lines there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _lines.Count;
        }
    }

    /// <summary>Waits for the turn at a device; disposing of the turn ends it.</summary>
    /// <exception cref="DeviceException">Busy where it does not come.</exception>
    public async Task<DeviceTurn> TakeAsync(DeviceRequest request, CancellationToken ct)
    {
        var url = request.Url;
        var line = Pick(new Key(url.Scheme, url.IdnHost, url.Port, request.CertificateSha256, request.Aside));
        try
        {
            // First the device: who waits for a slow one must not keep the others waiting.
            if (!await line.Turn.WaitAsync(Patience, ct))
                throw Busy(url.Host);
            if (await WaitAmongAllAsync(line, ct))
                return new DeviceTurn(line, () => PutDown(line));
            throw Busy(url.Host);
        }
        catch
        {
            Release(line);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var line in _lines.Values)
                line.Dispose();
            _lines.Clear();
        }

        _atOnce.Dispose();
    }

    private async Task<bool> WaitAmongAllAsync(DeviceLine line, CancellationToken ct)
    {
        var come = false;
        try
        {
            return come = await _atOnce.WaitAsync(Patience, ct);
        }
        finally
        {
            if (!come)
                line.Turn.Release();
        }
    }

    private DeviceLine Pick(Key key)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out var line))
            {
                DropTheLongestUnused();
                _lines[key] = line = new DeviceLine(dialer, key.Pinned);
            }

            line.Users++;
            return line;
        }
    }

    private void PutDown(DeviceLine line)
    {
        _atOnce.Release();
        line.Turn.Release();
        Release(line);
    }

    private void Release(DeviceLine line)
    {
        lock (_gate)
        {
            line.Users--;
            line.LastUsed = clock.GetTimestamp();
        }
    }

    private void DropTheLongestUnused()
    {
        if (_lines.Count < MaxKept)
            return;
        var idle = _lines.Where(entry => entry.Value.Users == 0).ToList();
        if (idle.Count == 0)
            return;
        var (key, line) = idle.MinBy(entry => entry.Value.LastUsed);
        _lines.Remove(key);
        line.Dispose();
    }

    private static DeviceException Busy(string host) =>
        new(new(DeviceFaultCode.Busy, OperatorText.Of($"Too much was asked of {host} at once. Try again in a moment.")));

    private readonly record struct Key(string Scheme, string Host, int Port, string? Pinned, bool Aside);
}

/// <summary>The turn at a device.</summary>
internal sealed class DeviceTurn(DeviceLine line, Action end) : IDisposable
{
    private Action? _end = end;

    /// <summary>The line to it.</summary>
    public DeviceLine Line => line;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
