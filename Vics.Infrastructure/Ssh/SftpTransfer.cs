using Renci.SshNet;

namespace Vics.Infrastructure.Ssh;

/// <summary>
/// Sends a file by SFTP. Only by <c>UploadFileAsync</c>, which keeps some two megabytes in flight: the stream API waits for an answer
/// every 32 KiB and is fifty times slower at 20 ms round trip.
/// </summary>
internal sealed class SftpTransfer(IProgress<long> sent, Action moved) : IProgress<UploadFileProgressReport>
{
    private long _most;

    /// <summary>Sends all of the stream.</summary>
    /// <exception cref="TimeoutException">No byte went over for <paramref name="stall"/>.</exception>
    public static async Task SendAsync(SftpClient client, Stream content, string path, IProgress<long> sent, TimeSpan stall, CancellationToken ct)
    {
        using var watchdog = CancellationTokenSource.CreateLinkedTokenSource(ct);
        watchdog.CancelAfter(stall);
        var progress = new SftpTransfer(sent, () => Rewind(watchdog, stall));
        var sending = Task.Run(() => client.UploadFileAsync(content, path, true, progress, watchdog.Token), CancellationToken.None);
        try
        {
            // With the window full SSH.NET does not look at its token, so this waiter does.
            await sending.WaitAsync(watchdog.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            SshChannel.Forget(sending);
            throw new TimeoutException();
        }
        catch
        {
            SshChannel.Forget(sending);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Report(UploadFileProgressReport value)
    {
        var bytes = (long)value.TotalBytesUploaded;
        // Reports come from several threads, the later ones sometimes first.
        long seen;
        do
        {
            seen = Volatile.Read(ref _most);
            if (bytes <= seen)
                return;
        }
        while (Interlocked.CompareExchange(ref _most, bytes, seen) != seen);

        moved();
        sent.Report(bytes);
    }

    private static void Rewind(CancellationTokenSource watchdog, TimeSpan stall)
    {
        try
        {
            watchdog.CancelAfter(stall);
        }
        catch (ObjectDisposedException)
        {
            // A report that came after the end.
        }
    }
}
