using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace Vics.Tests.Lab;

/// <summary>
/// The owner of running units. They end with it, and also when the test program is killed: the lab's first process
/// reads a pipe from here, and its end is the end of every process, mount and link of the lab.
/// </summary>
public sealed class UnitLab : IAsyncDisposable
{
    private const int SlotTaken = 75;
    private static readonly string[] Tools =
        ["bash", "systemd-nspawn", "mmdebstrap", "unshare", "nsenter", "setsid", "flock", "ip", "ssh-keygen"];

    private readonly Process _keeper;
    private readonly Task<string> _errors;
    private readonly int _slot;

    private UnitLab(Process keeper, int slot, int count)
    {
        _keeper = keeper;
        _slot = slot;
        _errors = keeper.StandardError.ReadToEndAsync();
        Units = [.. Enumerable.Range(1, count).Select(number => new LabUnit(slot, number))];
    }

    public IReadOnlyList<LabUnit> Units { get; }

    /// <summary>Whether this machine can run the lab; if not, the reason is a sentence to skip a test with.</summary>
    public static bool IsSupported(out string reason)
    {
        reason = FindObstacle() ?? "";
        return reason.Length == 0;
    }

    /// <summary>Boots units (after building their base, the first time) and waits until each answers SSH and HTTP.</summary>
    public static async Task<UnitLab> StartAsync(int count, CancellationToken ct = default)
    {
        for (var slot = 0; slot <= 9; slot++)
        {
            var lab = new UnitLab(StartKeeper(slot, count), slot, count);
            try
            {
                if (await lab.WaitForUnitsAsync(ct))
                    return lab;
            }
            catch
            {
                await lab.DisposeAsync();
                throw;
            }
            lab._keeper.Dispose(); // another test run lives in that slot
        }
        throw new InvalidOperationException("Ten labs are running already; see lab.sh down.");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_keeper.HasExited)
            {
                _keeper.StandardInput.Close();
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                await _keeper.WaitForExitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _keeper.Kill(entireProcessTree: true);
        }
        finally
        {
            _keeper.Dispose();
        }
        await LabShell.ScriptAsync(["tidy", Digit(_slot)], default, TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    private static Process StartKeeper(int slot, int count)
    {
        List<string> arguments = [Path.Combine(LabShell.Folder, "lab.sh"), "run", Digit(slot), count.ToString(CultureInfo.InvariantCulture)];
        if (Environment.GetEnvironmentVariable("VICS_LAB_BASE") is { Length: > 0 } folder)
            arguments.Add(folder);
        return Process.Start(new ProcessStartInfo("bash", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>False when the slot is taken.</summary>
    private async Task<bool> WaitForUnitsAsync(CancellationToken ct)
    {
        // Its first line says that the slot is ours. The link and the units of another test run would answer just as well.
        if (await _keeper.StandardOutput.ReadLineAsync(ct) is null)
            await _keeper.WaitForExitAsync(ct);
        // Only the lab's own link leads to the units; before it is there, a router might answer for any address.
        await LabShell.UntilAsync("the lab's network", TimeSpan.FromMinutes(8), async token => _keeper.HasExited || await LinkIsUpAsync(token), ct);
        if (_keeper.HasExited)
            return _keeper.ExitCode == SlotTaken ? false : throw new InvalidOperationException($"The lab did not start: {await _errors}");

        await Task.WhenAll(Units.Select(unit => LabShell.UntilAsync($"{unit.Name} to boot", TimeSpan.FromMinutes(1), async token =>
            await unit.SshAnswersAsync(token) && await unit.RunningVersionAsync(token) == RecorderProgram.BaseVersion, ct)));
        return true;
    }

    private Task<bool> LinkIsUpAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var link = NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(i => i.Name == $"vics-lab-{Digit(_slot)}");
        return Task.FromResult(link?.GetIPProperties().UnicastAddresses.Any(a => a.Address.ToString() == Units[0].HostAddress) == true);
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            return "The lab of real units needs Linux on x86-64.";
        if (!Environment.IsPrivilegedProcess)
            return "The lab of real units needs root (it boots small systems with systemd-nspawn).";
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"]).ToArray();
        var missing = Tools.Where(tool => !path.Any(folder => File.Exists(Path.Combine(folder, tool)))).ToArray();
        if (missing.Length > 0)
            return $"The lab of real units needs these tools: {string.Join(", ", missing)} (packages: Vics.Tests/Lab/packages.txt).";
        var kinds = File.ReadAllText("/proc/filesystems");
        foreach (var kind in (string[])["overlay", "cgroup2"])
        {
            if (!kinds.Contains($"\t{kind}\n", StringComparison.Ordinal))
                return $"The lab of real units needs the file system {kind} in the kernel.";
        }
        using var trial = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--net", "--pid", "--fork", "mount", "-t", "tmpfs", "try", "/mnt"])
        {
            RedirectStandardError = true,
        })!;
        var error = trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        return trial.ExitCode == 0 ? null : $"The lab of real units needs namespaces of its own: {error.Trim()}";
    }

    private static string Digit(int slot) => slot.ToString(CultureInfo.InvariantCulture);
}
