using System.Net;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Units;

/// <summary>Who may do what to the inventory, asked of the API and of the pages.</summary>
public sealed class UnitRightsTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private const string SomePrint = "nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_reads_nothing()
    {
        using var stranger = vics.NewClient();

        await stranger.AskAsync(HttpMethod.Get, "/api/units", null, HttpStatusCode.Unauthorized);
        await stranger.AskAsync(HttpMethod.Get, "/api/units/export", null, HttpStatusCode.Unauthorized);
        using var page = await stranger.GetAsync("/units", Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        var unit = new { host = UnitCalls.NewHost(), userName = "mirero" };
        var path = await administrator.AddUnitAsync(unit);

        await viewer.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
        await viewer.AskAsync(HttpMethod.Post, "/api/units", unit, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Put, path, unit, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Patch, path, unit, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Post, $"{path}/test", null, HttpStatusCode.Forbidden);
        using var import = await viewer.ImportAsync("host,username\na,b");
        await import.ReadAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_operator_keeps_units_but_sets_no_secret()
    {
        using var operating = await vics.ScriptAsync(Role.Operator);
        var host = UnitCalls.NewHost();
        var path = await operating.AddUnitAsync(new { host, userName = "mirero" });

        await operating.AskAsync(HttpMethod.Patch, path, new { notes = "mine", port = 2022 }, HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Patch, path, new { password = "secret" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Patch, path, new { apiPassword = (string?)null }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Post, "/api/units", new { host = UnitCalls.NewHost(), userName = "mirero", privateKey = "key" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Post, $"{path}/host-key", new { sha256 = SomePrint }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Delete, "/api/units?confirm=all", null, HttpStatusCode.Forbidden);
        using var import = await operating.ImportAsync($"host,username,password\n{UnitCalls.NewHost()},b,secret");
        await import.ReadAsync(HttpStatusCode.Forbidden);
        using var without = await operating.ImportAsync($"host,username\n{UnitCalls.NewHost()},b");
        await without.ReadAsync(HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_operator_cannot_have_a_stored_password_sent_to_another_address()
    {
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        using var operating = await vics.ScriptAsync(Role.Operator);
        var host = UnitCalls.NewHost();
        var path = await administrator.AddUnitAsync(new { host, userName = "mirero", password = "secret" });

        await operating.AskAsync(HttpMethod.Patch, path, new { host = "192.0.2.66" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Patch, path, new { port = 2222 }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Put, path, new { host = $"[{host.ToUpperInvariant()}]", userName = "mirero", notes = "the same address" }, HttpStatusCode.OK);
        await administrator.AskAsync(HttpMethod.Patch, path, new { host = UnitCalls.NewHost() }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_show_what_the_role_may_do_and_forms_cannot_go_round_it()
    {
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        var path = (await administrator.AddUnitAsync(new { host = UnitCalls.NewHost(), userName = "mirero", password = "secret" }))["/api".Length..];

        using var viewer = await vics.SignedInClientAsync(Role.Viewer);
        Assert.DoesNotContain("data-test-button", await viewer.GetStringAsync(path, Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("data-add", await viewer.GetStringAsync("/units", Ct), StringComparison.Ordinal);
        using var forbidden = await viewer.GetAsync($"{path}/edit", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);

        using var operating = await vics.SignedInClientAsync(Role.Operator);
        var form = await operating.GetStringAsync($"{path}/edit", Ct);
        Assert.Contains("data-no-secrets", form, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Password\"", form, StringComparison.Ordinal);
        using var sent = await operating.SendFormAsync($"{path}/edit", new() { ["Host"] = "192.0.2.66", ["Port"] = "22", ["UserName"] = "mirero", ["ApiPort"] = "80" });
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        using var all = await operating.GetAsync("/units/delete-all", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, all.StatusCode);
    }
}
