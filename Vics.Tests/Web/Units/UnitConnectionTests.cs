using System.Net;
using Vics.Domain.Accounts;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Units;

/// <summary>The connection test and the host key, against real units.</summary>
public sealed class UnitConnectionTests(VicsApplication vics, LabFixture lab, Browser browser) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unit_that_is_ready_says_all_the_contract_asks()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var operating = await vics.ScriptAsync(Role.Operator);
        var path = await AddAsync(script, lease.Unit, lease.Unit.Password);

        var result = await operating.AskAsync(HttpMethod.Post, $"{path}/test", null, HttpStatusCode.OK);

        Assert.True(result.GetProperty("ok").GetBoolean(), result.GetRawText());
        Assert.Null(result.GetProperty("code").GetString());
        Assert.NotEmpty(result.GetProperty("message").GetString()!);
        Assert.Equal(await lease.Unit.HostKeyFingerprintAsync(Ct), "SHA256:" + result.GetProperty("hostKey").GetProperty("sha256").GetString());
        Assert.Equal("ssh-ed25519", result.GetProperty("hostKey").GetProperty("algorithm").GetString());
        Assert.True(result.GetProperty("hostKeyPinned").GetBoolean());
        Assert.Equal("password", result.GetProperty("sudo").GetString());
        Assert.Equal("active", result.GetProperty("serviceState").GetString());
        Assert.True(result.GetProperty("freeBytes").GetInt64() > 0);
        Assert.StartsWith("Debian", result.GetProperty("os").GetString(), StringComparison.Ordinal);
        Assert.Equal("x86_64", result.GetProperty("architecture").GetString());
        Assert.True(result.GetProperty("roundTripMs").GetDouble() > 0);
        Assert.All(result.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("ok").GetBoolean()));

        var unit = await script.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
        Assert.Equal("online", unit.GetProperty("state").GetString());
        Assert.Equal("active", unit.GetProperty("serviceState").GetString());
        Assert.Equal(await lease.Unit.InstalledSha256Async(Ct), unit.GetProperty("installed").GetProperty("sha256").GetString());
        Assert.NotEqual(default, unit.GetProperty("hostKey").GetProperty("pinnedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_unit_that_refuses_or_is_away_is_an_answer_with_a_code()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        using var script = await vics.ScriptAsync(Role.Administrator);

        var wrong = await script.AskAsync(HttpMethod.Post, $"{await AddAsync(script, lease.Unit, "wrong")}/test", null, HttpStatusCode.OK);
        Assert.Equal((false, "authentication"), (wrong.GetProperty("ok").GetBoolean(), wrong.GetProperty("code").GetString()));

        var closed = await script.AddUnitAsync(new { host = lease.Unit.Address, port = 1, userName = "mirero", password = "x" });
        var away = await script.AskAsync(HttpMethod.Post, $"{closed}/test", null, HttpStatusCode.OK);
        Assert.Equal((false, "unreachable"), (away.GetProperty("ok").GetBoolean(), away.GetProperty("code").GetString()));
        Assert.Equal("offline", (await script.AskAsync(HttpMethod.Get, closed, null, HttpStatusCode.OK)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_changed_host_key_shows_both_prints_and_can_be_trusted()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        using var script = await vics.ScriptAsync(Role.Administrator);
        var path = (await AddAsync(script, lease.Unit, lease.Unit.Password))["/api".Length..];
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Administrator);
        await visit.Page.GotoAsync(path);
        await visit.Page.Locator("[data-test-button]").ClickAsync();
        await Expect(visit.Page.Locator("[data-test-result=ok]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator("[data-check=sudo][data-ok=true]")).ToBeVisibleAsync();
        var before = await lease.Unit.HostKeyFingerprintAsync(Ct);
        await Expect(visit.Page.Locator("[data-fingerprint]")).ToHaveTextAsync(before);

        await lease.Unit.ReplaceHostKeyAsync(Ct);
        var after = await lease.Unit.HostKeyFingerprintAsync(Ct);
        await visit.Page.Locator("[data-test-button]").ClickAsync();
        await Expect(visit.Page.Locator("[data-test-result=hostKeyChanged]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator("[data-pinned-print]")).ToContainTextAsync(before);
        await Expect(visit.Page.Locator("[data-shown-print]")).ToContainTextAsync(after);

        var pin = visit.Page.Locator("[data-strange-key]");
        await pin.Locator("[data-confirm]").FillAsync(lease.Unit.Name);
        await pin.Locator("[data-pin]").ClickAsync();
        await Expect(visit.Page.Locator("[data-fingerprint]")).ToHaveTextAsync(after);
        await Expect(visit.Page.Locator("[data-host-key]")).ToContainTextAsync("ssh-ed25519");
        await visit.Page.Locator("[data-test-button]").ClickAsync();
        await Expect(visit.Page.Locator("[data-test-result=ok]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Without_scripts_the_test_and_its_result_are_a_page()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        using var script = await vics.ScriptAsync(Role.Administrator);
        var path = (await AddAsync(script, lease.Unit, lease.Unit.Password))["/api".Length..];
        await using var visit = await browser.VisitAsync(vics.Address, new() { JavaScriptEnabled = false });
        await visit.SignInAsync(vics, Role.Operator);
        await visit.Page.GotoAsync(path);

        await visit.Page.Locator("[data-test-button]").ClickAsync(new() { Timeout = 30_000 });

        await Expect(visit.Page.Locator("[data-test-result=ok]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    // Tests share the application, and units come back with another key: each begins without what the last one left.
    private static async Task<string> AddAsync(HttpClient script, LabUnit unit, string password)
    {
        await script.AskAsync(HttpMethod.Delete, "/api/units?confirm=all", null, HttpStatusCode.NoContent);
        return await script.AddUnitAsync(new { name = unit.Name, host = unit.Address, port = unit.SshPort, userName = unit.UserName, password });
    }
}
