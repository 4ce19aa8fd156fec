using System.Globalization;
using System.Security.Cryptography;
using Renci.SshNet;
using Renci.SshNet.Common;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Ssh;

/// <summary>A unit at the other end of an SSH connection.</summary>
internal sealed class SshUnitSession(
    SshChannel channel,
    Func<CancellationToken, Task<SftpClient>> openSftp,
    UnitAccess access,
    HostKeyFingerprint hostKey,
    SshOptions options,
    TimeProvider clock) : IUnitSession
{
    // Full enough that nothing of use can still be written.
    private const long NothingFree = 256 * 1024;

    // Together five seconds: longer than a busy unit takes to end a process.
    private const int MostLooks = 25;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private SftpClient? _sftp;
    private bool _sudoAsksNothing;

    /// <inheritdoc/>
    public HostKeyFingerprint HostKey => hostKey;

    /// <inheritdoc/>
    public async Task<UnitFacts> InspectAsync(UpdateProfile profile, CancellationToken ct)
    {
        var (before, asked) = (clock.GetUtcNow(), clock.GetTimestamp());
        var time = await channel.RunAsync(UnitCommands.Clock, ct);
        var roundTrip = clock.GetElapsedTime(asked);
        // The unit looked at its clock somewhere in between; the middle is the best guess.
        var offset = UnitFactsReply.ReadClock(time.Output) - (before + (roundTrip / 2));
        var reply = await channel.RunAsync(UnitCommands.Inspect(profile), null, options.FileCommandTimeout, ct);
        if (!reply.Succeeded && reply.Output.Length == 0)
            throw SshFaults.CommandFailed(OperatorText.Of($"The unit would not run a simple command: “{reply.Complaint}”."));
        return UnitFactsReply.Read(reply.Output, offset, roundTrip);
    }

    /// <inheritdoc/>
    public async Task<SudoAccess> TrySudoAsync(CancellationToken ct)
    {
        var tag = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var (reply, sudo) = await AsRootAsync(UnitCommands.TryTransient(tag), ct);
        if (reply.Succeeded)
        {
            _sudoAsksNothing = !sudo.Asked;
            return new SudoAccess(sudo.Asked ? SudoKind.Password : SudoKind.NoPassword);
        }

        return new SudoAccess(SudoKind.Refused, sudo.Refusal ?? OperatorText.Of($"systemd-run does not work as root on the unit: “{sudo.Complaint}”."));
    }

    /// <inheritdoc/>
    public async Task SendFileAsync(Stream content, string path, IProgress<long> bytesSent, CancellationToken ct)
    {
        var needed = content.CanSeek ? content.Length - content.Position : 0;
        var made = await channel.RunAsync(UnitCommands.MakeEmpty(path), ct);
        if (!made.Succeeded)
            throw await WriteFaultAsync(path, needed, OperatorText.Of($"The unit could not make the file {path}: “{made.Complaint}”."), ct);
        try
        {
            _sftp ??= await openSftp(ct);
            // While its window is full an upload waits by this limit and no other.
            _sftp.ConnectionInfo.Timeout = options.TransferStall;
            _sftp.OperationTimeout = options.TransferStall;
            await SftpTransfer.SendAsync(_sftp, content, path, bytesSent, options.TransferStall, ct);
        }
        catch (Exception cause)
        {
            DropSftp();
            if (cause is OperationCanceledException && ct.IsCancellationRequested)
                throw;
            var fault = SshFaults.WhileWorking(cause, options.TransferStall);
            // SFTP version 3 has no word for a full disk: it says "Failure" (draft-ietf-secsh-filexfer-02 §7).
            throw cause is SftpException ? await WriteFaultAsync(path, needed, fault.Fault.Message, ct) : fault;
        }
    }

    /// <inheritdoc/>
    public async Task<Sha256Digest> SyncAndHashAsync(string path, CancellationToken ct)
    {
        var limit = options.FileCommandTimeout;
        var reply = await channel.RunAsync(UnitCommands.SyncAndHash(path, limit), null, limit, ct);
        if (!reply.Succeeded)
            throw SshFaults.CommandFailed(OperatorText.Of($"The unit could not write {path} through to its disk or read it back: “{reply.Complaint}”."));
        return UnitFactsReply.DigestIn(reply.Output)
            ?? throw new DeviceException(new(DeviceFaultCode.Protocol, OperatorText.Of($"The unit gave no checksum of {path}.")));
    }

    /// <inheritdoc/>
    public async Task CopyAsync(string path, string copy, CancellationToken ct)
    {
        var limit = options.FileCommandTimeout;
        var reply = await channel.RunAsync(UnitCommands.Copy(path, copy, limit), null, limit, ct);
        if (!reply.Succeeded)
            throw await WriteFaultAsync(copy, 0, OperatorText.Of($"The unit could not copy {path} for a way back: “{reply.Complaint}”."), ct, reply.Complaint);
    }

    /// <inheritdoc/>
    public async Task ArmAsync(ArmedSwap swap, CancellationToken ct)
    {
        var (reply, sudo) = await AsRootAsync(ArmedSwapScript.CommandLine(swap, options.RecordDirectory), ct);
        if (reply.Succeeded)
            return;
        if (sudo.Refusal is { } refusal)
            throw new DeviceException(new(DeviceFaultCode.SudoRefused, refusal));
        throw SshFaults.CommandFailed(SwapRefusal.Read(sudo.Complaint, options.RecordDirectory));
    }

    /// <inheritdoc/>
    public async Task<SwapRecord> ReadSwapAsync(UpdateTargetId target, CancellationToken ct)
    {
        var reply = await channel.RunAsync(UnitCommands.ReadSwap(target, options.RecordDirectory), ct);
        if (!reply.Succeeded)
            throw SshFaults.CommandFailed(OperatorText.Of($"The unit's record of the update could not be read: “{reply.Complaint}”."));
        return SwapStateFile.Read(reply.Output, target);
    }

    /// <inheritdoc/>
    public async Task CleanUpAsync(UpdateTargetId target, UpdateProfile profile, CancellationToken ct)
    {
        var reply = await channel.RunAsync(UnitCommands.CleanUp(target, profile, options.RecordDirectory), ct);
        if (reply.ExitStatus is 75)
            throw SshFaults.CommandFailed(OperatorText.Of($"An update is at work on the unit, so nothing was cleaned up."));
        if (!reply.Succeeded)
            throw SshFaults.CommandFailed(OperatorText.Of($"Old files could not be removed from the unit: “{reply.Complaint}”."));
    }

    /// <inheritdoc/>
    public async Task<string> RecentServiceLogAsync(string serviceName, CancellationToken ct) =>
        UnitText.Lines((await channel.RunAsync(UnitCommands.ServiceLog(serviceName), ct)).Output, 16 * 1024);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        DropSftp();
        await channel.DisposeAsync();
    }

    private async Task<(CommandReply Reply, SudoReply Sudo)> AsRootAsync(string commandLine, CancellationToken ct)
    {
        if (access.UserName == "root")
        {
            var bare = await channel.RunAsync("env LC_ALL=C " + commandLine, ct);
            return (bare, new SudoReply(Asked: false, Refusal: null, bare.Complaint));
        }

        var password = _sudoAsksNothing ? null : access.Password;
        var prompt = password is null ? null : $"vics-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}:";
        // systemd-run hands its standard input to nobody, so the password ends here even where sudo does not ask for it.
        var reply = await channel.RunAsync(UnitCommands.Sudo(commandLine, prompt), password, options.CommandTimeout, ct);
        reply = reply with { Output = UnitText.Scrub(reply.Output, password), Error = UnitText.Scrub(reply.Error, password) };
        return (reply, SudoReply.Read(reply, prompt));
    }

    // Whether the disk is full is asked of the disk, after the part that filled it is gone: what it says then is what there is room for.
    private async Task<DeviceException> WriteFaultAsync(string path, long needed, OperatorText otherwise, CancellationToken ct, string said = "")
    {
        var full = await FreeBytesAsync(path, ct) < NothingFree || said.Contains("No space left", StringComparison.Ordinal);
        await channel.RunAsync(UnitCommands.Remove(path), ct);
        var free = needed > 0 ? await FreeOnceLetGoAsync(path, ct) : await FreeBytesAsync(path, ct);
        if (!full && free >= needed)
            return SshFaults.CommandFailed(otherwise);
        var megabyte = 1024 * 1024;
        return new DeviceException(new(
            DeviceFaultCode.DiskFull,
            needed > 0
                ? OperatorText.Of($"The unit's disk is full: {free / megabyte} MB are free, {(needed + megabyte - 1) / megabyte} MB are needed. Make room on the unit.")
                : OperatorText.Of($"The unit's disk is full: {free / megabyte} MB are free. Make room on the unit.")));
    }

    // The unit's sftp-server lets go of the part a moment after its channel is closed; until then the disk counts it as used, removed or not.
    private async Task<long> FreeOnceLetGoAsync(string path, CancellationToken ct)
    {
        var free = await FreeBytesAsync(path, ct);
        for (var looks = 1; looks < MostLooks && free < NothingFree; looks++)
        {
            await Task.Delay(BetweenLooks, clock, ct);
            free = await FreeBytesAsync(path, ct);
        }

        return free;
    }

    private async Task<long> FreeBytesAsync(string path, CancellationToken ct)
    {
        var reply = await channel.RunAsync(UnitCommands.FreeKilobytes(path), ct);
        return long.TryParse(reply.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : long.MaxValue;
    }

    private void DropSftp()
    {
        if (_sftp is not null)
            SshChannel.Drop(_sftp);
        _sftp = null;
    }
}
