using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>
/// A camera: a real RTSP server (go2rtc, from npm) that shows a film over and over. It runs whether or not anybody watches, as a camera does, so that
/// who comes joins in the middle of a group of pictures.
/// <code>
/// await using var camera = await RtspCamera.StartAsync(Film.H264);
/// … camera.Url …
/// camera.Freeze();                                    // silent, with TCP open
/// await camera.RestartAsync(Film.H264Small);          // the same address, another picture
/// </code>
/// It asks nobody on this machine's loopback for a password, whatever account it is given: see <see cref="StartAsync"/>.
/// </summary>
public sealed class RtspCamera : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    private readonly string _directory = Directory.CreateTempSubdirectory("vics-camera-").FullName;
    private readonly StringBuilder _log = new();
    private readonly string? _user;
    private readonly string? _password;
    private readonly int _apiPort = FreePort();
    private Process? _server;

    private RtspCamera(string? user, string? password)
    {
        _user = user;
        _password = password;
    }

    /// <summary>Whether the program was fetched; without it skip.</summary>
    public static bool IsAvailable => File.Exists(Program);

    /// <summary>Where it listens for RTSP.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Its stream, without account.</summary>
    public string Url => $"rtsp://127.0.0.1:{Port}/cam";

    /// <summary>Its stream as one JPEG after the other over HTTP, where the film is <see cref="Film.Mjpeg"/>; without account.</summary>
    public string MjpegUrl => $"http://127.0.0.1:{_apiPort}/api/stream.mjpeg?src=cam";

    /// <summary>What it wrote so far: every RTSP request and answer, among others.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    private static string Program => Path.Combine(Repository.Root, "Vics.Tests", "node_modules", "@camera.ui", "go2rtc-linux-x64", "go2rtc");

    /// <summary>
    /// Starts one and waits until its picture moves. An account is demanded of who comes over a network interface, on its HTTP side from everybody;
    /// never of who comes over loopback by RTSP.
    /// </summary>
    public static async Task<RtspCamera> StartAsync(Film? film = null, string? user = null, string? password = null)
    {
        if (!IsAvailable)
            Assert.Skip($"{Repository.Relative(Program)} is missing: run npm ci in Vics.Tests (test.sh does it).");
        var camera = new RtspCamera(user, password);
        try
        {
            await camera.RestartAsync(film ?? Film.H264);
            return camera;
        }
        catch
        {
            await camera.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops answering while its connections stay open.</summary>
    public void Freeze() => Signal("-STOP");

    /// <summary>Goes on after <see cref="Freeze"/>.</summary>
    public void Thaw() => Signal("-CONT");

    /// <summary>Drops every connection and its port at once, as when the plug is pulled.</summary>
    public async Task StopAsync()
    {
        if (_server is not { } server)
            return;
        _server = null;
        // Its ffmpeg first: a killed tree is only found from a living root.
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync(CancellationToken.None);
        server.Dispose();
    }

    /// <summary>Starts again at the same address, with another film if one is given, and waits until its picture moves.</summary>
    public async Task RestartAsync(Film film)
    {
        await StopAsync();
        var path = await film.FileAsync();
        var config = Path.Combine(_directory, "go2rtc.yaml");
        await File.WriteAllTextAsync(config, Config(path), CancellationToken.None);
        var server = new Process { StartInfo = new ProcessStartInfo(Program, ["-c", config]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        server.OutputDataReceived += Note;
        server.ErrorDataReceived += Note;
        server.Start();
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        _server = server;
        await WaitUntilItShowsAsync();
    }

    /// <summary>How many watch it now.</summary>
    public async Task<int> ViewersAsync()
    {
        using var state = await StateAsync() ?? throw new InvalidOperationException("The camera does not answer.");
        // One consumer is its own: it keeps the film running.
        return state.RootElement.GetProperty("cam").GetProperty("consumers").EnumerateArray()
            .Count(consumer => !(consumer.TryGetProperty("format_name", out var format) && format.GetString() == "preload"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A port that nobody listens on, below those that the system gives to whoever connects: it is still free when the camera comes back.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                if (Given.TryAdd(port, true))
                    return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }

    private string Config(string film)
    {
        var account = _user is null ? "" : $"\n  username: {JsonSerializer.Serialize(_user)}\n  password: {JsonSerializer.Serialize(_password)}";
        return $$"""
            api:
              listen: "127.0.0.1:{{_apiPort}}"{{account}}
            rtsp:
              listen: ":{{Port}}"{{account}}
            webrtc:
              listen: ""
            srtp:
              listen: ""
            log:
              format: text
              rtsp: trace
            streams:
              cam: "exec:ffmpeg -hide_banner -loglevel error -re -stream_loop -1 -i {{film}} -c copy -rtsp_transport tcp -f rtsp {output}"
            preload:
              cam: "video&audio"
            """;
    }

    private async Task WaitUntilItShowsAsync()
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < StartLimit)
        {
            using var state = await StateAsync();
            var first = state?.RootElement.GetProperty("cam").GetProperty("producers").EnumerateArray().FirstOrDefault();
            if (first is { ValueKind: JsonValueKind.Object } producer && producer.TryGetProperty("bytes_recv", out var bytes) && bytes.GetInt64() > 0)
                return;
            await Task.Delay(50, CancellationToken.None);
        }

        throw new TimeoutException($"The camera shows nothing.\n{Log}");
    }

    private async Task<JsonDocument?> StateAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        if (_user is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{_password}")));
        try
        {
            return JsonDocument.Parse(await client.GetStringAsync($"http://127.0.0.1:{_apiPort}/api/streams", CancellationToken.None));
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
            _log.AppendLine(line.Data);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _server!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
