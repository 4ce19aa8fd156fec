using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Infrastructure.Ffmpeg;
using Vics.Tests.Infrastructure.Live;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Live video over the API, from a real camera through the real server.</summary>
public sealed class LiveApiTests(LiveApiTests.Scene scene) : IClassFixture<LiveApiTests.Scene>
{
    private const string Password = "p@ss w/rd#1";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private VicsApplication Vics => scene.Vics;

    private HttpClient Script => scene.Script;

    [Fact]
    public async Task A_socket_for_a_player_says_what_comes_then_sends_the_head_and_a_key_frame()
    {
        using var viewer = await Vics.ScriptAsync(Role.Viewer);
        using var socket = await Vics.OpenSocketAsync(viewer, $"{scene.Camera}/live/mse?stream=main", Vics.Address.GetLeftPart(UriPartial.Authority));

        var first = (await socket.NextFrameAsync())!;
        var head = (await socket.NextFrameAsync())!;
        var fragment = (await socket.NextFrameAsync())!;

        Assert.Equal("mse", first.Message.GetProperty("type").GetString());
        Assert.Equal("video/mp4; codecs=\"avc1.64001F\"", first.Message.GetProperty("value").GetString());
        Assert.Equal(1280, first.Message.GetProperty("width").GetInt32());
        Assert.Equal("ftyp", head.Box);
        Assert.Equal("moof", fragment.Box);
        var status = await viewer.LiveStatusAsync(scene.Camera);
        Assert.True(status.GetProperty("running").GetBoolean());
        Assert.Equal("avc1.64001F", status.GetProperty("codec").GetString());
        Assert.True(status.GetProperty("viewers").GetInt32() >= 1);
    }

    [Fact]
    public async Task An_endless_mp4_plays()
    {
        var bytes = await Script.TakeAsync($"{scene.Camera}/live.mp4", 400_000);
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, bytes, Ct);

        var found = await Command.RunAsync("ffprobe", "-v", "fatal", "-show_entries", "stream=codec_name,width", "-of", "csv=p=0", path);

        File.Delete(path);
        Assert.Equal("h264,1280", found);
    }

    [Fact]
    public async Task JPEGs_come_by_HTTP_one_part_after_the_other_in_the_size_asked_for()
    {
        var text = Encoding.Latin1.GetString(await Script.TakeAsync($"{scene.Camera}/live.mjpeg?width=300&fps=5", 40_000));

        Assert.StartsWith("--vics-picture\r\nContent-Type: image/jpeg\r\nContent-Length: ", text, StringComparison.Ordinal);
        var jpeg = text[text.IndexOf("\u00ff\u00d8", StringComparison.Ordinal)..];
        var size = jpeg.IndexOf("\u00ff\u00c0", StringComparison.Ordinal);
        Assert.Equal(320, (jpeg[size + 7] << 8) | jpeg[size + 8]);
    }

    [Fact]
    public async Task JPEGs_come_by_socket_one_a_frame_and_share_the_one_connection_to_the_camera()
    {
        using var video = await Vics.OpenSocketAsync(Script, $"{scene.Camera}/live/mse");
        using var pictures = await Vics.OpenSocketAsync(Script, $"{scene.Camera}/live/mjpeg?width=320");

        var frames = new[] { await pictures.NextFrameAsync(), await pictures.NextFrameAsync(), await pictures.NextFrameAsync() };

        Assert.All(frames, frame => Assert.True(frame!.IsJpeg));
        Assert.NotEqual(frames[0]!.Bytes, frames[2]!.Bytes);
        Assert.Equal(1, await scene.Source.ViewersAsync());
    }

    [Fact]
    public async Task A_still_of_a_camera_that_is_being_watched_comes_from_what_is_shown()
    {
        using var video = await Vics.OpenSocketAsync(Script, $"{scene.Camera}/live/mse");
        await video.NextMessageAsync("mse");
        await video.NextFrameAsync();
        await video.NextFrameAsync();

        var jpeg = await Script.GetByteArrayAsync($"{scene.Camera}/capture?width=640", Ct);

        Assert.Equal([0xFF, 0xD8], jpeg[..2]);
        Assert.Equal(1, await scene.Source.ViewersAsync());
    }

    [Fact]
    public async Task A_camera_that_nobody_answers_for_is_reported_within_five_seconds_and_with_its_code()
    {
        var camera = await Script.AddCameraAsync(new { name = "Away", source = "rtsp", rtspUrl = $"rtsp://127.0.0.1:{RtspCamera.FreePort()}/x" });
        var since = Stopwatch.StartNew();

        using var answer = await Script.GetAsync($"{camera}/live.mp4", Ct);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(Ct));
        using var socket = await Vics.OpenSocketAsync(Script, $"{camera}/live/mse");
        var error = await socket.NextMessageAsync("error");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("unreachable", problem.GetProperty("code").GetString());
        Assert.Equal("unreachable", error.GetProperty("code").GetString());
        Assert.Null(await socket.NextFrameAsync());
        Assert.Equal(WebSocketCloseStatus.InternalServerError, socket.CloseStatus);
        // Two requests; each has five seconds, and the machine may be slow.
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_camera_that_wants_an_account_is_watched_with_it_and_no_process_shows_it()
    {
        await using var server = await GstRtspServer.StartAsync(Ct, "--user", "admin", "--password", Password);
        var camera = await Script.AddCameraAsync(
            new { name = "Locked", source = "rtsp", rtspUrl = $"rtsp://127.0.0.1:{server.Port}/stream1", userName = "admin", password = Password });
        using var socket = await Vics.OpenSocketAsync(Script, $"{camera}/live/mse");

        await socket.NextMessageAsync("mse");
        var lines = LiveBench.OwnFfmpegs();

        Assert.Contains(lines, line => line.Contains("rtsp://127.0.0.1", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("admin", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("p@ss", Uri.UnescapeDataString(line), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_named_at_once_for_everybody_and_not_tried_again_and_again()
    {
        await using var server = await GstRtspServer.StartAsync(Ct, "--user", "admin", "--password", Password);
        var camera = await Script.AddCameraAsync(
            new { name = "Wrong", source = "rtsp", rtspUrl = $"rtsp://127.0.0.1:{server.Port}/stream1", userName = "admin", password = "guess" });
        using var answer = await Script.GetAsync($"{camera}/live.mjpeg", Ct);
        using var again = await Script.GetAsync($"{camera}/live.mp4", Ct);

        Assert.Equal((HttpStatusCode.BadGateway, HttpStatusCode.BadGateway), (answer.StatusCode, again.StatusCode));
        Assert.Contains("\"code\":\"authentication\"", await again.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(1, (await Script.LiveStatusAsync(camera)).GetProperty("restarts").GetInt32());
    }

    [Fact]
    public async Task Who_may_not_watch_is_told_so_before_anything_is_opened()
    {
        using var stranger = Vics.NewClient();
        using var refused = await stranger.GetAsync($"{scene.Camera}/live.mp4", Ct);
        using var unknown = await Script.GetAsync($"/api/cameras/{Guid.NewGuid()}/live.mp4", Ct);
        using var noSocket = await Script.GetAsync($"{scene.Camera}/live/mse", Ct);
        var disabled = await Script.AddCameraAsync(new { name = "Off", source = "test", enabled = false });
        using var off = await Script.GetAsync($"{disabled}/live.mp4", Ct);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Conflict),
            (refused.StatusCode, unknown.StatusCode, noSocket.StatusCode, off.StatusCode));
    }

    [Fact]
    public async Task A_page_of_another_site_gets_no_socket()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(
            () => Vics.OpenSocketAsync(Script, $"{scene.Camera}/live/mse", "https://elsewhere.example"));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_is_deleted_ends_the_sockets_of_those_who_watch_it()
    {
        var camera = await Script.AddCameraAsync(new { name = "Short-lived", source = "test" });
        using var socket = await Vics.OpenSocketAsync(Script, $"{camera}/live/mse?stream=sub");
        await socket.NextMessageAsync("mse");

        using var gone = await Script.DeleteAsync($"{camera}", Ct);
        await socket.NextMessageAsync("error");

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Null(await socket.NextFrameAsync());
    }

    [Fact]
    public async Task A_viewer_who_goes_without_a_word_is_missed_at_once()
    {
        var camera = await Script.AddCameraAsync(new { name = "Left", source = "test" });
        using (var socket = await Vics.OpenSocketAsync(Script, $"{camera}/live/mse?stream=sub"))
        {
            await socket.NextMessageAsync("mse");
            socket.Abort();
        }

        await Script.TakeAsync($"{camera}/live.mp4?stream=sub", 10_000);

        async Task<int> ViewersAsync() =>
            (await Script.GetFromJsonElementAsync($"{camera}/live?stream=sub")).GetProperty("viewers").GetInt32();
        await LiveBench.UntilAsync(async () => await ViewersAsync() == 0, "both are gone");
    }

    [Fact]
    public async Task A_server_that_stops_says_so_to_those_who_watch_and_leaves_no_ffmpeg_behind()
    {
        var vics = VicsApplication.With();
        using var script = await vics.ScriptAsync(Role.Operator);
        var camera = await script.AddCameraAsync(new { name = "Gate", source = "test" });
        using var socket = await vics.OpenSocketAsync(script, $"{camera}/live/mse?stream=sub");
        await socket.NextMessageAsync("mse");
        var ffmpegs = vics.Services.GetRequiredService<FfmpegSlots>();
        Assert.Equal(1, ffmpegs.Taken);

        var stopping = vics.DisposeAsync();
        while (await socket.NextFrameAsync() is not null)
        {
            // What was on its way.
        }

        await stopping;
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        // A place is given back when the process has ended.
        Assert.Equal(0, ffmpegs.Taken);
    }

    /// <summary>A server and a camera that all tests here share.</summary>
    public sealed class Scene : IAsyncLifetime
    {
        public VicsApplication Vics { get; } = VicsApplication.With(("Vics:Live:IdleSeconds", "1"));

        public RtspCamera Source { get; private set; } = null!;

        public HttpClient Script { get; private set; } = null!;

        public string Camera { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Source = await RtspCamera.StartAsync(Film.H264);
            Script = await Vics.ScriptAsync(Role.Administrator);
            Camera = await Script.AddCameraAsync(new { name = "Gate", source = "rtsp", rtspUrl = Source.Url });
        }

        public async ValueTask DisposeAsync()
        {
            Script?.Dispose();
            await Vics.DisposeAsync();
            if (Source is not null)
                await Source.DisposeAsync();
        }
    }
}
