using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Story;

/// <summary>From an empty list to a camera that is watched and steered, against a simulated ONVIF device: in the browser, and by the API alone.</summary>
public sealed class CameraStoryTests(Browser browser)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_is_found_added_seen_and_steered_in_the_browser()
    {
        await using var camera = await StartCameraAsync();
        await using var vics = NewApplication();
        await using var visit = await browser.VisitAsync(vics.Address);
        var page = visit.Page;
        await visit.SignInAsync(vics, Role.Administrator);

        await AddAsync(page, camera);
        await Assertions.Expect(page.Locator("[data-still-picture]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-camera-facts] [data-profile]").First).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await HoldUntilMovedAsync(camera, async () =>
        {
            await page.Locator("[data-ptz-move][data-pan='1'][data-tilt='0']").HoverAsync();
            await page.Mouse.DownAsync();
        });
        await page.Mouse.UpAsync();
        await StandsStillAsync(camera);

        await page.Locator("h1").ClickAsync();
        await HoldUntilMovedAsync(camera, () => page.Keyboard.DownAsync("ArrowLeft"), toTheRight: false);
        await page.Keyboard.UpAsync("ArrowLeft");
        await StandsStillAsync(camera);

        await UsePresetsAsync(page, camera);

        await HoldUntilMovedAsync(camera, () => page.Keyboard.DownAsync("ArrowRight"));
        await page.GotoAsync("/account");
        await StandsStillAsync(camera);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_camera_stops_by_itself_when_the_browser_is_gone()
    {
        await using var camera = await StartCameraAsync();
        await using var vics = NewApplication();
        await using var visit = await browser.VisitAsync(vics.Address);
        var page = visit.Page;
        await visit.SignInAsync(vics, Role.Administrator);
        await AddAsync(page, camera);
        // Whatever stops a camera from the page is lost on the way: the server alone is left to do it.
        await page.RouteAsync("**/ptz/stop", route => route.AbortAsync());

        await HoldUntilMovedAsync(camera, () => page.Keyboard.DownAsync("ArrowRight"));
        await page.CloseAsync();

        await StandsStillAsync(camera);
        var seen = await camera.WitnessAsync(Ct);
        Assert.Equal("stop", seen.Commands[^1].Command);
    }

    [Fact]
    public async Task The_same_goes_by_the_API_alone()
    {
        await using var camera = await StartCameraAsync();
        await using var vics = NewApplication();
        using var script = await vics.ScriptAsync(Role.Administrator);

        var found = await script.AskAsync(HttpMethod.Get, "/api/cameras/discover?seconds=2", null, HttpStatusCode.OK);
        var mine = found.EnumerateArray().Single(one => one.GetProperty("xAddrs")[0].GetString() == $"http://127.0.0.1:{camera.Port}/onvif/device_service");
        Assert.False(mine.GetProperty("known").GetBoolean());

        var account = new { host = "127.0.0.1", port = camera.Port, userName = SimulatedCamera.UserName, password = SimulatedCamera.Password };
        var probe = await script.AskAsync(HttpMethod.Post, "/api/cameras/probe", account, HttpStatusCode.OK);
        Assert.True(probe.GetProperty("online").GetBoolean(), probe.ToString());
        var profile = probe.GetProperty("profiles")[0].GetProperty("token").GetString();
        var wrong = await script.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { account.host, account.port, account.userName, password = "wrong" }, HttpStatusCode.OK);
        Assert.Equal("authentication", wrong.GetProperty("code").GetString());

        var added = await script.AskAsync(
            HttpMethod.Post,
            "/api/cameras",
            new { name = "Yard", source = "onvif", account.host, account.port, account.userName, account.password, profileToken = profile, ptz = true },
            HttpStatusCode.Created);
        var path = $"/api/cameras/{added.GetProperty("id").GetGuid()}";
        Assert.Equal(JsonValueKind.Array, (await script.AskAsync(HttpMethod.Get, $"{path}/profiles", null, HttpStatusCode.OK)).ValueKind);
        using (var picture = await script.GetAsync($"{path}/capture", Ct))
            Assert.Equal([0xFF, 0xD8], (await picture.Content.ReadAsByteArrayAsync(Ct))[..2]);

        await script.AskAsync(HttpMethod.Post, $"{path}/ptz/move", new { pan = 0.8, tilt = 0.4, timeoutMs = 500 }, HttpStatusCode.NoContent);
        await StandsStillAsync(camera);
        var moved = (await camera.WitnessAsync(Ct)).Position;
        Assert.True(moved is { Pan: > 0, Tilt: > 0 }, moved.ToString());

        var saved = await script.AskAsync(HttpMethod.Post, $"{path}/ptz/presets", new { name = "Loading bay" }, HttpStatusCode.Created);
        await script.AskAsync(HttpMethod.Post, $"{path}/ptz/home", null, HttpStatusCode.NoContent);
        Assert.Equal(0, (await camera.WitnessAsync(Ct)).Position.Pan);
        await script.AskAsync(HttpMethod.Post, $"{path}/ptz/presets/{saved.GetProperty("token").GetString()}/goto", null, HttpStatusCode.NoContent);
        Assert.Equal(moved.Pan, (await camera.WitnessAsync(Ct)).Position.Pan, 0.001);
        await script.AskAsync(HttpMethod.Delete, $"{path}/ptz/presets/{saved.GetProperty("token").GetString()}", null, HttpStatusCode.NoContent);
        Assert.DoesNotContain("Loading bay", (await camera.WitnessAsync(Ct)).Presets.Values);
        await script.AskAsync(HttpMethod.Post, $"{path}/ptz/absolute", new { pan = -0.5, tilt = 0.25, zoom = 0.5 }, HttpStatusCode.NoContent);
        Assert.Equal(new CameraPosition(-0.5, 0.25, 0.5), (await camera.WitnessAsync(Ct)).Position);

        var again = await script.AskAsync(HttpMethod.Get, "/api/cameras/discover?seconds=2", null, HttpStatusCode.OK);
        Assert.True(again.EnumerateArray().Single(one => one.GetProperty("xAddrs")[0].GetString()!.Contains($":{camera.Port}/", StringComparison.Ordinal)).GetProperty("known").GetBoolean());
    }

    private static Task<SimulatedCamera> StartCameraAsync() => SimulatedCamera.StartAsync(Ct, "--discovery", "127.0.0.1", "--name", "Yard camera");

    private static VicsApplication NewApplication() => VicsApplication.With(("Vics:Onvif:DiscoverOnLoopback", "true"));

    /// <summary>Goes the way of somebody who adds a camera, from the empty list to its page.</summary>
    private static async Task AddAsync(IPage page, SimulatedCamera camera)
    {
        await page.GotoAsync("/cameras/new");
        var found = page.Locator($"[data-found='127.0.0.1:{camera.Port}']");
        await found.Locator("[data-choose-found]").ClickAsync(new() { Timeout = 30_000 });

        await page.Locator("[name=UserName]").FillAsync(SimulatedCamera.UserName);
        await page.Locator("[name=Password]").FillAsync("wrong");
        await page.Locator("[data-form=camera-sign-in] [data-next]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-fault=authentication]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Locator("[name=Password]").FillAsync(SimulatedCamera.Password);
        await page.Locator("[data-form=camera-sign-in] [data-next]").ClickAsync();

        await Assertions.Expect(page.Locator("[data-still-picture]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        var rows = page.Locator("[data-profiles] [data-profile]");
        await rows.First.Locator("[name=ProfileToken]").CheckAsync();
        await rows.Last.Locator("[name=SubProfileToken]").CheckAsync();
        await page.Locator("[name=Name]").FillAsync("Yard");
        await page.Locator("[name=Tags]").FillAsync("outside");
        await page.Locator("[data-add]").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Yard");
        await Assertions.Expect(page.Locator("[data-ptz-controls]")).ToBeVisibleAsync();
    }

    private static async Task UsePresetsAsync(IPage page, SimulatedCamera camera)
    {
        await page.Locator("[data-preset-save] [name=name]").FillAsync("Loading bay");
        await page.Locator("[data-preset-save] button").ClickAsync();
        var saved = page.Locator("[data-preset]", new() { HasText = "Loading bay" });
        await Assertions.Expect(saved).ToBeVisibleAsync();
        var there = (await camera.WitnessAsync(Ct)).Position;

        await page.Locator("[data-preset]", new() { HasText = "Entrance" }).Locator("[data-preset-go]").ClickAsync();
        await UntilAsync(async () => Math.Abs((await camera.WitnessAsync(Ct)).Position.Pan - -0.8) < 0.01);
        await saved.Locator("[data-preset-go]").ClickAsync();
        await UntilAsync(async () => Math.Abs((await camera.WitnessAsync(Ct)).Position.Pan - there.Pan) < 0.01);

        await saved.Locator("[data-preset-remove]").ClickAsync();
        await page.Locator("[data-question-yes]").ClickAsync();
        await Assertions.Expect(saved).ToHaveCountAsync(0);
        Assert.DoesNotContain("Loading bay", (await camera.WitnessAsync(Ct)).Presets.Values);
        await page.Locator("h1").ClickAsync();
    }

    private static async Task HoldUntilMovedAsync(SimulatedCamera camera, Func<Task> hold, bool toTheRight = true)
    {
        var before = (await camera.WitnessAsync(Ct)).Position.Pan;
        await hold();
        await UntilAsync(async () => await camera.WitnessAsync(Ct) is { Moving: true } seen && (toTheRight ? seen.Position.Pan > before : seen.Position.Pan < before));
    }

    private static Task StandsStillAsync(SimulatedCamera camera) => UntilAsync(async () => !(await camera.WitnessAsync(Ct)).Moving);

    private static async Task UntilAsync(Func<Task<bool>> came)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await came(); await Task.Delay(50, Ct))
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "It did not come to pass in time.");
    }
}
