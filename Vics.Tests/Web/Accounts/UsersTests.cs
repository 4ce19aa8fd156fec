using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed class UsersTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_makes_changes_and_deletes_an_account_and_the_audit_log_tells_it()
    {
        using var admin = await vics.ScriptAsync(Role.Administrator);
        using var made = await admin.PostAsJsonAsync("/api/users", new { userName = "lee", password = SignedIn.Password, role = "viewer" }, Ct);
        using var taken = await admin.PostAsJsonAsync("/api/users", new { userName = "LEE", password = SignedIn.Password, role = "viewer" }, Ct);
        var where = made.Headers.Location!;
        using var raised = await admin.PutAsJsonAsync(where, new { userName = "lee", role = "operator" }, Ct);
        using var renamed = await admin.PatchAsJsonAsync(where, new { userName = "kim" }, Ct);
        using var secret = await admin.PatchAsJsonAsync(where, new { password = "another long one" }, Ct);
        using var wrong = await admin.PatchAsJsonAsync(where, new { role = "king" }, Ct);
        using var deleted = await admin.DeleteAsync(where, Ct);
        var log = await admin.GetFromJsonAsync<JsonElement>("/api/audit?search=lee", Ct);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NoContent],
            new[] { made, taken, raised, renamed, secret, wrong, deleted }.Select(answer => answer.StatusCode));
        Assert.DoesNotContain("password", await made.Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            ["account.created", "account.roleChanged", "account.passwordChanged", "account.deleted"],
            log.GetProperty("items").EnumerateArray().Reverse().Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("viewer → operator", log.GetProperty("items")[2].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_change_that_is_refused_in_part_changes_nothing()
    {
        using var admin = await vics.ScriptAsync(Role.Administrator);
        var account = await vics.NewAccountAsync(Role.Viewer);
        var where = $"/api/users/{account.Id}";

        using var refused = await admin.PatchAsJsonAsync(where, new { role = "operator", password = "short" }, Ct);
        var after = await admin.GetFromJsonAsync<JsonElement>(where, Ct);
        using var both = await admin.PatchAsJsonAsync(where, new { role = "operator", password = "another long one" }, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("viewer", after.GetProperty("role").GetString());
        Assert.Equal("operator", (await both.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("role").GetString());
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var small = new VicsApplication();
        var only = await small.NewAccountAsync(Role.Administrator);
        using var admin = await small.SignedInClientAsync(only.UserName);

        using var deleted = await admin.DeleteAsync($"/api/users/{only.Id}", Ct);
        using var lowered = await admin.PatchAsJsonAsync($"/api/users/{only.Id}", new { role = "viewer" }, Ct);

        Assert.Equal(HttpStatusCode.Conflict, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, lowered.StatusCode);
    }

    [Fact]
    public async Task An_account_is_made_by_the_form_and_a_refusal_keeps_what_was_typed()
    {
        using var admin = await vics.SignedInClientAsync(Role.Administrator);

        using var refused = await admin.SendFormAsync("/settings/users/new", Form("park", "short"));
        using var made = await admin.SendFormAsync("/settings/users/new", Form("park", SignedIn.Password));
        var list = await admin.GetStringAsync("/settings/users?search=park", Ct);

        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("A password has at least 10 characters.", html, StringComparison.Ordinal);
        Assert.Contains("value=\"park\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"short\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        Assert.Contains("data-user=\"park\"", list, StringComparison.Ordinal);

        static Dictionary<string, string> Form(string name, string password) => new() { ["UserName"] = name, ["Password"] = password, ["Role"] = "operator" };
    }

    [Fact]
    public async Task An_account_is_deleted_only_with_its_name_typed()
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var admin = await vics.SignedInClientAsync(Role.Administrator);
        var page = $"/settings/users/{account.Id}";

        using var refused = await admin.SendFormAsync(page, new() { ["ConfirmName"] = "somebody" }, $"{page}/delete");
        var still = await vics.Services.GetRequiredService<IAccountStore>().FindAsync(account.Id, Ct);
        using var done = await admin.SendFormAsync(page, new() { ["ConfirmName"] = account.UserName }, $"{page}/delete");
        var gone = await vics.Services.GetRequiredService<IAccountStore>().FindAsync(account.Id, Ct);

        Assert.Contains("Type the name of the account to delete it.", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.NotNull(still);
        Assert.Equal("/settings/users", done.Headers.Location!.OriginalString);
        Assert.Null(gone);
    }

    [Theory]
    [InlineData("/settings/users/01890000-0000-7000-8000-000000000000")]
    [InlineData("/settings/users/nobody")]
    public async Task An_account_that_does_not_exist_is_a_page_that_says_so(string path)
    {
        using var admin = await vics.SignedInClientAsync(Role.Administrator);
        using var answer = await admin.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
