using System.Diagnostics;
using System.Globalization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Demo;

/// <summary>
/// A fleet of stand-ins of an account that is not root: this one, or, where this one is root, one that is in the account list of the fleet
/// alone (a file mounted over it in a mount namespace).
/// </summary>
internal sealed class StandInFleet : IAsyncDisposable
{
    private const string Account = "vics-stand-in";
    private const int AccountId = 64321;

    private readonly Process _keeper;
    private readonly DirectoryInfo _home;
    private readonly Task<string> _errors;

    private StandInFleet(Process keeper, DirectoryInfo home)
    {
        _keeper = keeper;
        _home = home;
        _errors = keeper.StandardError.ReadToEndAsync();
    }

    /// <summary>The folder of the demo in the source tree.</summary>
    public static string Source { get; } = Path.GetFullPath(Path.Combine(LabShell.Folder, "..", "..", "demo"));

    /// <summary>The stand-ins.</summary>
    public IReadOnlyList<StandIn> Units { get; private set; } = [];

    /// <summary>Where they keep their records of swaps.</summary>
    public string RecordDirectory => Path.Combine(Folder, "records");

    /// <summary>The fleet's directory.</summary>
    public string Folder => Path.Combine(_home.FullName, "fleet");

    /// <summary>Starts some; skips the test where that cannot be.</summary>
    public static async Task<StandInFleet> StartAsync(int count, CancellationToken ct)
    {
        foreach (var (program, package) in (ReadOnlySpan<(string, string)>)[("sshd", "openssh-server"), ("node", "nodejs"), ("curl", "curl")])
            Assert.SkipUnless(IsThere(program), $"A stand-in needs {program} (package {package}).");
        var home = Directory.CreateTempSubdirectory("vics-stand-ins-");
        try
        {
            var fleet = new StandInFleet(await StartKeeperAsync(home, count, ct), home);
            try
            {
                await fleet.WaitAsync(ct);
                return fleet;
            }
            catch
            {
                await fleet.DisposeAsync();
                throw;
            }
        }
        catch when (home.Exists)
        {
            home.Refresh();
            if (home.Exists)
                home.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Ends the fleet as the end of whoever started it would.</summary>
    public async Task EndAsync()
    {
        _keeper.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _keeper.WaitForExitAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndAsync();
        }
        catch (OperationCanceledException)
        {
            _keeper.Kill(entireProcessTree: true);
        }
        finally
        {
            _keeper.Dispose();
            _home.Delete(recursive: true);
        }
    }

    private static async Task<Process> StartKeeperAsync(DirectoryInfo home, int count, CancellationToken ct)
    {
        // Other accounts may not read the source tree.
        var copied = await LabShell.RunAsync("cp", ["-r", Source, home.FullName], default, TimeSpan.FromSeconds(10), ct);
        Assert.True(copied.ExitCode == 0, copied.Error);
        string[] run = ["bash", Path.Combine(home.FullName, "demo", "stand-ins.sh"), "run", Path.Combine(home.FullName, "fleet"), count.ToString(CultureInfo.InvariantCulture)];
        return Start(Environment.IsPrivilegedProcess ? [.. await AsAnotherAccountAsync(home, ct), .. run] : run);
    }

    private static async Task<string[]> AsAnotherAccountAsync(DirectoryInfo home, CancellationToken ct)
    {
        var accounts = Path.Combine(home.FullName, "passwd");
        var id = AccountId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(accounts, $"{await File.ReadAllTextAsync("/etc/passwd", ct)}{Account}:x:{id}:{id}::{home.FullName}:/bin/bash\n", ct);
        var given = await LabShell.RunAsync("chown", ["-R", $"{id}:{id}", home.FullName], default, TimeSpan.FromSeconds(10), ct);
        Assert.True(given.ExitCode == 0, given.Error);
        string[] way =
        [
            "unshare", "--mount", "sh", "-c", """mount --bind "$1" /etc/passwd && shift && exec "$@" """, "sh", accounts,
            "setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--inh-caps=-all", "--",
        ];
        var trial = await LabShell.RunAsync(way[0], [.. way[1..], "node", "--version"], default, TimeSpan.FromSeconds(10), ct);
        Assert.SkipUnless(trial.ExitCode == 0, $"Root can start nothing as an account without rights here: {trial.Error.Trim()}");
        return way;
    }

    private static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["HOME"] = "/";
        return Process.Start(start)!;
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        var list = Path.Combine(Folder, "fleet.tsv");
        await LabShell.UntilAsync("the stand-ins", TimeSpan.FromSeconds(30), _ => Task.FromResult(_keeper.HasExited || File.Exists(list)), ct);
        if (_keeper.HasExited)
            throw new InvalidOperationException($"The stand-ins did not start: {await _errors}");
        var key = await File.ReadAllTextAsync(Path.Combine(Folder, "key"), ct);
        Units = [.. (await File.ReadAllLinesAsync(list, ct)).Select(line => StandIn.Read(line, key))];
    }

    private static bool IsThere(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>One of them.</summary>
internal sealed record StandIn(UnitAccess Access, int ApiPort, string ProgramPath)
{
    /// <summary>Reads a line of <c>fleet.tsv</c>.</summary>
    public static StandIn Read(string line, string key)
    {
        var fields = line.Split('\t');
        var access = new UnitAccess
        {
            Host = fields[1],
            Port = int.Parse(fields[2], CultureInfo.InvariantCulture),
            UserName = fields[3],
            Authentication = Authentication.PrivateKey,
            PrivateKey = new Secret(key),
        };
        return new(access, int.Parse(fields[4], CultureInfo.InvariantCulture), fields[5]);
    }
}
