using System.Net;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Units;

/// <summary>Update profiles, by the API and by their pages.</summary>
public sealed class UpdateProfilesTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    private const string Path = "/api/update-profiles";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_profile_is_there_from_the_start_and_stays()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        var first = (await script.AskAsync(HttpMethod.Get, Path, null, HttpStatusCode.OK)).GetProperty("items")[0];

        Assert.Equal(
            """{"isDefault":true,"serviceName":"mivicsd.service","targetPath":"/home/mirero/VICS","fileMode":"0755","backupsKept":2,"stopTimeoutSeconds":30,"startTimeoutSeconds":60,"settleSeconds":5,"probePath":"/vapi/GetCamList"}""",
            "{" + first.GetRawText()[first.GetRawText().IndexOf("\"isDefault", StringComparison.Ordinal)..]);
        await script.AskAsync(HttpMethod.Delete, $"{Path}/{first.GetProperty("id").GetGuid()}", null, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_profile_is_created_replaced_patched_and_deleted()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var created = await script.PostAsync(Path, System.Net.Http.Json.JsonContent.Create(new { name = "Old boxes", targetPath = "/opt/vics/VICS", probePath = (string?)null }), Ct);
        var profile = await created.ReadAsync(HttpStatusCode.Created);
        var path = $"{Path}/{profile.GetProperty("id").GetGuid()}";
        Assert.Equal(path, created.Headers.Location?.ToString());
        Assert.Null(profile.GetProperty("probePath").GetString());
        Assert.False(profile.GetProperty("isDefault").GetBoolean());

        await script.AskAsync(HttpMethod.Post, Path, new { name = "OLD boxes" }, HttpStatusCode.Conflict);
        var patched = await script.AskAsync(HttpMethod.Patch, path, new { settleSeconds = 9 }, HttpStatusCode.OK, created.Headers.ETag!.ToString());
        Assert.Equal((9, "/opt/vics/VICS"), (patched.GetProperty("settleSeconds").GetInt32(), patched.GetProperty("targetPath").GetString()));
        await script.AskAsync(HttpMethod.Put, path, new { name = "Older" }, HttpStatusCode.PreconditionFailed, created.Headers.ETag!.ToString());
        var replaced = await script.AskAsync(HttpMethod.Put, path, new { name = "Older" }, HttpStatusCode.OK);
        Assert.Equal((5, "/vapi/GetCamList"), (replaced.GetProperty("settleSeconds").GetInt32(), replaced.GetProperty("probePath").GetString()));

        await script.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
        await script.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"x","serviceName":"rm -rf /"}""", "serviceName")]
    [InlineData("""{"name":"x","targetPath":"/home/../etc/shadow"}""", "targetPath")]
    [InlineData("""{"name":"x","targetPath":"/tmp/$(reboot)"}""", "targetPath")]
    [InlineData("""{"name":"x","fileMode":"9999"}""", "fileMode")]
    [InlineData("""{"name":"x","backupsKept":21}""", "backupsKept")]
    [InlineData("""{"name":"x","settleSeconds":0}""", "settleSeconds")]
    [InlineData("""{"name":"x","serviceName":null}""", "serviceName")]
    [InlineData("""{"name":"x","probePath":"no slash"}""", "probePath")]
    public async Task What_would_not_fit_a_units_root_script_is_a_400_at_its_field(string json, string field)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await script.PostAsync(Path, body, Ct);

        Assert.NotEmpty((await answer.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt(field));
    }

    [Fact]
    public async Task Everyone_reads_and_only_administrators_write()
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        using var operating = await vics.ScriptAsync(Role.Operator);

        await viewer.AskAsync(HttpMethod.Get, Path, null, HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Post, Path, new { name = "x" }, HttpStatusCode.Forbidden);
        using var page = await vics.SignedInClientAsync(Role.Operator);
        Assert.DoesNotContain("data-add", await page.GetStringAsync("/settings/update-profiles", Ct), StringComparison.Ordinal);
        using var form = await page.GetAsync("/settings/update-profiles/new", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
    }

    [Fact]
    public async Task A_profile_is_added_corrected_and_deleted_on_its_pages()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Administrator);
        await visit.Page.GotoAsync("/settings/update-profiles");
        await visit.Page.Locator("[data-add]").ClickAsync();
        await visit.Page.Locator("[name=Name]").FillAsync("Branch offices");
        await visit.Page.Locator("[name=TargetPath]").FillAsync("VICS");
        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-valmsg-for=TargetPath]")).ToContainTextAsync("absolute path");
        await Expect(visit.Page.Locator("[name=Name]")).ToHaveValueAsync("Branch offices");

        await visit.Page.Locator("[name=TargetPath]").FillAsync("/opt/VICS");
        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("Branch offices was added");

        await visit.Page.GetByText("Branch offices", new() { Exact = true }).ClickAsync();
        await visit.Page.Locator("[data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("Branch offices was deleted");
        await Expect(visit.Page.Locator("[data-profile]")).ToHaveCountAsync(1);
    }
}
