using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Renci.SshNet;
using Renci.SshNet.Common;
using Xunit;

namespace Vics.Tests.Lab;

/// <summary>The lab is what it says it is: what other tests prove, they prove against real systems.</summary>
public sealed class LabTests(LabFixture lab)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unit_boots_systemd_and_answers_ssh()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;

        Assert.Equal("systemd\n", await unit.RunAsync("cat /proc/1/comm", Ct));
        Assert.Equal("running\n", await unit.RunAsync("systemctl is-system-running --wait", Ct));
        using var ssh = await ConnectAsync(unit);
        Assert.Equal($"{unit.Name} mirero\n", await RunAsync(ssh, "echo $(cat /etc/hostname) $(id -un)"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await Assert.ThrowsAsync<SshAuthenticationException>(() => ConnectAsync(lease.Unit, password: "wrong"));
    }

    [Fact]
    public async Task Sudo_asks_for_the_password_and_takes_it_from_standard_input()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        using var ssh = await ConnectAsync(lease.Unit);

        Assert.Equal(1, (await SudoAsync(ssh, "sudo -n id -u", "")).ExitCode);
        Assert.Equal(1, (await SudoAsync(ssh, "sudo -S -p '' id -u", "wrong")).ExitCode);
        var right = await SudoAsync(ssh, "sudo -S -p '' id -u", lease.Unit.Password);
        Assert.Equal((0, "0\n"), (right.ExitCode, right.Output));
    }

    [Fact]
    public async Task The_sudo_rule_of_a_unit_can_be_changed()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        using var ssh = await ConnectAsync(unit);

        await unit.SetSudoAsync(SudoRule.NoPassword, Ct);
        Assert.Equal("0\n", (await SudoAsync(ssh, "sudo -n id -u", "")).Output);
        await unit.SetSudoAsync(SudoRule.Refused, Ct);
        Assert.Contains("not in the sudoers file", (await SudoAsync(ssh, "LC_ALL=C sudo -S -p '' id -u", unit.Password)).Error, StringComparison.Ordinal);
        await unit.SetSudoAsync(SudoRule.RequireTty, Ct);
        Assert.Contains("must have a tty", (await SudoAsync(ssh, "LC_ALL=C sudo -S -p '' id -u", unit.Password)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_camera_list_wants_digest_and_answers_with_it()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var path = new Uri("/vapi/GetCamList", UriKind.Relative);

        using var stranger = new HttpClient { BaseAddress = lease.Unit.ApiUri };
        using var refused = await stranger.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Digest", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);

        using var client = lease.Unit.CreateApiClient();
        using var answer = await client.GetAsync(path, Ct);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        var cameras = json.RootElement.GetProperty("cVidCamera");
        Assert.Equal(2, cameras.GetArrayLength());
        Assert.Equal("정문 카메라", cameras[0].GetProperty("strName").GetString());
    }

    [Fact]
    public async Task Two_versions_can_be_told_apart_from_outside()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        Assert.Equal("1.0.0", await lease.Unit.RunningVersionAsync(Ct));

        await lease.Unit.InstallProgramAsync(RecorderProgram.Create("2.0.0-rc.1", 20_000_000), Ct);

        await lease.Unit.WaitForVersionAsync("2.0.0-rc.1", Ct);
        Assert.Equal("20000000\n", await lease.Unit.RunAsync("stat -c %s /home/mirero/VICS", Ct));
    }

    [Fact]
    public async Task A_running_program_cannot_be_written_over()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var result = await lease.Unit.TryRunAsync("cp /bin/true /home/mirero/VICS", ct: Ct);
        Assert.Contains("Text file busy", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecorderBehaviour.DiesAtStart, true)]
    [InlineData(RecorderBehaviour.CrashesAfterSeconds, true)]
    [InlineData(RecorderBehaviour.StartsButDoesNotAnswer, false)]
    public async Task A_bad_program_fails_in_its_own_way(RecorderBehaviour behaviour, bool isRestarted)
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;

        await unit.InstallProgramAsync(RecorderProgram.Create("2.0.0", behaviour: behaviour, seconds: 1), Ct);

        if (isRestarted)
        {
            await LabShell.UntilAsync("a restart", TimeSpan.FromSeconds(20), async ct =>
                await unit.RunAsync("systemctl show -P NRestarts mivicsd", ct) is not "0\n", Ct);
        }
        else
        {
            Assert.Equal("active\n", await unit.RunAsync("systemctl is-active mivicsd", Ct));
            Assert.Null(await unit.RunningVersionAsync(Ct));
        }
    }

    [Fact]
    public async Task A_frozen_unit_is_silent_until_it_is_thawed()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.FreezeAsync(Ct);
        Assert.Null(await lease.Unit.RunningVersionAsync(Ct));
        await lease.Unit.ThawAsync(Ct);
        await lease.Unit.WaitForVersionAsync("1.0.0", Ct);
    }

    [Fact]
    public async Task A_unit_that_is_cut_off_is_gone_until_it_is_healed()
    {
        await using var lease = await lab.BorrowAsync(2, Ct);
        await lease.Units[0].CutOffAsync(Ct);
        Assert.Null(await lease.Units[0].RunningVersionAsync(Ct));
        Assert.Equal("1.0.0", await lease.Units[1].RunningVersionAsync(Ct));
        await lease.Units[0].HealAsync(Ct);
        await lease.Units[0].WaitForVersionAsync("1.0.0", Ct);
    }

    [Fact]
    public async Task A_unit_keeps_its_files_over_a_loss_of_power()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.InstallProgramAsync(RecorderProgram.Create("2.0.0"), Ct);
        await lease.Unit.PowerOffAsync(Ct);
        Assert.Null(await lease.Unit.RunningVersionAsync(Ct));
        await lease.Unit.PowerOnAsync(Ct);
        await lease.Unit.WaitForVersionAsync("2.0.0", Ct);
    }

    [Fact]
    public async Task Without_sshd_the_recorder_goes_on()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.StopSshdAsync(Ct);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(lease.Unit));
        Assert.Equal("1.0.0", await lease.Unit.RunningVersionAsync(Ct));
        await lease.Unit.StartSshdAsync(Ct);
        using var ssh = await ConnectAsync(lease.Unit);
    }

    [Fact]
    public async Task The_disk_of_the_recorder_can_be_full()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await lease.Unit.FillDiskAsync(100_000, Ct);
        var result = await lease.Unit.TryRunAsync("head -c 1000000 /dev/zero >/home/mirero/new", ct: Ct);
        Assert.Contains("No space left", result.Error, StringComparison.Ordinal);
        await lease.Unit.FreeDiskAsync(Ct);
        await lease.Unit.RunAsync("head -c 1000000 /dev/zero >/home/mirero/new", Ct);
    }

    [Fact]
    public async Task A_reset_undoes_whatever_a_test_did()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        var unit = lease.Unit;
        const string state = "find /home/mirero /etc/sudoers.d /etc/systemd/system /var/lib/vics-update /tmp -type f 2>/dev/null | sort | xargs sha256sum; systemctl show -P NRestarts mivicsd";
        var (before, key) = (await unit.RunAsync(state, Ct), await unit.HostKeyFingerprintAsync(Ct));

        await unit.InstallProgramAsync(RecorderProgram.Create("2.0.0", behaviour: RecorderBehaviour.DiesAtStart), Ct);
        await unit.SetSudoAsync(SudoRule.Refused, Ct);
        await unit.ReplaceHostKeyAsync(Ct);
        await unit.FillDiskAsync(0, Ct);
        await unit.RunAsync("mkdir -p /var/lib/vics-update/lock; echo x >/var/lib/vics-update/state; echo mirero:other | chpasswd", Ct);
        await unit.RunAsync("mkdir -p /etc/systemd/system/mivicsd.service.d; echo '[Service]' >/etc/systemd/system/mivicsd.service.d/x.conf", Ct);
        await unit.RunAsync("systemd-run --quiet --unit=vics-update-9 sleep 600", Ct);
        Assert.NotEqual(key, await unit.HostKeyFingerprintAsync(Ct));
        await unit.StopSshdAsync(Ct);
        await unit.FreezeAsync(Ct);
        await unit.PowerOffAsync(Ct);

        await unit.ResetAsync(Ct);

        Assert.Equal(before, await unit.RunAsync(state, Ct));
        Assert.Equal(key, await unit.HostKeyFingerprintAsync(Ct));
        using var ssh = await ConnectAsync(unit);
    }

    [Fact]
    public async Task The_probe_measures_a_restart_of_the_recorder()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var probe = await DowntimeProbe.StartAsync(lease.Unit, Ct);
        await probe.WaitForAnswersAsync(5, Ct);

        var clock = Stopwatch.StartNew();
        await lease.Unit.RunAsync("systemctl stop mivicsd; sleep 0.4; systemctl start mivicsd", Ct);
        await probe.WaitForAnswersAsync(5, Ct);

        Assert.InRange(probe.LongestGap, TimeSpan.FromSeconds(0.4), clock.Elapsed);
        Assert.True(probe.Failures > 0);
    }

    [Fact]
    public async Task The_probe_sees_no_gap_where_there_is_none()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var probe = await DowntimeProbe.StartAsync(lease.Unit, Ct);
        await probe.WaitForAnswersAsync(20, Ct);
        Assert.Equal(0, probe.Failures);
    }

    [Fact]
    public async Task A_slow_line_delays_both_ways_and_keeps_what_is_sent()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var line = SlowLine.Start(lease.Unit, TimeSpan.FromMilliseconds(50));
        using var ssh = await ConnectAsync(lease.Unit, line.Address, line.Port);
        using var sftp = new SftpClient(ssh.ConnectionInfo);
        await sftp.ConnectAsync(Ct);

        var clock = Stopwatch.StartNew();
        await RunAsync(ssh, "true");
        Assert.InRange(clock.ElapsedMilliseconds, 100, 5_000);

        var sent = RecorderProgram.Create("3.0.0", 5_000_000);
        await sftp.UploadFileAsync(new MemoryStream(sent), "/home/mirero/sent", Ct);
        var sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(sent));
        Assert.StartsWith(sum, await lease.Unit.RunAsync("sha256sum /home/mirero/sent", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_has_a_rate_and_can_be_cut_in_the_middle_of_an_upload()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var line = SlowLine.Start(lease.Unit, bytesPerSecond: 4_000_000);
        using var ssh = await ConnectAsync(lease.Unit, line.Address, line.Port);
        using var sftp = new SftpClient(ssh.ConnectionInfo);
        await sftp.ConnectAsync(Ct);

        var clock = Stopwatch.StartNew();
        line.CutAfter(4_000_000);
        await Assert.ThrowsAnyAsync<Exception>(() =>
            sftp.UploadFileAsync(new MemoryStream(new byte[20_000_000]), "/home/mirero/part", Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.7, 10);
        Assert.InRange(line.BytesToUnit, 4_000_000, 5_000_000);
    }

    [Fact]
    public async Task A_line_can_go_silent_or_refuse()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var line = SlowLine.Start(lease.Unit);
        using var ssh = await ConnectAsync(lease.Unit, line.Address, line.Port);

        line.Become(LineState.BlackHole);
        var silent = Task.Run(() => RunAsync(ssh, "echo heard"), Ct); // SSH.NET blocks the caller while it opens a channel
        await Assert.ThrowsAsync<TimeoutException>(() => silent.WaitAsync(TimeSpan.FromSeconds(1), Ct));
        line.Become(LineState.Open);
        Assert.Equal("heard\n", await silent);

        line.Become(LineState.Refused);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() => ConnectAsync(lease.Unit, line.Address, line.Port));
        line.Become(LineState.Open);
        using var again = await ConnectAsync(lease.Unit, line.Address, line.Port);
    }

    private static async Task<SshClient> ConnectAsync(LabUnit unit, string? host = null, int? port = null, string? password = null)
    {
        var pinned = await unit.TryRunAsync("ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub", ct: Ct);
        var client = new SshClient(host ?? unit.Address, port ?? unit.SshPort, unit.UserName, password ?? unit.Password);
        client.HostKeyReceived += (_, key) =>
            key.CanTrust = pinned.Output.Contains($"SHA256:{key.FingerPrintSHA256} ", StringComparison.Ordinal);
        try
        {
            await client.ConnectAsync(Ct);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task<string> RunAsync(SshClient ssh, string text)
    {
        using var command = ssh.CreateCommand(text);
        command.CommandTimeout = TimeSpan.FromSeconds(30);
        await command.ExecuteAsync(Ct);
        return command.Result;
    }

    private static async Task<LabOutput> SudoAsync(SshClient ssh, string text, string password)
    {
        using var command = ssh.CreateCommand(text);
        command.CommandTimeout = TimeSpan.FromSeconds(30);
        var execution = command.ExecuteAsync(Ct);
        try
        {
            await using var input = command.CreateInputStream();
            await input.WriteAsync(System.Text.Encoding.UTF8.GetBytes(password + "\n"), Ct);
        }
        catch (InvalidOperationException) when (execution.IsCompleted)
        {
            // It ended without asking.
        }

        await execution;
        return new LabOutput(command.ExitStatus ?? -1, command.Result, command.Error);
    }
}
