using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Vics.Domain;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Tests.Support;

/// <summary>
/// A unit that exists only in a test. It keeps files, writes down what it is asked, and finishes a swap the way it is told to. What real units do is
/// tested in the lab; here a test says what happens when.
/// </summary>
internal sealed class FakeUnit(string host)
{
    /// <summary>The swap of an update that goes well, with the recorder down for 300 ms.</summary>
    public static readonly SwapPhase[] GoesWell =
        [SwapPhase.Armed, SwapPhase.Stopping, SwapPhase.Stopped, SwapPhase.Swapped, SwapPhase.Started, SwapPhase.Answering, SwapPhase.Healthy];

    /// <summary>The swap of an update whose new version does not run.</summary>
    public static readonly SwapPhase[] RollsBack =
        [SwapPhase.Armed, SwapPhase.Stopping, SwapPhase.Stopped, SwapPhase.Swapped, SwapPhase.Started, SwapPhase.Unhealthy, SwapPhase.Restored, SwapPhase.RolledBack];

    private readonly Lock _gate = new();
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, Func<CancellationToken, Task>> _before = [];
    private ArmedSwap? _swap;
    private int _phasesPassed;

    public string Host => host;

    /// <summary>Its files; at first the old program.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new() { ["/home/mirero/VICS"] = Encoding.UTF8.GetBytes("the old program") };

    /// <summary>How its swap goes; one phase is passed with each look.</summary>
    public IReadOnlyList<SwapPhase> Swap { get; set; } = GoesWell;

    /// <summary>Changes what a look shows.</summary>
    public Func<UnitFacts, UnitFacts> Facts { get; set; } = facts => facts;

    /// <summary>How root is had.</summary>
    public SudoAccess Sudo { get; set; } = new(SudoKind.Password);

    /// <summary>Connections that are open now.</summary>
    public int Sessions { get; private set; }

    /// <summary>What it was asked, in order: connect, inspect, sudo, send, hash, copy, arm, read, log, cleanup.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    /// <summary>What it was asked besides looks at the swap, which come as often as they come.</summary>
    public IEnumerable<string> AskedToAct => Asked.Where(asked => asked is not "read");

    /// <summary>The program at its place, as text.</summary>
    public string Program => Encoding.UTF8.GetString(Files["/home/mirero/VICS"]);

    /// <summary>Lets something happen before the unit does what it is asked: waits, breaks, takes a look.</summary>
    public void Before(string asked, Func<CancellationToken, Task> happens) => _before[asked] = happens;

    /// <summary>Breaks what it is asked, so many times.</summary>
    public void Break(string asked, DeviceFaultCode code, int times = int.MaxValue) => Before(asked, _ =>
        times-- > 0 ? throw new DeviceException(new(code, OperatorText.Of($"It does not want to {asked}."))) : Task.CompletedTask);

    internal async Task AskAsync(string what, CancellationToken ct)
    {
        lock (_gate)
            _asked.Add(what);
        if (_before.TryGetValue(what, out var happens))
            await happens(ct);
    }

    internal void Count(int sessions)
    {
        lock (_gate)
            Sessions += sessions;
    }

    internal void Arm(ArmedSwap swap) => (_swap, _phasesPassed) = (swap, 1);

    internal SwapRecord Look(UpdateTargetId target)
    {
        if (_swap?.Target != target)
            return new([], false);
        _phasesPassed = Math.Min(_phasesPassed + 1, Swap.Count);
        var events = Swap.Take(_phasesPassed).Select((phase, number) => new SwapEvent(phase, TimeSpan.FromMilliseconds(75 * number), "because")).ToList();
        foreach (var passed in events)
            Pass(passed.Phase, _swap);
        return new SwapRecord(events, _phasesPassed < Swap.Count);
    }

    private void Pass(SwapPhase phase, ArmedSwap swap)
    {
        if (phase is SwapPhase.Swapped && Files.TryGetValue(swap.NewPath, out var program))
            Files[swap.Profile.TargetPath] = program;
        else if (phase is SwapPhase.Restored)
            Files[swap.Profile.TargetPath] = Files[swap.BackupPath];
        if (phase is SwapPhase.Swapped)
            Files.TryRemove(swap.NewPath, out _);
    }
}

/// <summary>A connection to a <see cref="FakeUnit"/>.</summary>
internal sealed class FakeUnitSession(FakeUnit unit) : IUnitSession
{
    public HostKeyFingerprint HostKey { get; } = new("ssh-ed25519", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(unit.Host))).TrimEnd('='));

    public async Task<UnitFacts> InspectAsync(UpdateProfile profile, CancellationToken ct)
    {
        await unit.AskAsync("inspect", ct);
        return unit.Facts(new UnitFacts
        {
            OperatingSystem = "Debian GNU/Linux 12 (bookworm)",
            Architecture = "x86_64",
            RunsSystemd = true,
            ClockOffset = TimeSpan.Zero,
            RoundTrip = TimeSpan.FromMilliseconds(1),
            ServiceExists = true,
            ServiceState = ServiceState.Active,
            TargetKind = TargetFileKind.File,
            InstalledSha256 = Hash(profile.TargetPath),
            InstalledBytes = unit.Files[profile.TargetPath].Length,
            DirectoryWritable = true,
            SameFilesystem = true,
            FreeBytes = 1L << 40,
            CanProbe = true,
        });
    }

    public async Task<SudoAccess> TrySudoAsync(CancellationToken ct)
    {
        await unit.AskAsync("sudo", ct);
        return unit.Sudo;
    }

    public async Task SendFileAsync(Stream content, string path, IProgress<long> bytesSent, CancellationToken ct)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int length; (length = await content.ReadAsync(buffer, ct)) > 0;)
        {
            file.Write(buffer, 0, length);
            unit.Files[path] = file.ToArray();
            bytesSent.Report(file.Length);
        }

        await unit.AskAsync("send", ct);
    }

    public async Task<Sha256Digest> SyncAndHashAsync(string path, CancellationToken ct)
    {
        await unit.AskAsync("hash", ct);
        return Hash(path);
    }

    public async Task CopyAsync(string path, string copy, CancellationToken ct)
    {
        await unit.AskAsync("copy", ct);
        unit.Files[copy] = unit.Files[path];
    }

    public async Task ArmAsync(ArmedSwap swap, CancellationToken ct)
    {
        await unit.AskAsync("arm", ct);
        unit.Arm(swap);
    }

    public async Task<SwapRecord> ReadSwapAsync(UpdateTargetId target, CancellationToken ct)
    {
        await unit.AskAsync("read", ct);
        return unit.Look(target);
    }

    public async Task CleanUpAsync(UpdateTargetId target, UpdateProfile profile, CancellationToken ct)
    {
        await unit.AskAsync("cleanup", ct);
        unit.Files.TryRemove(StagedFiles.NewFile(profile.TargetPath, target), out _);
    }

    public async Task<string> RecentServiceLogAsync(string serviceName, CancellationToken ct)
    {
        await unit.AskAsync("log", ct);
        return "the recorder's last words";
    }

    public ValueTask DisposeAsync()
    {
        unit.Count(-1);
        return ValueTask.CompletedTask;
    }

    private Sha256Digest Hash(string path) => Sha256Digest.FromHash(SHA256.HashData(unit.Files[path]));
}

/// <summary>Connects to units that exist only in a test, by their host names.</summary>
internal sealed class FakeUnitConnector : IUnitConnector
{
    private readonly ConcurrentDictionary<string, FakeUnit> _units = new();

    /// <summary>A unit at this address; others are out of reach.</summary>
    public FakeUnit Add(string host) => _units.GetOrAdd(host, name => new FakeUnit(name));

    public async Task<IUnitSession> ConnectAsync(UnitAccess access, CancellationToken ct)
    {
        if (!_units.TryGetValue(access.Host, out var unit))
            throw new DeviceException(new(DeviceFaultCode.Unreachable, OperatorText.Of($"Nobody answers at {access.Host}.")));
        await unit.AskAsync("connect", ct);
        unit.Count(1);
        return new FakeUnitSession(unit);
    }
}
