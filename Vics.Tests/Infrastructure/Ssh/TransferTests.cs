using System.Diagnostics;
using System.Security.Cryptography;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Ssh;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>Files on their way to real units.</summary>
public sealed class TransferTests(LabFixture lab, ITestOutputHelper output)
{
    private const string Path = "/home/mirero/VICS.vics-new-1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_arrives_whole_for_nobody_else_to_read_and_its_progress_only_grows()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var file = RandomNumberGenerator.GetBytes(20_000_000);
        var progress = new Recorded();
        await lease.Unit.RunAsync($"head -c 30000000 /dev/zero >{Path}; chmod 666 {Path}; chown mirero: {Path}", Ct);

        var clock = Stopwatch.StartNew();
        await session.SendFileAsync(new MemoryStream(file), Path, progress, Ct);
        output.WriteLine($"{file.Length / clock.Elapsed.TotalSeconds / 1e6:F0} MB/s with sign-in");

        Assert.Equal(Sha256Digest.FromHash(SHA256.HashData(file)), await session.SyncAndHashAsync(Path, Ct));
        Assert.Equal("mirero 600 20000000\n", await lease.Unit.RunAsync($"stat -c '%U %a %s' {Path}", Ct));
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(file.Length, progress.Values[^1]);
    }

    [Fact]
    public async Task A_name_with_anything_in_it_is_only_a_name()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        const string odd = "/home/mirero/VI CS'\"$(touch pwned)`touch pwned`; touch pwned;\\n 한글";
        await session.SendFileAsync(new MemoryStream([1, 2, 3]), odd, new Recorded(), Ct);
        await session.CopyAsync(odd, odd + "2", Ct);
        Assert.Equal(await session.SyncAndHashAsync(odd, Ct), await session.SyncAndHashAsync(odd + "2", Ct));
        Assert.Equal("VICS\n", await lease.Unit.RunAsync("rm -f /home/mirero/'VI CS'*; ls /home/mirero", Ct));
    }

    [Fact]
    public async Task A_full_disk_is_told_with_what_is_free_and_what_is_needed_and_nothing_is_left_behind()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        await lease.Unit.FillDiskAsync(5 * 1024 * 1024, Ct);

        var fault = await SshBench.FaultOfAsync(
            () => session.SendFileAsync(new MemoryStream(new byte[20 * 1024 * 1024]), Path, new Recorded(), Ct), DeviceFaultCode.DiskFull);

        Assert.Contains("5 MB are free, 20 MB are needed", fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Equal("VICS\n", await lease.Unit.RunAsync("ls /home/mirero", Ct));
        await lease.Unit.FillDiskAsync(2048, Ct);
        await SshBench.FaultOfAsync(() => session.CopyAsync("/home/mirero/VICS", "/home/mirero/VICS.copy", Ct), DeviceFaultCode.DiskFull);
        Assert.Equal("VICS\n", await lease.Unit.RunAsync("ls /home/mirero", Ct));
    }

    [Fact]
    public async Task A_directory_that_may_not_be_written_is_told()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var fault = await SshBench.FaultOfAsync(() => session.SendFileAsync(new MemoryStream([1]), "/etc/VICS", new Recorded(), Ct), DeviceFaultCode.CommandFailed);
        Assert.Contains("Permission denied", fault.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transfer_on_which_no_byte_moves_is_given_up()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var line = SlowLine.Start(lease.Unit, bytesPerSecond: 4_000_000);
        var access = SshBench.AccessTo(lease.Unit) with { Host = line.Address, Port = line.Port };
        await using var session = await SshBench.Connector(new SshOptions { TransferStallSeconds = 2 }).ConnectAsync(access, Ct);
        var progress = new Recorded();
        var sending = SshBench.FaultOfAsync(() => session.SendFileAsync(new MemoryStream(new byte[20_000_000]), Path, progress, Ct), DeviceFaultCode.Timeout);
        await LabShell.UntilAsync("bytes to go over", TimeSpan.FromSeconds(10), _ => Task.FromResult(progress.Values.Count > 5), Ct);
        var clock = Stopwatch.StartNew();
        line.Become(LineState.BlackHole);
        await sending;
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 6);
    }

    [Fact]
    public async Task A_transfer_that_is_cut_is_away_and_one_that_is_cancelled_stops_at_once()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var line = SlowLine.Start(lease.Unit, bytesPerSecond: 4_000_000);
        var access = SshBench.AccessTo(lease.Unit) with { Host = line.Address, Port = line.Port };
        await using (var session = await SshBench.Connector().ConnectAsync(access, Ct))
        {
            line.CutAfter(4_000_000);
            await SshBench.FaultOfAsync(() => session.SendFileAsync(new MemoryStream(new byte[20_000_000]), Path, new Recorded(), Ct), DeviceFaultCode.Unreachable);
        }

        await using var again = await SshBench.Connector().ConnectAsync(access, Ct);
        using var cancel = new CancellationTokenSource();
        var progress = new Recorded();
        var sending = again.SendFileAsync(new MemoryStream(new byte[20_000_000]), Path, progress, cancel.Token);
        await LabShell.UntilAsync("bytes to go over", TimeSpan.FromSeconds(10), _ => Task.FromResult(progress.Values.Count > 5), Ct);
        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(clock.Elapsed.TotalSeconds < 1);
    }

    [Fact]
    public async Task Cleaning_up_keeps_the_newest_backups_and_what_is_not_ours()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        var target = SshBench.NewTarget();
        var files = new[] { 1, 2, 3, 4 }.Select(day => StagedFiles.BackupPrefix(unit.ProgramPath) + $"2026010{day}T000000Z-0123456789ab").ToArray();
        await unit.RunAsync($"touch {string.Join(' ', files)} /home/mirero/VICS.vics-backup-mine {StagedFiles.NewFile(unit.ProgramPath, target)}", Ct);

        await session.CleanUpAsync(target, SshBench.Profile with { BackupsKept = 2 }, Ct);
        Assert.Equal(
            string.Concat(["VICS\n", .. files[2..].Select(file => System.IO.Path.GetFileName(file) + "\n"), "VICS.vics-backup-mine\n"]),
            await unit.RunAsync("ls /home/mirero", Ct));
        await session.CleanUpAsync(target, SshBench.Profile with { BackupsKept = 0 }, Ct);
        await session.CleanUpAsync(target, SshBench.Profile, Ct);
        Assert.Equal("VICS\nVICS.vics-backup-mine\n", await unit.RunAsync("ls /home/mirero", Ct));
    }

    private sealed class Recorded : IProgress<long>
    {
        private readonly List<long> _values = [];

        public IReadOnlyList<long> Values
        {
            get
            {
                lock (_values)
                    return [.. _values];
            }
        }

        public void Report(long value)
        {
            lock (_values)
                _values.Add(value);
        }
    }
}
