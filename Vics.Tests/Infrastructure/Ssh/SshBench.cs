using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Infrastructure.Network;
using Vics.Infrastructure.Ssh;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>What the tests of the SSH adapter do again and again: sign in to a unit of the lab, put files in place, arm, wait.</summary>
internal static class SshBench
{
    /// <summary>Impatient, so that tests are short.</summary>
    public static readonly UpdateProfile Profile = new()
    {
        Id = UpdateProfileId.From(Guid.CreateVersion7()),
        Name = "Lab",
        StopTimeoutSeconds = 10,
        StartTimeoutSeconds = 4,
        SettleSeconds = 1,
    };

    public static UpdateTargetId NewTarget() => UpdateTargetId.From(Guid.CreateVersion7());

    public static IUnitConnector Connector(SshOptions? options = null) =>
        new SshUnitConnector(new DeviceDialer(AllowedNetworks.Default), Options.Create(options ?? new SshOptions()), TimeProvider.System, NullLogger<SshUnitConnector>.Instance);

    public static UnitAccess AccessTo(LabUnit unit) => new()
    {
        Host = unit.Address,
        Port = unit.SshPort,
        UserName = unit.UserName,
        Authentication = Authentication.Password,
        Password = new Secret(unit.Password),
    };

    public static Task<IUnitSession> ConnectAsync(LabUnit unit, CancellationToken ct, SshOptions? options = null) =>
        Connector(options).ConnectAsync(AccessTo(unit), ct);

    /// <summary>Asserts that the adapter says what is wrong in the domain's words.</summary>
    public static async Task<DeviceFault> FaultOfAsync(Func<Task> act, DeviceFaultCode code)
    {
        var thrown = await Assert.ThrowsAsync<DeviceException>(act);
        Assert.True(code == thrown.Fault.Code, thrown.ToString());
        Assert.EndsWith(".", thrown.Fault.Message.ToString(), StringComparison.Ordinal);
        return thrown.Fault;
    }

    /// <summary>All that comes before the swap: the new file beside the old one, and a copy of that.</summary>
    public static async Task<ArmedSwap> StageAsync(IUnitSession session, byte[] program, CancellationToken ct, UpdateProfile? profile = null)
    {
        profile ??= Profile;
        var target = NewTarget();
        var path = StagedFiles.NewFile(profile.TargetPath, target);
        await session.SendFileAsync(new MemoryStream(program), path, new Progress<long>(), ct);
        var sent = await session.SyncAndHashAsync(path, ct);
        Assert.Equal(Sha256Digest.FromHash(SHA256.HashData(program)), sent);
        var old = await session.SyncAndHashAsync(profile.TargetPath, ct);
        var backup = StagedFiles.Backup(profile.TargetPath, old, DateTimeOffset.UtcNow);
        await session.CopyAsync(profile.TargetPath, backup, ct);
        return new ArmedSwap
        {
            Target = target,
            Profile = profile,
            NewPath = path,
            NewSha256 = sent,
            BackupPath = backup,
            OldSha256 = old,
            ApiPort = 9080,
        };
    }

    /// <summary>Reads the unit's record until the unit has finished.</summary>
    public static async Task<SwapRecord> WaitForEndAsync(IUnitSession session, UpdateTargetId target, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var record = await session.ReadSwapAsync(target, limit.Token);
            if (!record.Running)
                return record;
            await Task.Delay(100, limit.Token);
        }
    }

    public static string Describe(SwapRecord record) => string.Join('\n', record.Events.Select(e => $"{e.UnitTime.TotalSeconds:F2} {e.Phase} {e.Detail}"));

    public static void AssertEndsAs(SwapPhase phase, SwapRecord record) =>
        Assert.True(record.IsFinal && record.Events[^1].Phase == phase, Describe(record));

    /// <summary>Makes the recorder stop and start slowly, so that there is time to hit a phase.</summary>
    public static Task<string> SlowDownAsync(LabUnit unit, CancellationToken ct, string stop = "ExecStop=/bin/sleep 0.7") =>
        unit.RunAsync($"mkdir -p /run/systemd/system/mivicsd.service.d; printf '[Service]\\n{stop}\\nExecStartPre=/bin/sleep 0.7\\n' >/run/systemd/system/mivicsd.service.d/slow.conf; systemctl daemon-reload", ct);
}
