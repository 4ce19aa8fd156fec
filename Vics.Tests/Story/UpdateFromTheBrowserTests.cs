using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Story;

/// <summary>
/// The main job, as an operator does it: sign in, add units, upload a package, update them all, see them run the new version. With
/// VICS_SCREENSHOTS=DIRECTORY each page is also kept as a picture.
/// </summary>
public sealed partial class UpdateFromTheBrowserTests(LabFixture lab, Browser browser)
{
    private const int PackageBytes = 20_000_000;

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("VICS_SCREENSHOTS");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_updates_three_units_from_sign_in_to_the_new_version()
    {
        await using var lease = await lab.BorrowAsync(3, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        await using var visit = await browser.VisitAsync(vics.Address, new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        var page = visit.Page;

        await SignInAsync(page);
        foreach (var unit in lease.Units)
            await AddUnitAsync(page, unit);
        await UploadAsync(page);
        await StartAsync(page);
        await WatchToTheEndAsync(page, api);

        foreach (var unit in lease.Units)
            Assert.Equal("2.0.0", await unit.RunningVersionAsync(Ct));
        await SeeItOnTheUnitsPageAsync(page);
        visit.AssertNoErrors();
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/");
        await page.GetByLabel("User name").FillAsync(FleetApi.AdminName);
        await page.GetByLabel("Password").FillAsync(FleetApi.AdminPassword);
        await KeepAsync(page, "sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1, h2").First).ToBeVisibleAsync();
    }

    private static async Task AddUnitAsync(IPage page, LabUnit unit)
    {
        await page.GotoAsync("/units/new");
        await page.FillAsync("[name=Name]", unit.Name);
        await page.FillAsync("[name=Host]", unit.Address);
        await page.FillAsync("[name=UserName]", unit.UserName);
        await page.FillAsync("[name=Password]", unit.Password);
        await KeepAsync(page, "unit-new");
        await page.ClickAsync("[data-save]");
        await KeepAsync(page, "unit-saved");
        await page.ClickAsync("[data-test-button]");
        await Assertions.Expect(page.Locator("[data-test-result=ok]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await KeepAsync(page, "unit");
    }

    private static async Task UploadAsync(IPage page)
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("vics-story-").FullName, "VICS");
        await File.WriteAllBytesAsync(program, RecorderProgram.Create("2.0.0", PackageBytes), Ct);
        await page.GotoAsync("/packages/upload");
        await page.FillAsync("[name=version]", "2.0.0");
        await page.SetInputFilesAsync("[name=file]", program);
        await page.ClickAsync("[data-submit]");
        await Assertions.Expect(page.Locator("[data-package]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await KeepAsync(page, "packages");
        Directory.Delete(Path.GetDirectoryName(program)!, recursive: true);
    }

    private static async Task StartAsync(IPage page)
    {
        await page.GotoAsync("/update-jobs/new");
        await page.SelectOptionAsync("[name=Package]", new SelectOptionValue { Index = 1 });
        await page.CheckAsync("[name=Units][value=All]");
        await Assertions.Expect(page.Locator("[data-preview]")).ToContainTextAsync("3 units");
        await KeepAsync(page, "update-job-new");
        await page.ClickAsync("[data-start]");
        await page.WaitForURLAsync("**/update-jobs/*");
    }

    // The page is never loaded again: what it shows at the end came to it live.
    private static async Task WatchToTheEndAsync(IPage page, FleetApi api)
    {
        await Assertions.Expect(page.Locator("[data-target-state=running]").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("[data-target-state=running] [data-field=bytes]").First).ToContainTextAsync("MB", new() { Timeout = 30_000 });
        await KeepAsync(page, "update-job-running");
        var job = Guid.Parse(new Uri(page.Url).Segments[^1]);
        Assert.True((await api.EndOfAsync(job, Ct)).GetProperty("state").GetString() == "succeeded", (await api.GetAsync($"/api/update-jobs/{job}/targets", Ct)).ToString());
        await Assertions.Expect(page.Locator("[data-target-state=succeeded]")).ToHaveCountAsync(3, new() { Timeout = 10_000 });
        await Assertions.Expect(page.Locator("[data-field=downtime]").First).ToHaveTextAsync(AnyDuration());
        await Assertions.Expect(page.Locator("[data-job-field=label]")).ToContainTextAsync("3 of 3");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(" | ", await page.Locator("[data-field=downtime]").AllInnerTextsAsync()));
        await KeepAsync(page, "update-job");
    }

    private static async Task SeeItOnTheUnitsPageAsync(IPage page)
    {
        await page.GotoAsync("/units");
        await Assertions.Expect(page.Locator("[data-unit]").Filter(new() { HasText = "2.0.0" })).ToHaveCountAsync(3);
        await KeepAsync(page, "units");
        await page.GotoAsync("/");
        await KeepAsync(page, "dashboard");
    }

    [GeneratedRegex(@"^\d+(\.\d+)? m?s$")]
    private static partial Regex AnyDuration();

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name + ".png") });
    }
}
