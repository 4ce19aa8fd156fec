using System.Net;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Units;

/// <summary>A unit's cameras on its page, in a real browser, from a real civetweb behind Digest.</summary>
public sealed class UnitCamerasPageTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cameras_come_after_the_page_with_their_stills_and_are_imported_by_their_boxes()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(12));
        await using var visit = await SignedInAsync(Role.Operator);
        await visit.Page.GotoAsync(await AddAsync(unit, DigestServers.Password));
        var cameras = visit.Page.Locator("#cameras [data-unit-camera]");

        await Expect(cameras).ToHaveCountAsync(12);
        await Expect(cameras.First).ToContainTextAsync("정문 카메라");
        await Expect(cameras.Nth(2).Locator("[data-state=down]")).ToBeVisibleAsync();
        await cameras.First.ScrollIntoViewIfNeededAsync();
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('#cameras img').naturalWidth > 0");

        await Expect(visit.Page.Locator("[data-import-chosen]")).ToBeDisabledAsync();
        await cameras.Nth(0).Locator("[data-choose]").CheckAsync();
        await cameras.Nth(4).Locator("[data-choose]").CheckAsync();
        await visit.Page.Locator("[data-import-chosen]").ClickAsync();

        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("added: 2");
        await Expect(visit.Page.Locator("#cameras [data-imported]")).ToHaveCountAsync(2);
        await visit.Page.Locator("[data-import-all]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("added: 10");
        await Expect(visit.Page.Locator("#cameras [data-imported]")).ToHaveCountAsync(12);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Without_scripts_a_link_leads_to_the_cameras()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(2));
        using var client = await vics.SignedInClientAsync(Role.Viewer);
        var path = await AddAsync(unit, DigestServers.Password);

        Assert.Contains($"href=\"{path}/cameras\"", await client.GetStringAsync(path, Ct), StringComparison.Ordinal);
        var page = await client.GetStringAsync($"{path}/cameras", Ct);
        Assert.Contains($"src=\"{path}/cameras/{UnitApiFiles.Id(1)}/image\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-import-all", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-choose", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_that_refuses_says_so_with_the_way_to_its_settings()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(2));
        await using var visit = await SignedInAsync(Role.Operator);
        var path = await AddAsync(unit, "wrong");
        await visit.Page.GotoAsync(path);

        var fault = visit.Page.Locator("#cameras [data-cameras-fault=authentication]");
        await Expect(fault).ToContainTextAsync("refused the account admin");
        await Expect(fault.Locator($"a[href='{path}/edit']")).ToBeVisibleAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_still_that_the_unit_has_not_is_no_picture_and_a_stranger_sees_none()
    {
        await using var unit = ScriptedServer.Answering(_ => ScriptedServer.Ok("Can't Get the Image!", "image/jpeg"));
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var client = await vics.SignedInClientAsync(Role.Viewer);
        using var stranger = vics.NewClient();
        var path = (await script.AddUnitAsync(new { host = "127.0.0.1", port = unit.Port, userName = "mirero", apiPort = unit.Port }))["/api".Length..];

        using var none = await client.GetAsync($"{path}/cameras/x/image", Ct);
        Assert.Equal((HttpStatusCode.NoContent, null), (none.StatusCode, none.Content.Headers.ContentType));
        using var away = await stranger.GetAsync($"{path}/cameras/x/image", Ct);
        Assert.Equal(HttpStatusCode.Redirect, away.StatusCode);
    }

    [Fact]
    public async Task Importing_is_for_operators_and_wants_a_choice()
    {
        await using var unit = await DigestServers.CivetwebAsync(Ct, UnitApiFiles.Of(2));
        var path = await AddAsync(unit, DigestServers.Password);
        using var viewer = await vics.SignedInClientAsync(Role.Viewer);
        using var operating = await vics.SignedInClientAsync(Role.Operator);

        // A page that a viewer does have carries a token, so that it is the role that refuses.
        using var refused = await viewer.SendFormAsync("/account", new() { ["all"] = "true" }, $"{path}/cameras/import");
        using var nothing = await operating.SendFormAsync($"{path}/cameras", [], $"{path}/cameras/import");
        Assert.NotEqual(path, refused.Headers.Location?.OriginalString);
        Assert.Equal((HttpStatusCode.Redirect, path), (nothing.StatusCode, nothing.Headers.Location?.OriginalString));
        Assert.Contains("Choose the cameras to import first", await operating.GetStringAsync(path, Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("data-imported", await operating.GetStringAsync($"{path}/cameras", Ct), StringComparison.Ordinal);
    }

    private async Task<string> AddAsync(ServerProcess unit, string password)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        return (await UnitCamerasApiTests.AddAsync(script, unit, password, "Lobby"))["/api".Length..];
    }

    private async Task<Visit> SignedInAsync(Role role)
    {
        var visit = await browser.VisitAsync(vics.Address, new BrowserNewContextOptions { ViewportSize = new() { Width = 1280, Height = 1000 } });
        await visit.SignInAsync(vics, role);
        return visit;
    }
}
