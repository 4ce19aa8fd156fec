using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vics.Tests.Lab;

/// <summary>What sudo does for the unit's user.</summary>
public enum SudoRule
{
    /// <summary>Everything, after asking for the password.</summary>
    Password,

    /// <summary>Everything, without asking.</summary>
    NoPassword,

    /// <summary>Nothing: the user is not in the sudoers file.</summary>
    Refused,

    /// <summary>Everything after the password, but only from a terminal.</summary>
    RequireTty,
}

/// <summary>One unit of the lab: what a test needs to reach it, and the hands to do to it what happens in the field.</summary>
public sealed class LabUnit
{
    private const string HomeFolder = "/home/mirero";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly int _slot;
    private readonly int _number;

    internal LabUnit(int slot, int number)
    {
        _slot = slot;
        _number = number;
        Address = string.Create(CultureInfo.InvariantCulture, $"10.199.{slot}.{10 + number}");
        HostAddress = string.Create(CultureInfo.InvariantCulture, $"10.199.{slot}.1");
    }

    public string Name => string.Create(CultureInfo.InvariantCulture, $"vics-{_slot}-{_number}");

    public string Address { get; }

    /// <summary>The address of this machine in the lab, as the unit sees it; a <see cref="SlowLine"/> may listen there.</summary>
    public string HostAddress { get; }

    public int SshPort { get; } = 22;

    public string UserName { get; } = "mirero";

    /// <summary>The password for SSH and sudo: quotes, a dollar sign, a backslash, spaces, Korean letters.</summary>
    public string Password { get; } = File.ReadAllText(Path.Combine(LabShell.Folder, "unit-password.txt")).TrimEnd('\n');

    public int ApiPort { get; } = 9080;

    public string ApiUser { get; } = "admin";

    public string ApiPassword { get; } = "admin";

    /// <summary>The program file the service runs.</summary>
    public string ProgramPath { get; } = HomeFolder + "/VICS";

    public string ServiceName { get; } = "mivicsd.service";

    public Uri ApiUri => new($"http://{Address}:{ApiPort}/");

    /// <summary>Runs a bash command as root inside the unit, not through SSH; throws when it ends with another code than 0.</summary>
    public async Task<string> RunAsync(string shellCommand, CancellationToken ct = default)
    {
        var result = await TryRunAsync(shellCommand, ct: ct);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException(
                $"{Name}: exit code {result.ExitCode} of: {shellCommand}\n{result.Output}{result.Error}");
    }

    /// <summary>As <see cref="RunAsync"/>, but any exit code is an answer.</summary>
    public Task<LabOutput> TryRunAsync(string shellCommand, ReadOnlyMemory<byte> input = default, CancellationToken ct = default) =>
        LabShell.ScriptAsync(["exec", Slot, Number, shellCommand], input, Soon, ct);

    /// <summary>Stops every process of the unit. Its kernel still takes connections, but nobody answers.</summary>
    public Task FreezeAsync(CancellationToken ct = default) => ScriptAsync("freeze", ct);

    public Task ThawAsync(CancellationToken ct = default) => ScriptAsync("thaw", ct);

    /// <summary>Pulls the network cable: whatever is sent to the unit is lost.</summary>
    public Task CutOffAsync(CancellationToken ct = default) => ScriptAsync("cut", ct);

    public Task HealAsync(CancellationToken ct = default) => ScriptAsync("heal", ct);

    /// <summary>Pulls the plug: all processes end at once; the files stay as they are.</summary>
    public Task PowerOffAsync(CancellationToken ct = default) => ScriptAsync("kill", ct);

    /// <summary>Starts the unit after <see cref="PowerOffAsync"/> and waits until sshd and the recorder's service are started.</summary>
    public async Task PowerOnAsync(CancellationToken ct = default)
    {
        await ScriptAsync("boot", ct);
        await LabShell.UntilAsync($"{Name} to boot", Soon, async token =>
            (await TryRunAsync("systemctl is-active --quiet multi-user.target", ct: token)).ExitCode == 0, ct);
    }

    /// <summary>Ends sshd and every SSH session; what the sessions started goes on.</summary>
    public Task StopSshdAsync(CancellationToken ct = default) =>
        RunAsync("systemctl stop ssh.service; pkill -KILL -x sshd; while pgrep -x sshd >/dev/null; do sleep 0.02; done", ct);

    public async Task StartSshdAsync(CancellationToken ct = default)
    {
        await RunAsync("systemctl start ssh.service", ct);
        await LabShell.UntilAsync($"sshd of {Name}", Soon, SshAnswersAsync, ct);
    }

    /// <summary>Gives sshd another key, as a unit has that was set up anew or replaced by somebody.</summary>
    public async Task ReplaceHostKeyAsync(CancellationToken ct = default)
    {
        await RunAsync("cd /etc/ssh && rm -f ssh_host_* && ssh-keygen -q -t ed25519 -N '' -f ssh_host_ed25519_key && systemctl restart ssh", ct);
        await LabShell.UntilAsync($"sshd of {Name}", Soon, SshAnswersAsync, ct);
    }

    /// <summary>The fingerprint of sshd's key, in the form <c>SHA256:…</c> without padding.</summary>
    public async Task<string> HostKeyFingerprintAsync(CancellationToken ct = default) =>
        (await RunAsync("ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub", ct)).Split(' ')[1];

    /// <summary>Fills the disk the recorder lives on until only so much is left.</summary>
    public Task FillDiskAsync(long leaveBytes, CancellationToken ct = default) => RunAsync(string.Create(CultureInfo.InvariantCulture,
        $"rm -f {HomeFolder}/.filler; free=$(df --output=avail -B1 {HomeFolder} | tail -1); fallocate -l $((free - {leaveBytes})) {HomeFolder}/.filler"), ct);

    public Task FreeDiskAsync(CancellationToken ct = default) => RunAsync($"rm -f {HomeFolder}/.filler", ct);

    public Task SetSudoAsync(SudoRule rule, CancellationToken ct = default)
    {
        var lines = rule switch
        {
            SudoRule.Password => "mirero ALL=(ALL:ALL) ALL",
            SudoRule.NoPassword => "mirero ALL=(ALL:ALL) NOPASSWD: ALL",
            SudoRule.Refused => "# mirero may do nothing",
            SudoRule.RequireTty => "Defaults:mirero requiretty\nmirero ALL=(ALL:ALL) ALL",
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
        return RunAsync($"echo '{lines}' >/etc/sudoers.d/mirero && visudo -c -q", ct);
    }

    /// <summary>Puts another program in place and starts it; does not wait for it to answer, for it may never do so.</summary>
    public async Task InstallProgramAsync(ReadOnlyMemory<byte> program, CancellationToken ct = default)
    {
        const string script =
            "set -e; cd /home/mirero; cat >VICS.lab; chown mirero: VICS.lab; chmod 0755 VICS.lab; systemctl stop mivicsd; mv -T VICS.lab VICS; systemctl start mivicsd";
        var result = await TryRunAsync(script, program, ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{Name}: the program was not installed: {result.Error}");
    }

    /// <summary>The SHA-256 of the installed program file, as 64 lower-case digits.</summary>
    public async Task<string> InstalledSha256Async(CancellationToken ct = default) =>
        (await RunAsync($"sha256sum {ProgramPath}", ct))[..64];

    /// <summary>The version that answers on the HTTP port, asked from outside; null when none does within two seconds.</summary>
    public async Task<string?> RunningVersionAsync(CancellationToken ct = default)
    {
        using var client = CreateApiClient();
        client.Timeout = TimeSpan.FromSeconds(2);
        try
        {
            return (await client.GetStringAsync(new Uri("/vapi/Version", UriKind.Relative), ct)).Trim();
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Waits until a version answers.</summary>
    public Task WaitForVersionAsync(string version, CancellationToken ct = default) =>
        LabShell.UntilAsync($"{Name} to run {version}", Soon, async token => await RunningVersionAsync(token) == version, ct);

    /// <summary>A client for the unit's HTTP API that knows the Digest account.</summary>
    public HttpClient CreateApiClient() => new(new SocketsHttpHandler
    {
        Credentials = new CredentialCache { { ApiUri, "Digest", new NetworkCredential(ApiUser, ApiPassword) } },
        UseProxy = false,
    })
    { BaseAddress = ApiUri };

    /// <summary>
    /// Back to the first state: powered, thawed and plugged in, the first program, sudo rule, password and host key, the service
    /// running as it was set up, and nothing left over of an update, neither files nor processes.
    /// </summary>
    public async Task ResetAsync(CancellationToken ct = default)
    {
        const string script = """
            set -e
            systemctl list-units --all --plain --no-legend --type=service,timer | awk '$1 ~ /^vics/ { print $1 }' | xargs -r systemctl stop
            systemctl stop mivicsd.service
            pkill -KILL -U mirero || true
            rm -rf /etc/systemd/system/mivicsd.service.d /run/systemd/system/mivicsd.service.d /var/lib/vics-update
            find /tmp /var/tmp /run/vics* /home/mirero -mindepth 1 -delete 2>/dev/null || true
            cp -a /usr/lib/vics-recorder/home/. /home/mirero/
            chown mirero: /home/mirero
            chmod 0755 /home/mirero
            echo 'mirero ALL=(ALL:ALL) ALL' >/etc/sudoers.d/mirero
            chpasswd
            if ! cmp -s /etc/ssh/ssh_host_ed25519_key /usr/lib/vics-recorder/ssh/ssh_host_ed25519_key; then
              rm -f /etc/ssh/ssh_host_*
              cp -a /usr/lib/vics-recorder/ssh/. /etc/ssh/
            fi
            systemctl daemon-reload
            systemctl reset-failed
            systemctl restart ssh.service
            systemctl start mivicsd.service
            """;
        var state = await TryRunAsync("true", ct: ct);
        if (state.ExitCode != 0)
        {
            await PowerOffAsync(ct); // whatever is left of it
            await PowerOnAsync(ct);
        }
        await ThawAsync(ct);
        await HealAsync(ct);
        var result = await TryRunAsync(script, Encoding.UTF8.GetBytes($"{UserName}:{Password}\n"), ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{Name} could not be reset: {result.Output}{result.Error}");
        await WaitForVersionAsync(RecorderProgram.BaseVersion, ct);
        await LabShell.UntilAsync($"sshd of {Name}", Soon, SshAnswersAsync, ct);
    }

    /// <summary>Whether sshd says its name within a second.</summary>
    internal async Task<bool> SshAnswersAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address, SshPort, limit.Token);
            var greeting = new byte[4];
            await client.GetStream().ReadExactlyAsync(greeting, limit.Token);
            return greeting.AsSpan().SequenceEqual("SSH-"u8);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
    }

    private string Slot => _slot.ToString(CultureInfo.InvariantCulture);

    private string Number => _number.ToString(CultureInfo.InvariantCulture);

    private async Task ScriptAsync(string verb, CancellationToken ct)
    {
        var result = await LabShell.ScriptAsync([verb, Slot, Number], default, Soon, ct);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"lab.sh {verb} {Name}: {result.Error}");
    }
}
