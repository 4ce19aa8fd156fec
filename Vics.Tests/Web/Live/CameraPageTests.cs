using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Live;

/// <summary>The live picture on the page of a camera, in a real browser, from cameras that really move.</summary>
[Collection(nameof(Alone))]
public sealed class CameraPageTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    private const string Hide = """
        hidden => {
          Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_picture_moves_and_goes_on_by_itself_after_the_camera_was_away()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264);
        await using var visit = await OpenAsync(new { name = "Gate", source = "rtsp", rtspUrl = camera.Url });
        var view = visit.Page.Locator("[data-live-view]");
        await view.MovesAsync();
        var before = await view.TimeAsync();
        await visit.Page.EvaluateAsync("window.samePage = true");

        await camera.StopAsync();
        await view.ShowsAsync("waiting");
        await Expect(view.Locator("[data-part=reason]")).ToHaveTextAsync(new Regex("\\w"));
        await camera.RestartAsync(Film.H264Small);

        await view.MovesAsync();
        Assert.Equal(640, await view.EvaluateAsync<int>("view => view.querySelector('video').videoWidth"));
        Assert.True(await view.TimeAsync() > before, "Time ran backwards.");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.samePage"));
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Who_does_not_look_leaves_the_camera_alone_and_comes_back_at_once()
    {
        using var script = await vics.ScriptAsync(Role.Viewer);
        await using var visit = await OpenAsync(new { name = "Pattern", source = "test" });
        var id = visit.Page.Url.Split('/')[^1];
        var view = visit.Page.Locator("[data-live-view]");
        await view.MovesAsync();
        Assert.Equal(1, await script.ViewersAsync(id));

        await visit.Page.EvaluateAsync(Hide, true);
        await view.ShowsAsync("paused");
        await LivePages.UntilAsync(async () => await script.ViewersAsync(id) == 0);
        await visit.Page.EvaluateAsync(Hide, false);

        await view.MovesAsync();
        await SeeFiguresAsync(visit.Page);
        await SaveSnapshotAsync(visit.Page);
        await view.GetByText("Sub", new() { Exact = true }).ClickAsync();
        await LivePages.UntilAsync(async () => await view.EvaluateAsync<int>("view => view.querySelector('video').videoWidth") == 640);
        await view.MovesAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task What_the_browser_cannot_play_comes_as_MJPEG_with_the_reason()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H265);
        await using var visit = await OpenAsync(new { name = "H.265", source = "rtsp", rtspUrl = camera.Url });
        var view = visit.Page.Locator("[data-live-view]");

        await view.ShowsAsync("mjpeg");

        await Expect(view.Locator("[data-part=note]")).ToHaveTextAsync("H.265 is not supported by this browser — showing MJPEG");
        var first = await view.PixelsAsync();
        await LivePages.UntilAsync(async () => await view.PixelsAsync() != first);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_camera_out_of_reach_is_a_sentence_in_the_readers_language_not_a_black_square()
    {
        var id = await vics.AddCameraAsync(new { name = "Away", source = "rtsp", rtspUrl = $"rtsp://127.0.0.1:{RtspCamera.FreePort()}/none" });
        await using var visit = await browser.VisitAsync(vics.Address, new() { Locale = "ko-KR" });
        await visit.SignInAsync(vics, Role.Viewer);

        await visit.Page.GotoAsync($"/cameras/{id}");

        var view = visit.Page.Locator("[data-live-view]");
        await view.ShowsAsync("error");
        await Expect(view.Locator("[data-part=reason]")).ToHaveTextAsync(new Regex("[가-힣]"));
        await Expect(view).ToHaveAttributeAsync("data-live-code", "unreachable");
    }

    private static async Task SeeFiguresAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Figures" }).ClickAsync();
        await Expect(page.Locator("[data-figure=codec]")).ToHaveTextAsync("H.264");
        await Expect(page.Locator("[data-figure=size]")).ToHaveTextAsync("1280 × 720");
        await Expect(page.Locator("[data-figure=viewers]")).ToHaveTextAsync("1");
    }

    private static async Task SaveSnapshotAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save a snapshot" }).ClickAsync());
        Assert.Matches("^Pattern .*\\.jpg$", download.SuggestedFilename);
        await using var picture = await download.CreateReadStreamAsync();
        var head = new byte[2];
        await picture.ReadExactlyAsync(head, Ct);
        Assert.Equal([0xFF, 0xD8], head);
    }

    private async Task<Visit> OpenAsync(object camera)
    {
        var id = await vics.AddCameraAsync(camera);
        var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.GotoAsync($"/cameras/{id}");
        return visit;
    }
}
