using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web;

public sealed class LayoutPageTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    [Fact]
    public async Task Dashboard_InABrowser_ComplainsAboutNothing()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.GotoAsync("/");

        Assert.Equal("Dashboard · VICS", await visit.Page.TitleAsync());
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Theme_WhenChosen_HoldsOnTheNextPage_WithoutAScript()
    {
        await using var visit = await browser.VisitAsync(vics.Address, new() { ColorScheme = ColorScheme.Light });
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.GotoAsync("/");
        Assert.Equal("light", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));

        await visit.Page.Locator("[data-theme-choice=dark]:visible").ClickAsync();
        Assert.Equal("dark", await visit.Page.Locator("html").GetAttributeAsync("data-bs-theme"));

        var answer = await visit.Page.Context.APIRequest.GetAsync(new Uri(vics.Address, "/").ToString());
        Assert.Contains("data-bs-theme=\"dark\"", await answer.TextAsync(), StringComparison.Ordinal);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Language_WhenChosen_HoldsOnTheNextPage()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.GotoAsync("/");
        await visit.Page.Locator("[data-language=ko]:visible").ClickAsync();

        Assert.Equal("ko", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("대시보드", await visit.Page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task QuestionMark_ShowsTheKeys()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);
        await visit.Page.GotoAsync("/");
        await visit.Page.Keyboard.PressAsync("?");

        await Assertions.Expect(visit.Page.Locator("[data-shortcuts]")).ToBeVisibleAsync();
        visit.AssertNoErrors();
    }
}
