using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Live;

/// <summary>The wall in a real browser, with test patterns that really move.</summary>
[Collection(nameof(Alone))]
public sealed class WallPageTests(Browser browser) : IAsyncDisposable
{
    // An inventory of its own for each test.
    private readonly VicsApplication _vics = new();

    public ValueTask DisposeAsync() => _vics.DisposeAsync();

    [Fact]
    public async Task Sixteen_pictures_move_at_once_and_one_is_enlarged()
    {
        // Four cameras four times each: what counts are the sixteen players, and drawing patterns costs this machine as much as playing them.
        var ids = await AddPatternsAsync(4);
        await using var visit = await VisitAsync(Role.Viewer);
        var page = visit.Page;
        await page.GotoAsync($"/wall?layout=sixteen&cells={string.Join(',', Enumerable.Repeat(ids, 4).SelectMany(id => id))}");

        var views = page.Locator("[data-live-view]");
        await Expect(views).ToHaveCountAsync(16);
        for (var cell = 0; cell < 16; cell++)
            await views.Nth(cell).ShowsAsync("playing");
        await views.Nth(15).MovesAsync();
        await page.Locator("[data-cell='5']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var large = page.Locator(".wall-cell[data-large] [data-live-view]");
        await LivePages.UntilAsync(async () => await large.EvaluateAsync<int>("view => view.querySelector('video').videoWidth") == 1280);
        await large.MovesAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".wall-cell[data-large]")).ToHaveCountAsync(0);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_wall_is_arranged_by_hand_saved_and_opened_again_by_somebody_else()
    {
        await AddPatternsAsync(3);
        string address;
        await using (var visit = await VisitAsync(Role.Viewer))
        {
            var page = visit.Page;
            await page.GotoAsync("/wall");
            await page.Keyboard.PressAsync("1");
            await Expect(page.Locator(".wall-cell")).ToHaveCountAsync(1);
            await page.Keyboard.PressAsync("5");
            await Expect(page.Locator(".wall-cell")).ToHaveCountAsync(6);
            await ChooseAsync(page, "Pattern 2", 1);
            await ChooseAsync(page, "Pattern 1", 2);
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator("[data-cell-name]")).ToHaveTextAsync(["Pattern 2", "Pattern 1"]);

            await page.Locator("[data-cell='0']").DragToAsync(page.Locator("[data-cell='3']"));
            await Expect(page.Locator("[data-cell='3'] [data-cell-name]")).ToHaveTextAsync("Pattern 2");
            await page.Locator("[data-cell='1']").FocusAsync();
            await page.Keyboard.PressAsync("Shift+ArrowLeft");
            await Expect(page.Locator("[data-cell='0'] [data-cell-name]")).ToHaveTextAsync("Pattern 1");

            await page.Locator("[data-wall-title]").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save as…" }).ClickAsync();
            await page.Locator("#wall-name").FillAsync("Night shift");
            await page.GetByLabel("Everybody sees it").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
            await Expect(page.Locator("[data-wall-title]")).ToHaveTextAsync("Night shift");
            address = new Uri(page.Url).PathAndQuery;
            Assert.Matches("^/wall\\?wall=[0-9a-f-]{36}$", address);
            visit.AssertNoErrors();
        }

        await using var other = await VisitAsync(Role.Operator, new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await other.Page.GotoAsync(address);
        await Expect(other.Page.Locator("[data-wall-title]")).ToHaveTextAsync("Night shift");
        await Expect(other.Page.Locator("[data-cell-name]")).ToHaveTextAsync(["Pattern 1", "Pattern 2"]);
        await Expect(other.Page.Locator("[data-wall-save]")).ToBeHiddenAsync();
        Assert.True(await other.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page is wider than the phone.");
        await other.Page.Locator("[data-live-view]").First.MovesAsync();
        other.AssertNoErrors();
    }

    [Fact]
    public async Task A_tour_goes_from_page_to_page_and_an_empty_inventory_says_what_to_do()
    {
        await using var visit = await VisitAsync(Role.Operator);
        var page = visit.Page;
        await page.GotoAsync("/wall");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Add a camera" })).ToBeVisibleAsync();

        var ids = await AddPatternsAsync(2);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill with all cameras" }).ClickAsync();
        await Expect(page.Locator("[data-cell-name]")).ToHaveTextAsync(["Pattern 1", "Pattern 2"]);
        await page.GotoAsync($"/wall?layout=one&cells={ids[0]},{ids[1]}&tour=2");
        await Expect(page.Locator("[data-cell-name]")).ToHaveTextAsync("Pattern 1");
        await Expect(page.Locator("[data-cell-name]")).ToHaveTextAsync("Pattern 2", new() { Timeout = 30_000 });
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task The_enlarged_camera_is_steered_by_the_arrow_keys_until_it_is_small_again()
    {
        await using var camera = await SimulatedCamera.StartAsync(TestContext.Current.CancellationToken);
        var id = await _vics.AddCameraAsync(new { name = "Yard", host = camera.Host, port = camera.Port, userName = SimulatedCamera.UserName, password = SimulatedCamera.Password, ptz = true });
        await using var visit = await VisitAsync(Role.Operator);
        var page = visit.Page;
        await page.GotoAsync($"/wall?layout=four&cells={id}");
        await Expect(page.Locator("[data-cell-name]")).ToHaveTextAsync("Yard");

        await page.Locator("[data-cell='0']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-wall-side] [data-ptz-controls]")).ToBeVisibleAsync();
        await page.Keyboard.DownAsync("ArrowRight");
        await LivePages.UntilAsync(async () => (await camera.WitnessAsync(TestContext.Current.CancellationToken)).Position.Pan > 0.05);
        await page.Keyboard.PressAsync("Escape");

        await LivePages.UntilAsync(async () => !(await camera.WitnessAsync(TestContext.Current.CancellationToken)).Moving);
        await Expect(page.Locator("[data-ptz]")).ToHaveCountAsync(0);
    }

    private static async Task ChooseAsync(IPage page, string name, int cameras)
    {
        if (!await page.Locator("[data-wall-picker]").IsVisibleAsync())
            await page.Locator("[data-cell-choose]").First.ClickAsync();
        await page.Locator("[data-picker-search]").FillAsync(name);
        await page.Locator("[data-picker-search]").PressAsync("Enter");
        await Expect(page.Locator("[data-cell-name]")).ToHaveCountAsync(cameras, new() { Timeout = 30_000 });
    }

    private async Task<Visit> VisitAsync(Role role, BrowserNewContextOptions? settings = null)
    {
        var visit = await browser.VisitAsync(_vics.Address, settings);
        await visit.SignInAsync(_vics, role);
        return visit;
    }

    private async Task<List<string>> AddPatternsAsync(int count)
    {
        var ids = new List<string>();
        for (var number = 1; number <= count; number++)
            ids.Add(await _vics.AddCameraAsync(new { name = $"Pattern {number}", source = "test" }));
        return ids;
    }
}
