using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed partial class TokenTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_lies_hashed_works_and_stops_when_it_is_deleted()
    {
        using var browser = await vics.SignedInClientAsync(Role.Operator);
        using var made = await browser.SendFormAsync("/account/tokens", new() { ["Name"] = "night script", ["Days"] = "90" });
        var token = Shown().Match(await made.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        var list = await browser.GetStringAsync("/account/tokens", Ct);
        var id = Row().Match(list).Groups[1].Value;
        using var script = vics.NewClient();
        script.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var before = await script.GetAsync("/api/tokens", Ct);
        using var deleted = await browser.SendFormAsync("/account/tokens", [], $"/account/tokens/{id}/delete");
        using var after = await script.GetAsync("/api/tokens", Ct);

        Assert.True(token.Length > 40);
        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Contains("night script", list, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list, StringComparison.Ordinal);
        Assert.False(await IsInDatabaseAsync(token));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task The_api_makes_a_token_says_it_once_and_deletes_it()
    {
        using var script = await vics.ScriptAsync(Role.Viewer);
        using var made = await script.PostAsJsonAsync("/api/tokens", new { name = "ci", days = 7, unknownField = 1 }, Ct);
        var model = await made.Content.ReadFromJsonAsync<JsonElement>(Ct);

        var read = await script.GetStringAsync(made.Headers.Location, Ct);
        using var deleted = await script.DeleteAsync(made.Headers.Location, Ct);
        using var again = await script.DeleteAsync(made.Headers.Location, Ct);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(7, (model.GetProperty("expiresAt").GetDateTimeOffset() - model.GetProperty("createdAt").GetDateTimeOffset()).TotalDays, 0.01);
        Assert.DoesNotContain(model.GetProperty("token").GetString()!, read, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Tokens_of_others_are_an_administrators_business()
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        using var other = await vics.ScriptAsync(Role.Operator);
        using var admin = await vics.ScriptAsync(Role.Administrator);
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var made = await other.PostAsJsonAsync("/api/tokens", new { name = "theirs" }, Ct);

        using var seen = await viewer.GetAsync(made.Headers.Location, Ct);
        using var taken = await viewer.DeleteAsync(made.Headers.Location, Ct);
        using var forged = await viewer.PostAsJsonAsync("/api/tokens", new { name = "x", userId = account.Id.Value }, Ct);
        using var given = await admin.PostAsJsonAsync("/api/tokens", new { name = "x", userId = account.Id.Value }, Ct);
        using var ended = await admin.DeleteAsync(made.Headers.Location, Ct);

        Assert.Equal(
            [HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden, HttpStatusCode.Created, HttpStatusCode.NoContent],
            new[] { seen, taken, forged, given, ended }.Select(answer => answer.StatusCode));
    }

    private async Task<bool> IsInDatabaseAsync(string text)
    {
        var needle = Encoding.UTF8.GetBytes(text);
        foreach (var file in Directory.EnumerateFiles(vics.DataDirectory, "vics.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await open.CopyToAsync(copy, Ct);
            if (copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(needle) >= 0)
                return true;
        }

        return false;
    }

    [GeneratedRegex("value=\"(vics_[^\"]+)\"")]
    private static partial Regex Shown();

    [GeneratedRegex("data-token-id=\"([^\"]+)\"")]
    private static partial Regex Row();
}
