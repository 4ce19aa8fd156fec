using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Vics.Domain.Packages;

namespace Vics.Infrastructure.PackageFiles;

/// <summary>
/// The packages' files in the data directory: <c>packages/&lt;id&gt;</c>, and <c>packages/incoming/&lt;random&gt;.part</c> while they arrive.
/// Both lie in one filesystem, so a file becomes a package by a rename, whole or not at all. Nothing a user typed is part of a path.
/// </summary>
internal sealed class DiskPackageFiles(DataDirectory data) : IPackageFiles
{
    // Few large writes: a request body comes in pieces of some KiB.
    private const int BufferBytes = 256 * 1024;
    private readonly string _directory = data.Packages;

    /// <summary>Where files arrive.</summary>
    public string IncomingDirectory => Path.Combine(_directory, "incoming");

    /// <inheritdoc/>
    public async Task<IReceivedFile> ReceiveAsync(Stream content, long maxBytes, CancellationToken ct)
    {
        PrivateDirectory.Ensure(IncomingDirectory);
        var path = Path.Combine(IncomingDirectory, Path.ChangeExtension(Path.GetRandomFileName(), ".part"));
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
        try
        {
            var (sha256, size) = await CopyAsync(content, file, maxBytes, ct);
            return new ReceivedFile(this, path, file, sha256, size);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public Stream OpenRead(PackageId id)
    {
        try
        {
            return new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (DirectoryNotFoundException gone)
        {
            throw new FileNotFoundException(gone.Message, gone);
        }
    }

    /// <inheritdoc/>
    public void Delete(PackageId id)
    {
        if (Directory.Exists(_directory))
            File.Delete(PathOf(id));
    }

    private static async Task<(Sha256Digest Sha256, long Size)> CopyAsync(Stream content, SafeFileHandle file, long maxBytes, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long size = 0;
            while (true)
            {
                // One byte more than allowed is enough to know; the rest is not even read.
                var room = (int)Math.Min(buffer.Length, maxBytes - size + 1);
                var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, room), room, throwOnEndOfStream: false, ct);
                if (size + count > maxBytes)
                    throw new PackageTooLargeException(maxBytes);
                hash.AppendData(buffer, 0, count);
                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), size, ct);
                size += count;
                if (count < room)
                    return (Sha256Digest.FromHash(hash.GetHashAndReset()), size);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(PackageId id) => Path.Combine(_directory, id.Value.ToString("D"));

    private sealed class ReceivedFile(DiskPackageFiles files, string path, SafeFileHandle file, Sha256Digest sha256, long sizeBytes) : IReceivedFile
    {
        private bool _kept;

        public Sha256Digest Sha256 => sha256;

        public long SizeBytes => sizeBytes;

        public async Task KeepAsync(PackageId id, CancellationToken ct)
        {
            // The name must not appear before the content is safe. Waiting for a disk may take seconds: not on the request's thread.
            await Task.Run(() => RandomAccess.FlushToDisk(file), ct);
            file.Dispose();
            File.Move(path, files.PathOf(id), overwrite: false);
            _kept = true;
        }

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            if (!_kept)
                File.Delete(path);
            return ValueTask.CompletedTask;
        }
    }
}
