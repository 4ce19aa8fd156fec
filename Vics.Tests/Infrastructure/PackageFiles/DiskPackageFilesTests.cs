using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Infrastructure.PackageFiles;
using Vics.Tests.Infrastructure.Persistence;
using Xunit;

namespace Vics.Tests.Infrastructure.PackageFiles;

public sealed class DiskPackageFilesTests : IAsyncDisposable
{
    private const long Plenty = 1L << 30;
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IPackageFiles Files => _stores.The<IPackageFiles>();

    private DiskPackageFiles Disk => _stores.The<DiskPackageFiles>();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(3_000_000)]
    public async Task What_comes_in_is_kept_as_it_came_with_its_checksum(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var id = EntityId.New<PackageId>(_stores.Now);
        await using (var file = await Files.ReceiveAsync(new Trickle(content), Plenty, Ct))
        {
            Assert.Equal(size, file.SizeBytes);
            Assert.Equal(Sha256Digest.FromHash(SHA256.HashData(content)), file.Sha256);
            await file.KeepAsync(id, Ct);
        }

        await using var kept = Files.OpenRead(id);
        Assert.True(kept.CanSeek);
        using var read = new MemoryStream();
        await kept.CopyToAsync(read, Ct);
        Assert.Equal(content, read.ToArray());
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task What_is_not_kept_is_gone()
    {
        await using (await Files.ReceiveAsync(new MemoryStream([1, 2, 3]), Plenty, Ct))
            Assert.Single(Incoming());

        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(() => Files.ReceiveAsync(new Trickle(new byte[500_000], breaksAt: 400_000), Plenty, Ct));

        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing_behind()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var stream = new Trickle(new byte[500_000], onRead: position =>
        {
            if (position > 300_000)
                cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Files.ReceiveAsync(stream, Plenty, cancel.Token));

        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task One_byte_too_many_leaves_nothing_behind_and_the_rest_is_not_read()
    {
        var stream = new Trickle(new byte[10_000_000]);

        var tooLarge = await Assert.ThrowsAsync<PackageTooLargeException>(() => Files.ReceiveAsync(stream, 300_000, Ct));

        Assert.Equal(300_000, tooLarge.MaxBytes);
        Assert.Equal(300_001, stream.Position);
        Assert.Empty(Incoming());
        await using var allowed = await Files.ReceiveAsync(new Trickle(new byte[300_000]), 300_000, Ct);
        Assert.Equal(300_000, allowed.SizeBytes);
    }

    [Fact]
    public async Task A_package_that_is_gone_from_the_disk_is_not_found()
    {
        var id = EntityId.New<PackageId>(_stores.Now);
        Assert.Throws<FileNotFoundException>(() => Files.OpenRead(id));
        Files.Delete(id);

        await using (var file = await Files.ReceiveAsync(new MemoryStream([1]), Plenty, Ct))
            await file.KeepAsync(id, Ct);
        Files.Delete(id);

        Assert.Throws<FileNotFoundException>(() => Files.OpenRead(id));
    }

    [Fact]
    public async Task A_package_can_be_removed_while_it_is_read()
    {
        var id = EntityId.New<PackageId>(_stores.Now);
        await using (var file = await Files.ReceiveAsync(new MemoryStream([1, 2, 3]), Plenty, Ct))
            await file.KeepAsync(id, Ct);
        await using var reading = Files.OpenRead(id);

        Files.Delete(id);

        Assert.Equal(3, await reading.ReadAtLeastAsync(new byte[3], 3, cancellationToken: Ct));
    }

    [Fact]
    public async Task What_a_crash_left_is_removed_at_the_next_start_and_what_is_under_way_stays()
    {
        Directory.CreateDirectory(Disk.IncomingDirectory);
        var (old, busy) = (Path.Combine(Disk.IncomingDirectory, "old.part"), Path.Combine(Disk.IncomingDirectory, "busy.part"));
        await File.WriteAllBytesAsync(old, [1], Ct);
        await File.WriteAllBytesAsync(busy, [1], Ct);
        foreach (var path in new[] { old, busy })
            File.SetLastWriteTimeUtc(path, _stores.Now.UtcDateTime.AddHours(-1));
        using var receiving = File.OpenHandle(busy, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await using var upload = await Files.ReceiveAsync(new MemoryStream([1]), Plenty, Ct);
        File.SetLastWriteTimeUtc(Incoming().Single(path => path != old && path != busy), _stores.Now.UtcDateTime.AddMinutes(1));

        await _stores.The<IEnumerable<IHostedService>>().OfType<BrokenUploads>().Single().StartAsync(Ct);

        Assert.Equal(2, Incoming().Length);
        Assert.DoesNotContain(old, Incoming());
    }

    private string[] Incoming() => Directory.Exists(Disk.IncomingDirectory) ? Directory.GetFiles(Disk.IncomingDirectory) : [];

    /// <summary>A body as a network brings it: in small pieces, and not always to its end.</summary>
    private sealed class Trickle(byte[] content, int breaksAt = int.MaxValue, Action<long>? onRead = null) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Position >= breaksAt)
                throw new IOException("The client went away.");
            onRead?.Invoke(Position);
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, 10_007)], cancellationToken);
        }
    }
}
