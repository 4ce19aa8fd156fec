using System.Net;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Packages;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Packages;

public sealed class PackagesPageTests(FakeFleet fleet, Browser browser) : IClassFixture<FakeFleet>
{
    private const int SlowBytes = 3_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_ShowsHowFarItIs_AndThenTheListedPackage()
    {
        await using var visit = await VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/packages/upload");
        await SlowDownAsync(page);
        await FillAsync(page, "7.0 <b>bold</b>", "<img src=x onerror=alert(1)>.bin", RandomNumberGenerator.GetBytes(SlowBytes));
        await page.Locator("[data-submit]").ClickAsync();

        await Assertions.Expect(page.Locator("[data-progress-bytes]")).ToContainTextAsync("of 3 MB");
        await Assertions.Expect(page.Locator("[data-progress-left]")).ToContainTextAsync("left");
        await Assertions.Expect(page.Locator("[data-stop]")).ToBeVisibleAsync();
        await page.WaitForURLAsync("**/packages");

        await Assertions.Expect(page.Locator("[data-flash]")).ToContainTextAsync("Package 7.0 <b>bold</b> was stored.");
        var row = page.Locator("[data-package]", new() { HasText = "7.0 <b>bold</b>" });
        await Assertions.Expect(row.Locator("[data-download]")).ToHaveTextAsync("<img src=x onerror=alert(1)>.bin");
        await Assertions.Expect(row).ToContainTextAsync("3 MB");
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Upload_ThatIsStopped_StoresNothing_AndKeepsWhatWasEntered()
    {
        await using var visit = await VisitAsync();
        var page = visit.Page;
        await page.GotoAsync("/packages/upload");
        await SlowDownAsync(page);
        await FillAsync(page, "stopped", "VICS", RandomNumberGenerator.GetBytes(SlowBytes));
        await page.Locator("[data-submit]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-progress-bytes]")).ToContainTextAsync("of 3 MB");
        await page.Locator("[data-stop]").ClickAsync();

        await Assertions.Expect(page.Locator("[data-error-for=file]")).ToHaveTextAsync("The upload was stopped. Nothing was stored.");
        Assert.Equal("stopped", await page.Locator("[name=version]").InputValueAsync());
        Assert.Equal(0, (await fleet.The<IPackageStore>().ListAsync(new ListQuery(Search: "stopped"), Ct)).Total);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_OfWhatIsThere_SaysWhereTheFileIsChosen(bool script)
    {
        var known = await fleet.AddPackageAsync();
        var content = new MemoryStream();
        await using (var file = fleet.The<IPackageFiles>().OpenRead(known.Id))
            await file.CopyToAsync(content, Ct);
        await using var visit = await VisitAsync(new() { JavaScriptEnabled = script });
        var page = visit.Page;
        await page.GotoAsync("/packages/upload");
        await FillAsync(page, "again", "VICS", content.ToArray());
        await page.Locator("[data-submit]").ClickAsync();

        await Assertions.Expect(page.Locator("[data-error-for=file]")).ToContainTextAsync($"This very file is package {known.Version} (VICS) already.");
        await Assertions.Expect(page.Locator("[data-existing]")).ToHaveTextAsync($"To package {known.Version}");
        Assert.Equal("again", await page.Locator("[name=version]").InputValueAsync());
    }

    [Fact]
    public async Task Upload_WithoutScript_StoresThePackage()
    {
        await using var visit = await VisitAsync(new() { JavaScriptEnabled = false });
        await visit.Page.GotoAsync("/packages/upload");
        await FillAsync(visit.Page, "plain form", "VICS", RandomNumberGenerator.GetBytes(500_000));
        await visit.Page.Locator("[data-submit]").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("[data-packages]")).ToContainTextAsync("plain form");
    }

    [Fact]
    public async Task Upload_WithoutTheAntiforgeryToken_IsRefused()
    {
        using var client = await fleet.Application.SignedInClientAsync(Role.Operator);
        client.DefaultRequestHeaders.Remove("X-CSRF-TOKEN");
        using var form = new MultipartFormDataContent { { new StringContent("forged"), "version" }, { new ByteArrayContent([1, 2, 3]), "file", "VICS" } };

        using var answer = await client.PostAsync("/packages/upload", form, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, (await fleet.The<IPackageStore>().ListAsync(new ListQuery(Search: "forged"), Ct)).Total);
    }

    [Fact]
    public async Task Upload_LongerThanAllowed_IsRefusedWithAWord()
    {
        await using var small = VicsApplication.With(("Vics:Packages:MaxBytes", "100000"));
        await using var visit = await browser.VisitAsync(small.Address, new() { JavaScriptEnabled = false });
        await visit.SignInAsync(small, Role.Operator);
        await visit.Page.GotoAsync("/packages/upload");
        await FillAsync(visit.Page, "big", "VICS", RandomNumberGenerator.GetBytes(20_000_000));
        await visit.Page.Locator("[data-submit]").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("[data-error-for=file]")).ToHaveTextAsync("A package may have 100 KB at most.");
    }

    [Fact]
    public async Task Delete_AsksFirst()
    {
        var package = await fleet.AddPackageAsync("to be deleted");
        await using var visit = await VisitAsync();
        await visit.Page.GotoAsync("/packages");
        await visit.Page.Locator($"[data-package='{package.Id}'] [data-delete]").ClickAsync();
        await visit.Page.Locator("[data-delete-yes]").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("[data-flash]")).ToHaveTextAsync("The package was deleted.");
        Assert.Null(await fleet.The<IPackageStore>().FindAsync(package.Id, Ct));
    }

    [Fact]
    public async Task Viewers_SeeNoButtonsToChangeAnything()
    {
        await fleet.AddPackageAsync();
        using var viewer = await fleet.Application.SignedInClientAsync(Role.Viewer);

        var html = await viewer.GetStringAsync("/packages", Ct);
        using var upload = await viewer.GetAsync("/packages/upload", Ct);

        Assert.DoesNotContain("data-delete", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, upload.StatusCode);
    }

    private async Task<Visit> VisitAsync(BrowserNewContextOptions? options = null)
    {
        var visit = await browser.VisitAsync(fleet.Application.Address, options);
        await visit.SignInAsync(fleet.Application, Role.Operator);
        return visit;
    }

    private static async Task FillAsync(IPage page, string version, string fileName, byte[] content)
    {
        await page.Locator("[name=version]").FillAsync(version);
        await page.Locator("[name=file]").SetInputFilesAsync(new FilePayload { Name = fileName, MimeType = "application/octet-stream", Buffer = content });
    }

    /// <summary>A line of 1 MB a second.</summary>
    private static async Task SlowDownAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.emulateNetworkConditions", new()
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = 1_000_000,
        });
    }
}
