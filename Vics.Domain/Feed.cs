using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Vics.Domain;

/// <summary>Tells whoever listens what happens. A listener that lags loses the oldest news, never holds up who tells them.</summary>
public class Feed<TNews>
    where TNews : class
{
    private const int Backlog = 1024;
    private readonly Lock _gate = new();
    private readonly List<Channel<TNews>> _listeners = [];

    /// <summary>Passes news on.</summary>
    public virtual void Publish(TNews news)
    {
        lock (_gate)
        {
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(news);
        }
    }

    /// <summary>Listens from now on; listening has begun when this returns, not only at the first read.</summary>
    public Listener<TNews> Listen()
    {
        var channel = Channel.CreateBounded<TNews>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
            _listeners.Add(channel);
        return new Listener<TNews>(channel.Reader, () =>
        {
            lock (_gate)
                _listeners.Remove(channel);
        });
    }
}

/// <summary>An ear on a feed, until it is disposed.</summary>
public sealed class Listener<TNews>(ChannelReader<TNews> news, Action stop) : IDisposable
    where TNews : class
{
    /// <summary>The next news, or null where none came for as long as <paramref name="patience"/>.</summary>
    public async Task<TNews?> NextAsync(TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        if (news.TryRead(out var waiting))
            return waiting;
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await news.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The next news, where some is waiting.</summary>
    public bool TryNext([NotNullWhen(true)] out TNews? waiting) => news.TryRead(out waiting);

    /// <inheritdoc/>
    public void Dispose() => stop();
}
