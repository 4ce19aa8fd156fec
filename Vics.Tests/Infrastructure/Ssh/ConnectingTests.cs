using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure.Ssh;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Infrastructure.Ssh;

/// <summary>Signing in to real units, and every way it can go wrong.</summary>
public sealed class ConnectingTests(LabFixture lab)
{
    private static readonly SshOptions Impatient = new() { ConnectTimeoutSeconds = 2, CommandTimeoutSeconds = 2 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_no_unit_may_have_is_not_connected_to()
    {
        var access = new UnitAccess { Host = "169.254.169.254", Port = 22, UserName = "mirero", Authentication = Authentication.Password, Password = new Secret("p") };
        await SshBench.FaultOfAsync(() => SshBench.Connector().ConnectAsync(access, Ct), DeviceFaultCode.AddressNotAllowed);
    }

    [Fact]
    public async Task A_password_full_of_quotes_and_Korean_letters_signs_in_and_the_key_is_reported()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        Assert.Equal(await lease.Unit.HostKeyFingerprintAsync(Ct), session.HostKey.ToString());
        Assert.Equal("ssh-ed25519", session.HostKey.Algorithm);
    }

    [Fact]
    public async Task A_unit_that_asks_by_keyboard_interactive_is_answered()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await SetSshdAsync(lease.Unit, "PasswordAuthentication no\\nKbdInteractiveAuthentication yes\\nUsePAM yes");
        await using (await SshBench.ConnectAsync(lease.Unit, Ct))
        {
        }

        await SetSshdAsync(lease.Unit, "PasswordAuthentication no\\nKbdInteractiveAuthentication no");
        var fault = await SshBench.FaultOfAsync(() => SshBench.ConnectAsync(lease.Unit, Ct), DeviceFaultCode.Authentication);
        await SetSshdAsync(lease.Unit, "");
        Assert.Contains("does not let anybody sign in by password", fault.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await SetSshdAsync(lease.Unit, "PasswordAuthentication yes\\nKbdInteractiveAuthentication yes\\nUsePAM yes");
        var access = SshBench.AccessTo(lease.Unit) with { Password = new Secret("wrong") };
        await SshBench.FaultOfAsync(() => SshBench.Connector().ConnectAsync(access, Ct), DeviceFaultCode.Authentication);
        var tries = await lease.Unit.RunAsync("journalctl --sync; journalctl -q -b --since -20s | grep -c 'Failed .* for mirero' || true", Ct);
        await SetSshdAsync(lease.Unit, "");
        Assert.Equal("1\n", tries);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("pass 'phrase\" 한글")]
    public async Task A_private_key_signs_in_and_a_bad_one_is_told(string? passphrase)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var key = await lease.Unit.TryRunAsync(
            "read -r pass; mkdir -p ~mirero/.ssh; cd ~mirero/.ssh; ssh-keygen -q -t ed25519 -N \"$pass\" -f id; cp id.pub authorized_keys; chown -R mirero: .; cat id",
            System.Text.Encoding.UTF8.GetBytes(passphrase + "\n"),
            Ct);
        var access = SshBench.AccessTo(lease.Unit) with
        {
            Authentication = Authentication.PrivateKey,
            PrivateKey = new Secret(key.Output.Replace("\n", "\r\n", StringComparison.Ordinal)),
            Passphrase = passphrase is null ? null : new Secret(passphrase),
        };
        await using (var session = await SshBench.Connector().ConnectAsync(access, Ct))
            Assert.Equal(SudoKind.Password, (await session.TrySudoAsync(Ct)).Kind);
        await using (var session = await SshBench.Connector().ConnectAsync(access with { Password = null }, Ct))
        {
            var sudo = await session.TrySudoAsync(Ct);
            Assert.Equal(SudoKind.Refused, sudo.Kind);
            Assert.Contains("none is stored", sudo.Reason!.ToString(), StringComparison.Ordinal);
        }

        UnitAccess[] bad =
        [
            access with { PrivateKey = new Secret("nonsense") },
            access with { PrivateKey = new Secret(key.Output[..200]) },
            access with { PrivateKey = null },
            .. passphrase is null ? [] : new[] { access with { Passphrase = null }, access with { Passphrase = new Secret("wrong") } },
        ];
        foreach (var attempt in bad)
            await SshBench.FaultOfAsync(() => SshBench.Connector().ConnectAsync(attempt, Ct), DeviceFaultCode.Authentication);
        await lease.Unit.RunAsync("rm ~mirero/.ssh/authorized_keys", Ct);
        var refused = await SshBench.FaultOfAsync(() => SshBench.Connector().ConnectAsync(access, Ct), DeviceFaultCode.Authentication);
        Assert.Contains("authorized_keys", refused.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_host_key_ends_the_connection_before_anything_is_sent()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        HostKeyFingerprint pinned;
        await using (var session = await SshBench.ConnectAsync(lease.Unit, Ct))
            pinned = session.HostKey;
        var access = SshBench.AccessTo(lease.Unit) with { PinnedKey = pinned };
        await using (await SshBench.Connector().ConnectAsync(access, Ct))
        {
        }

        await lease.Unit.ReplaceHostKeyAsync(Ct);
        var fault = await SshBench.FaultOfAsync(() => SshBench.Connector().ConnectAsync(access, Ct), DeviceFaultCode.HostKeyChanged);

        Assert.Contains(pinned.ToString(), fault.Message.ToString(), StringComparison.Ordinal);
        Assert.Contains(await lease.Unit.HostKeyFingerprintAsync(Ct), fault.Message.ToString(), StringComparison.Ordinal);
        var log = await lease.Unit.RunAsync("journalctl --sync; journalctl -q -t sshd --since -10s -o cat", Ct);
        Assert.DoesNotContain("for mirero from", log[log.LastIndexOf("Server listening", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rsa", "ssh-rsa")]
    [InlineData("ecdsa", "ecdsa-sha2-nistp256")]
    [InlineData("ed25519", "ssh-ed25519")]
    public async Task The_pinned_kind_of_key_is_asked_for_where_a_unit_has_several(string kind, string algorithm)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await SetSshdAsync(lease.Unit, "HostKey /tmp/key_rsa\\nHostKey /tmp/key_ecdsa\\nHostKey /tmp/key_ed25519");
        await lease.Unit.RunAsync("cd /tmp; for k in rsa ecdsa ed25519; do ssh-keygen -q -t $k -N '' -f key_$k; done; systemctl restart ssh", Ct);
        var shown = (await lease.Unit.RunAsync($"ssh-keygen -l -f /tmp/key_{kind}.pub", Ct)).Split(' ')[1];
        Assert.True(HostKeyFingerprint.TryParse(shown, out var bare));
        try
        {
            var access = SshBench.AccessTo(lease.Unit);
            await using (var session = await SshBench.Connector().ConnectAsync(access with { PinnedKey = bare with { Algorithm = algorithm } }, Ct))
                Assert.Equal((algorithm, bare.Sha256), (session.HostKey.Algorithm, session.HostKey.Sha256));
            // As typed by a person: without the kind.
            await using (var session = await SshBench.Connector().ConnectAsync(access with { PinnedKey = bare }, Ct))
                Assert.Equal((algorithm, bare.Sha256), (session.HostKey.Algorithm, session.HostKey.Sha256));
        }
        finally
        {
            await SetSshdAsync(lease.Unit, "");
        }
    }

    [Fact]
    public async Task What_cannot_be_reached_is_told_apart()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var access = SshBench.AccessTo(lease.Unit);
        var connector = SshBench.Connector(Impatient);

        var closed = await SshBench.FaultOfAsync(() => connector.ConnectAsync(access with { Port = 22022 }, Ct), DeviceFaultCode.Unreachable);
        Assert.Contains("22022", closed.Message.ToString(), StringComparison.Ordinal);
        await SshBench.FaultOfAsync(() => connector.ConnectAsync(access with { Host = "no-such-host.invalid" }, Ct), DeviceFaultCode.Unreachable);
        // A recorder's port: it waits for a question, as we do.
        await SshBench.FaultOfAsync(() => connector.ConnectAsync(access with { Port = lease.Unit.ApiPort }, Ct), DeviceFaultCode.Timeout);
    }

    [Fact]
    public async Task Something_else_than_SSH_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var access = new UnitAccess { Host = "127.0.0.1", Port = port, UserName = "x", Authentication = Authentication.Password, Password = new Secret("x") };
        foreach (var (greeting, code) in new[] { ("HTTP/1.1 400 Bad Request\r\n\r\n", DeviceFaultCode.Unreachable), ("", DeviceFaultCode.Unreachable), ("SSH-1.5-old\r\n", DeviceFaultCode.Protocol) })
        {
            var connecting = SshBench.FaultOfAsync(() => SshBench.Connector(Impatient).ConnectAsync(access, Ct), code);
            using (var visitor = await listener.AcceptSocketAsync(Ct))
            {
                await visitor.SendAsync(System.Text.Encoding.ASCII.GetBytes(greeting), Ct);
                await visitor.DisconnectAsync(false, Ct);
            }

            await connecting;
        }
    }

    [Fact]
    public async Task A_silent_unit_is_given_up_within_the_limit_whether_connecting_or_connected()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct, Impatient);
        await lease.Unit.FreezeAsync(Ct);
        var clock = Stopwatch.StartNew();

        await SshBench.FaultOfAsync(() => session.RecentServiceLogAsync("mivicsd.service", Ct), DeviceFaultCode.Timeout);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 5);
        clock.Restart();
        await SshBench.FaultOfAsync(() => SshBench.ConnectAsync(lease.Unit, Ct, Impatient), DeviceFaultCode.Timeout);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 5);
        // Once walked away from, a connection is not used again.
        clock.Restart();
        await SshBench.FaultOfAsync(() => session.RecentServiceLogAsync("mivicsd.service", Ct), DeviceFaultCode.Unreachable);
        Assert.True(clock.Elapsed.TotalSeconds < 1);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once_and_is_no_fault_of_the_unit()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        await lease.Unit.FreezeAsync(Ct);
        using var cancel = new CancellationTokenSource(300);
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.RecentServiceLogAsync("mivicsd.service", cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SshBench.ConnectAsync(lease.Unit, cancel.Token));
        Assert.True(clock.Elapsed.TotalSeconds < 2, clock.Elapsed.ToString());
    }

    [Fact]
    public async Task A_connection_that_breaks_is_away()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);
        var asking = session.SyncAndHashAsync("/dev/stdin", Ct);
        await lease.Unit.StopSshdAsync(Ct);
        await Assert.ThrowsAsync<DeviceException>(() => asking);
        await SshBench.FaultOfAsync(() => session.SyncAndHashAsync("/home/mirero/VICS", Ct), DeviceFaultCode.Unreachable);
        await lease.Unit.StartSshdAsync(Ct);
    }

    [Fact]
    public async Task A_look_at_a_unit_tells_its_facts()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);

        var facts = await session.InspectAsync(SshBench.Profile, Ct);

        Assert.StartsWith("Debian GNU/Linux", facts.OperatingSystem, StringComparison.Ordinal);
        Assert.Equal("x86_64", facts.Architecture);
        Assert.True(facts.RunsSystemd && facts.ServiceExists && facts.DirectoryWritable && facts.SameFilesystem && facts.CanProbe, facts.ToString());
        Assert.Equal((ServiceState.Active, TargetFileKind.File, 4096L), (facts.ServiceState, facts.TargetKind, facts.InstalledBytes));
        Assert.Equal(await lease.Unit.InstalledSha256Async(Ct), facts.InstalledSha256?.Hex);
        Assert.InRange(facts.FreeBytes, 1_000_000, 314_572_800);
        Assert.InRange(facts.ClockOffset.TotalSeconds, -1, 1);
        Assert.InRange(facts.RoundTrip.TotalSeconds, 0.0001, 5);

        var strange = await session.InspectAsync(SshBench.Profile with { TargetPath = "/etc/no such 파일", ServiceName = "nothing.service" }, Ct);
        Assert.Equal((TargetFileKind.Missing, false, false), (strange.TargetKind, strange.ServiceExists, strange.DirectoryWritable));
        await lease.Unit.RunAsync("cd /home/mirero; mv VICS VICS.real; touch VICS; mount --bind VICS.real VICS", Ct);
        var bound = await session.InspectAsync(SshBench.Profile, Ct);
        await lease.Unit.RunAsync("cd /home/mirero; umount VICS; mv VICS.real VICS", Ct);
        Assert.False(bound.SameFilesystem);
    }

    [Theory]
    [InlineData(SudoRule.Password, SudoKind.Password, "")]
    [InlineData(SudoRule.NoPassword, SudoKind.NoPassword, "")]
    [InlineData(SudoRule.Refused, SudoKind.Refused, "does not let the account")]
    [InlineData(SudoRule.RequireTty, SudoKind.Refused, "requiretty")]
    public async Task What_sudo_allows_is_found_out(SudoRule rule, SudoKind kind, string reason)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.SetSudoAsync(rule, Ct);
        await using var session = await SshBench.ConnectAsync(lease.Unit, Ct);

        var sudo = await session.TrySudoAsync(Ct);

        Assert.Equal(kind, sudo.Kind);
        Assert.Contains(reason, sudo.Reason?.ToString() ?? "", StringComparison.Ordinal);
        if (kind is SudoKind.Refused)
        {
            var swap = await SshBench.StageAsync(session, RecorderProgram.Create("2.0.0"), Ct);
            await SshBench.FaultOfAsync(() => session.ArmAsync(swap, Ct), DeviceFaultCode.SudoRefused);
        }
    }

    [Fact]
    public async Task Sudo_for_other_commands_only_and_a_wrong_password_for_sudo_are_told()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        await using var session = await SshBench.ConnectAsync(unit, Ct);
        await unit.RunAsync("echo 'mirero ALL=(root) /usr/bin/systemctl' >/etc/sudoers.d/mirero", Ct);
        var other = await session.TrySudoAsync(Ct);
        await unit.SetSudoAsync(SudoRule.Password, Ct);
        await unit.TryRunAsync("chpasswd", "mirero:changed in between\n"u8.ToArray(), Ct);
        var wrong = await session.TrySudoAsync(Ct);
        Assert.Equal((SudoKind.Refused, SudoKind.Refused), (other.Kind, wrong.Kind));
        Assert.Contains("systemd-run", other.Reason!.ToString(), StringComparison.Ordinal);
        Assert.Contains("did not take the stored password", wrong.Reason!.ToString(), StringComparison.Ordinal);
    }

    private static async Task SetSshdAsync(LabUnit unit, string lines)
    {
        await unit.RunAsync($"printf '{lines}\\n' >/etc/ssh/sshd_config.d/00-test.conf; systemctl restart ssh", Ct);
        await unit.StartSshdAsync(Ct);
    }
}
