using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vics.Infrastructure.PackageFiles;

/// <summary>Removes, when the server starts, the uploads that a crash or a power cut broke off. A failed upload tidies up after itself.</summary>
internal sealed partial class BrokenUploads(DiskPackageFiles files, TimeProvider clock, ILogger<BrokenUploads> log) : IHostedService
{
    private readonly DateTime _bornAt = clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(files.IncomingDirectory))
            return Task.CompletedTask;
        foreach (var path in Directory.EnumerateFiles(files.IncomingDirectory, "*.part"))
        {
            if (File.GetLastWriteTimeUtc(path) < _bornAt)
                Remove(path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Remove(string path)
    {
        try
        {
            // Opening it alone fails while another server on the same directory is still receiving it.
            using (File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(path);
            Log.Removed(log, path);
        }
        catch (IOException inUse)
        {
            Log.Left(log, path, inUse);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Removed the broken upload {File}")]
        public static partial void Removed(ILogger log, string file);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Left the broken upload {File} where it is: it is in use")]
        public static partial void Left(ILogger log, string file, Exception inUse);
    }
}
