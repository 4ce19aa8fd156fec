using System.Diagnostics;
using System.Globalization;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>The player in a real browser, on a page of the product (its security headers count), with cameras that really move.</summary>
public sealed class LivePlayerTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    private const string State =
        "JSON.stringify([window.states, player.statistics, player.latency, video.videoWidth, video.currentTime, video.error?.message, canvas.width])";

    private const string Play = """
        async address => {
          const { LivePlayer } = await import('/js/live-player.js');
          const [video, canvas] = [document.createElement('video'), document.createElement('canvas')];
          video.muted = true;
          document.body.append(video, canvas);
          window.states = [];
          window.player = new LivePlayer(video, canvas, address);
          player.addEventListener('state', event => window.states.push(event.detail.state));
          player.addEventListener('fallback', event => window.fallback = event.detail);
          player.start();
          Object.assign(window, { video, canvas });
        }
        """;

    [Fact]
    public async Task Video_moves_stays_at_the_edge_and_goes_on_over_a_restart_of_the_camera()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264);
        await using var visit = await OpenAsync(await AddAsync(new { name = "Gate", source = "rtsp", rtspUrl = camera.Url }));
        await UntilAsync(visit, "video.videoWidth === 1280 && video.currentTime > 0 && player.latency < 2");
        var before = await visit.Page.EvaluateAsync<double>("video.currentTime");
        await UntilAsync(visit, $"video.currentTime > {before.ToString(CultureInfo.InvariantCulture)} + 1");

        await camera.RestartAsync(Film.H264Small);

        await UntilAsync(visit, "video.videoWidth === 640 && player.statistics.epochs === 2");
        var after = await visit.Page.EvaluateAsync<double>("video.currentTime");
        await UntilAsync(visit, $"video.currentTime > {after.ToString(CultureInfo.InvariantCulture)} + 1");
        Assert.True(after > before);
    }

    [Fact]
    public async Task What_the_browser_cannot_play_is_shown_as_JPEGs_and_why_is_told()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H265);
        await using var visit = await OpenAsync(await AddAsync(new { name = "H.265", source = "rtsp", rtspUrl = camera.Url }));

        await UntilAsync(visit, "canvas.width === 640 && player.statistics.fragments > 5");

        Assert.Contains("hvc1", await visit.Page.EvaluateAsync<string>("window.fallback.message"), StringComparison.Ordinal);
    }

    // By the debugger: the page's own policy forbids what Playwright's wait would do.
    private static async Task UntilAsync(Visit visit, string condition)
    {
        var since = Stopwatch.StartNew();
        while (!await visit.Page.EvaluateAsync<bool>(condition))
        {
            if (since.Elapsed > TimeSpan.FromSeconds(40))
                Assert.Fail($"{condition}: {await visit.Page.EvaluateAsync<string>(State)}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> AddAsync(object camera)
    {
        using var script = await vics.ScriptAsync(Role.Operator);
        return await script.AddCameraAsync(camera);
    }

    private async Task<Visit> OpenAsync(string camera)
    {
        var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.EvaluateAsync(Play, camera);
        return visit;
    }
}
