using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Vics.Domain;
using Vics.Domain.Cameras;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>
/// A camera of the demo (demo/camera/onvif-camera.mjs), running until it is disposed. It is a simulation: what it says is held against recorded
/// replies in <c>OnvifReplies</c>' tests.
/// </summary>
internal sealed class SimulatedCamera : IAsyncDisposable
{
    /// <summary>Its account.</summary>
    public const string UserName = "admin";

    /// <summary>Its password, unless an option says otherwise.</summary>
    public const string Password = "camera-password";

    private static readonly HttpClient Control = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Process _process;

    private SimulatedCamera(Process process, string host, int port, int controlPort)
    {
        _process = process;
        (Host, Port, ControlPort) = (host, port, controlPort);
    }

    /// <summary>Where it listens.</summary>
    public string Host { get; }

    /// <summary>Port of its ONVIF service.</summary>
    public int Port { get; }

    /// <summary>Port at 127.0.0.1 that tells what it saw.</summary>
    public int ControlPort { get; }

    /// <summary>How to speak to it.</summary>
    public CameraAccess Access => new() { Host = Host, Port = Port, UserName = UserName, Password = new Secret(Password) };

    /// <summary>The same with another password.</summary>
    public CameraAccess AccessWith(string password) => Access with { Password = new Secret(password) };

    /// <summary>Starts one with options of the script, as in <c>StartAsync(ct, "--auth", "digest")</c>; an option given twice holds as last said.</summary>
    public static async Task<SimulatedCamera> StartAsync(CancellationToken ct, params string[] options)
    {
        var script = Path.Combine(Repository.Root, "demo", "camera", "onvif-camera.mjs");
        var start = new ProcessStartInfo("node", [script, "--until-stdin-closes", "--user", UserName, "--password", Password, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The camera did not start; its own words stand above.");
            using var ports = JsonDocument.Parse(line);
            var host = Array.IndexOf(options, "--host") is var at and >= 0 ? options[at + 1] : "127.0.0.1";
            return new(process, host, ports.RootElement.GetProperty("port").GetInt32(), ports.RootElement.GetProperty("controlPort").GetInt32());
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>What it was asked so far, and where it looks.</summary>
    public async Task<CameraWitness> WitnessAsync(CancellationToken ct) =>
        (await Control.GetFromJsonAsync<CameraWitness>($"http://127.0.0.1:{ControlPort}/state", JsonSerializerOptions.Web, ct))!;

    /// <summary>Changes options while it runs: <c>SetAsync(ct, ("password", "new"))</c>. Flags are "" for no and "yes" for yes.</summary>
    public async Task SetAsync(CancellationToken ct, params (string Option, string Value)[] options)
    {
        var answer = await Control.PostAsJsonAsync(
            $"http://127.0.0.1:{ControlPort}/options", options.ToDictionary(option => option.Option, option => option.Value), ct);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

/// <summary>What a simulated camera saw.</summary>
/// <param name="Position">Where it looks.</param>
/// <param name="Moving">It turns or zooms.</param>
/// <param name="Presets">Names by token.</param>
/// <param name="Commands">What moved it, oldest first.</param>
/// <param name="Requests">HTTP requests, refused ones too.</param>
/// <param name="Asked">ONVIF requests, oldest first, refused ones too.</param>
internal sealed record CameraWitness(
    CameraPosition Position, bool Moving, IReadOnlyDictionary<string, string> Presets, IReadOnlyList<MountCommand> Commands, int Requests, IReadOnlyList<OnvifAsked> Asked);

/// <summary>Pan and tilt from −1 to 1, zoom from 0 to 1.</summary>
internal sealed record CameraPosition(double Pan, double Tilt, double Zoom);

/// <summary>A command that moved it; axes it did not name are null.</summary>
internal sealed record MountCommand(string Command, double? Pan, double? Tilt, double? Zoom, string? Token, string? Name);

/// <summary>A request, and by what its sender showed who they are: <c>wsse</c>, <c>digest</c> or <c>none</c>.</summary>
internal sealed record OnvifAsked(string Operation, string Service, string User, string SignedBy);
