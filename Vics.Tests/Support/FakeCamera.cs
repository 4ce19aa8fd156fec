using System.Collections.Concurrent;
using System.Text;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;

namespace Vics.Tests.Support;

/// <summary>
/// Cameras that exist only in a test: one probe, mount, snapshot, stream and unit for all of them. It writes down what it is asked and does what the
/// test says. What real cameras do is tested against the simulated one; here a test says what happens when.
/// </summary>
internal sealed class FakeCamera : ICameraProbe, IPtzControl, ICameraSnapshots, IStreamStills, IStreamCheck, IUnitApi
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Dictionary<string, Func<CancellationToken, Task>> _before = [];

    /// <summary>What it offers.</summary>
    public CameraFacts Facts { get; set; } = new()
    {
        Manufacturer = "Fake",
        Model = "F-1",
        Profiles =
        [
            new() { Token = "main", Codec = "H264", Width = 1920, Height = 1080, RtspUrl = "rtsp://192.0.2.1/main", SnapshotUrl = "http://192.0.2.1/main.jpg" },
            new() { Token = "sub", Codec = "H264", Width = 640, Height = 360, RtspUrl = "rtsp://192.0.2.1/sub", SnapshotUrl = "http://192.0.2.1/sub.jpg", Ptz = true },
        ],
    };

    /// <summary>What it was asked, in order: <c>probe</c>, <c>move 1 0 0</c>, <c>stop</c>, <c>snapshot URL</c>, <c>stream URL WIDTH</c>, <c>image ID WIDTH</c>.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>The same but for the look-up.</summary>
    public IEnumerable<string> AskedToAct => Asked.Where(asked => asked != "probe");

    /// <summary>The account it was asked with last.</summary>
    public CameraAccess? LastAccess { get; private set; }

    /// <summary>Lets something happen before it does what it is asked, by the first word: waits, breaks.</summary>
    public void Before(string asked, Func<CancellationToken, Task> happens) => _before[asked] = happens;

    /// <summary>Breaks what it is asked, so many times.</summary>
    public void Break(string asked, DeviceFaultCode code, int times = int.MaxValue) => Before(asked, _ =>
        times-- > 0 ? throw new DeviceException(new(code, OperatorText.Of($"It does not want to {asked}."))) : Task.CompletedTask);

    public async Task<CameraFacts> ProbeAsync(CameraAccess camera, CancellationToken ct)
    {
        await AskAsync("probe", camera, ct);
        return Facts;
    }

    public Task CheckAsync(CameraAccess camera, CancellationToken ct) => AskAsync("check", camera, ct);

    public Task CheckAsync(VideoOrigin origin, CancellationToken ct) => AskAsync($"check {UrlOf(origin)}", null, ct);

    public Task MoveAsync(CameraAccess camera, string? profileToken, PtzVector velocity, CancellationToken ct) =>
        AskAsync(FormattableString.Invariant($"move {velocity.Pan} {velocity.Tilt} {velocity.Zoom}"), camera, ct);

    public Task StopAsync(CameraAccess camera, string? profileToken, CancellationToken ct) => AskAsync("stop", camera, ct);

    public Task MoveByAsync(CameraAccess camera, string? profileToken, PtzVector translation, CancellationToken ct) => AskAsync("moveBy", camera, ct);

    public Task MoveToAsync(CameraAccess camera, string? profileToken, PtzVector position, CancellationToken ct) => AskAsync("moveTo", camera, ct);

    public Task GoHomeAsync(CameraAccess camera, string? profileToken, CancellationToken ct) => AskAsync("home", camera, ct);

    public async Task<IReadOnlyList<PtzPreset>> PresetsAsync(CameraAccess camera, string? profileToken, CancellationToken ct)
    {
        await AskAsync("presets", camera, ct);
        return [new("1", "Door"), new("94", "Remote reboot"), new("3", null)];
    }

    public async Task<string> SavePresetAsync(CameraAccess camera, string? profileToken, string name, CancellationToken ct)
    {
        await AskAsync($"save {name}", camera, ct);
        return "a/b";
    }

    public Task GoToPresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct) => AskAsync($"goto {presetToken}", camera, ct);

    public Task RemovePresetAsync(CameraAccess camera, string? profileToken, string presetToken, CancellationToken ct) => AskAsync($"remove {presetToken}", camera, ct);

    public async Task<byte[]> FetchAsync(CameraAccess camera, string url, CancellationToken ct)
    {
        await AskAsync($"snapshot {url}", camera, ct);
        return Encoding.ASCII.GetBytes("snapshot");
    }

    public async Task<byte[]> TakeAsync(VideoOrigin origin, int? width, CancellationToken ct)
    {
        await AskAsync($"stream {UrlOf(origin)} {width}".TrimEnd(), null, ct);
        return Encoding.ASCII.GetBytes("stream");
    }

    public Task<IReadOnlyList<UnitCamera>> CamerasAsync(UnitApiAccess unit, CancellationToken ct) => Task.FromResult<IReadOnlyList<UnitCamera>>([]);

    public async Task<byte[]> ImageAsync(UnitApiAccess unit, string cameraId, int? width, int? height, CancellationToken ct)
    {
        await AskAsync($"image {cameraId} {width}".TrimEnd(), null, ct);
        return Encoding.ASCII.GetBytes("image");
    }

    public async Task<IReadOnlyList<UnitStream>> StreamsAsync(UnitApiAccess unit, string cameraId, CancellationToken ct)
    {
        await AskAsync($"streams {cameraId}", null, ct);
        return [new("RTSP", $"rtsp://{unit.Host}:10554/live/{cameraId}")];
    }

    private static string UrlOf(VideoOrigin origin) => origin switch
    {
        VideoOrigin.Rtsp rtsp => rtsp.Url,
        VideoOrigin.Mjpeg mjpeg => mjpeg.Url,
        _ => "test",
    };

    private async Task AskAsync(string what, CameraAccess? access, CancellationToken ct)
    {
        LastAccess = access ?? LastAccess;
        _asked.Enqueue(what);
        if (_before.TryGetValue(what.Split(' ')[0], out var happens))
            await happens(ct);
    }
}
