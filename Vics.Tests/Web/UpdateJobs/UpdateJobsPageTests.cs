using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.UpdateJobs;

public sealed class UpdateJobsPageTests(FakeFleet fleet, Browser browser) : IClassFixture<FakeFleet>
{
    private const string Badge = "[data-job-badge]";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_SumsUpWhileItIsFilledIn_AndStarts_AndTheJobMovesToItsEnd()
    {
        var (unit, fake) = await fleet.AddUnitAsync("Gate 1", "north");
        await fleet.AddUnitAsync("Gate 2", "north");
        var package = await fleet.AddPackageAsync("3.1.0");
        var (sending, swapping) = (new Gate(), new Gate());
        fake.Before("send", sending.PassAsync);
        fake.Before("read", swapping.PassAsync);
        await using var visit = await browser.VisitAsync(fleet.Application.Address);
        await visit.SignInAsync(fleet.Application, Role.Operator);
        var page = visit.Page;

        await page.GotoAsync("/update-jobs/new");
        await page.Locator("[name=Package]").SelectOptionAsync(package.Id.ToString());
        await page.GetByText("north", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-preview-sentence]")).ToHaveTextAsync("Updates 2 units to 3.1.0, all at the same time.");
        await page.Locator("[data-start]").ClickAsync();

        var row = page.Locator("[data-targets] [data-target]", new() { HasText = "Gate 1" });
        await Assertions.Expect(row.Locator("[data-field=step]")).ToHaveTextAsync("Transfer");
        await Assertions.Expect(page.Locator(Badge)).ToHaveTextAsync("In progress");
        await row.Locator("[data-log]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-log-lines]")).ToContainTextAsync("the recorder goes on running");
        sending.Open();
        await swapping.Reached.WaitAsync(Ct);
        await Assertions.Expect(row.Locator("[data-field=step]")).ToHaveTextAsync("Stop");
        swapping.Open();

        await Assertions.Expect(page.Locator(Badge)).ToHaveTextAsync("Succeeded");
        await Assertions.Expect(page.Locator("[data-job-field=label]")).ToHaveTextAsync("2 of 2 done");
        await Assertions.Expect(row.Locator("[data-badge]")).ToHaveTextAsync("Updated");
        await Assertions.Expect(row.Locator("[data-field=downtime]")).ToHaveTextAsync("300 ms");
        await Assertions.Expect(page.Locator("[data-log-lines]")).ToContainTextAsync("The new version runs.");
        Assert.Equal("100%", await page.Locator("[data-stacked-bar] [data-part=done]").First.GetAttributeAsync("width"));
        await Assertions.Expect(page.Locator("[data-cancel]")).ToBeHiddenAsync();
        visit.AssertNoErrors();
        Assert.Equal("Gate 1", unit.Name);
    }

    [Fact]
    public async Task Cancel_AsksFirst_ThenStops()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        var gate = new Gate();
        fake.Before("send", gate.PassAsync);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        await using var visit = await browser.VisitAsync(fleet.Application.Address);
        await visit.SignInAsync(fleet.Application, Role.Operator);

        await visit.Page.GotoAsync($"/update-jobs/{job}");
        await gate.Reached.WaitAsync(Ct);
        await visit.Page.Locator("[data-cancel]").ClickAsync();
        await visit.Page.Locator("[data-cancel-dialog] [data-cancel-yes]").ClickAsync();

        await Assertions.Expect(visit.Page.Locator(Badge)).ToHaveTextAsync("Cancelled");
        await Assertions.Expect(visit.Page.Locator("[data-target] [data-badge]")).ToHaveTextAsync("Cancelled");
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Job_SpeaksEachReadersLanguage_WhileItMoves()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        fake.Swap = FakeUnit.RollsBack;
        var gate = new Gate();
        fake.Before("send", gate.PassAsync);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        await using var korean = await browser.VisitAsync(fleet.Application.Address, new() { Locale = "ko-KR" });
        await using var english = await browser.VisitAsync(fleet.Application.Address);
        foreach (var visit in new[] { korean, english })
        {
            await visit.SignInAsync(fleet.Application, Role.Viewer);
            await visit.Page.GotoAsync($"/update-jobs/{job}");
        }

        await Assertions.Expect(korean.Page.Locator("[data-field=step]")).ToHaveTextAsync("전송");
        gate.Open();

        await Assertions.Expect(korean.Page.Locator(Badge)).ToHaveTextAsync("실패");
        await Assertions.Expect(korean.Page.Locator("[data-field=message]")).ToContainTextAsync("이전 버전이 다시 동작하고 있습니다");
        await Assertions.Expect(english.Page.Locator("[data-field=message]")).ToContainTextAsync("The old version is running again.");
        Assert.Equal(0, await english.Page.Locator("[data-cancel]").CountAsync());
        korean.AssertNoErrors();
    }

    [Fact]
    public async Task Job_WhoseLineWasLost_SaysSo_AndCatchesUp()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        var gate = new Gate();
        fake.Before("send", gate.PassAsync);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        await using var visit = await browser.VisitAsync(fleet.Application.Address);
        await visit.SignInAsync(fleet.Application, Role.Viewer);
        var page = visit.Page;
        var closing = new List<IWebSocketRoute>();
        await page.RouteWebSocketAsync(address => address.Contains("/hubs/", StringComparison.Ordinal), socket =>
        {
            socket.ConnectToServer();
            closing.Add(socket);
        });
        await page.GotoAsync($"/update-jobs/{job}");
        await Assertions.Expect(page.Locator("[data-field=step]")).ToHaveTextAsync("Transfer");

        await page.RouteAsync("**/hubs/**", route => route.AbortAsync());
        await closing[0].CloseAsync();
        await Assertions.Expect(page.Locator("[data-live-line]")).ToBeVisibleAsync();
        gate.Open();
        await fleet.EndOfAsync(job);
        await page.UnrouteAllAsync();

        await Assertions.Expect(page.Locator(Badge)).ToHaveTextAsync("Succeeded");
        await Assertions.Expect(page.Locator("[data-live-line]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Job_WithoutScript_ShowsItsStateAndEachUnitsLog()
    {
        var (unit, fake) = await fleet.AddUnitAsync("Tower");
        fake.Break("connect", DeviceFaultCode.Authentication);
        var package = await fleet.AddPackageAsync();
        await using var visit = await browser.VisitAsync(fleet.Application.Address, new() { JavaScriptEnabled = false });
        await visit.SignInAsync(fleet.Application, Role.Operator);
        var page = visit.Page;

        await page.GotoAsync($"/update-jobs/new?unit={unit.Id}&package={package.Id}");
        await page.Locator("[data-review]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-preview-sentence]")).ToHaveTextAsync($"Updates Tower to {package.Version}.");
        await page.Locator("[data-start]").ClickAsync();
        await page.WaitForURLAsync(new Regex("/update-jobs/[0-9a-f-]{36}$"));
        await fleet.EndOfAsync(UpdateJobId.From(Guid.Parse(page.Url[^36..])));
        await page.GotoAsync(page.Url);

        await Assertions.Expect(page.Locator(Badge)).ToHaveTextAsync("Failed");
        await page.Locator("[data-log]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-log-lines] [data-level=error]")).ToContainTextAsync("It does not want to connect.");
    }

    [Fact]
    public async Task New_WithoutAPackage_ComplainsAtTheField_AndKeepsWhatWasEntered()
    {
        await fleet.AddUnitAsync();
        await fleet.AddPackageAsync();
        using var client = await fleet.Application.SignedInClientAsync(Role.Operator);

        using var answer = await client.SendFormAsync("/update-jobs/new", new() { ["Units"] = "All", ["Note"] = "tonight <b>" }, "/update-jobs");
        var html = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Choose a package.", html, StringComparison.Ordinal);
        Assert.Contains("tonight &lt;b&gt;</textarea>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SentTwiceStartsOneJob_AndChangedInBetweenAnother()
    {
        var (unit, _) = await fleet.AddUnitAsync();
        var (first, second) = (await fleet.AddPackageAsync(), await fleet.AddPackageAsync());
        using var client = await fleet.Application.SignedInClientAsync(Role.Operator);
        var key = Guid.CreateVersion7().ToString();

        async Task<Uri?> StartAsync(Package package)
        {
            var fields = new Dictionary<string, string>
            {
                ["Package"] = package.Id.ToString(),
                ["Units"] = "Chosen",
                ["Unit"] = unit.Id.ToString(),
                ["Key"] = key,
            };
            using var answer = await client.SendFormAsync("/update-jobs/new", fields, "/update-jobs");
            Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
            return answer.Headers.Location;
        }

        var job = await StartAsync(first);

        Assert.Equal(job, await StartAsync(first));
        Assert.NotEqual(job, await StartAsync(second));
    }
}
