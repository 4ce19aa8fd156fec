using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed class ApiAccessTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer vics_nobody-made-this-one")]
    [InlineData("Bearer")]
    public async Task Without_an_account_the_api_answers_401_with_a_problem_never_a_redirect(string? authorization)
    {
        using var client = vics.NewClient();
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.GetAsync("/api/users", Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        var problem = await ProblemAsync(answer);
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_role_too_low_gets_403_with_a_problem()
    {
        using var script = await vics.ScriptAsync(Role.Operator);
        using var browser = await vics.SignedInClientAsync(Role.Viewer);

        using var byToken = await script.GetAsync("/api/users", Ct);
        using var byCookie = await browser.GetAsync("/api/audit", Ct);
        using var page = await browser.GetAsync("/settings/users", Ct);

        Assert.Equal(HttpStatusCode.Forbidden, byToken.StatusCode);
        Assert.Equal(403, (await ProblemAsync(byToken)).GetProperty("status").GetInt32());
        Assert.Equal(403, (await ProblemAsync(byCookie)).GetProperty("status").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("data-error=\"403\"", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_alone_changes_nothing_through_the_api()
    {
        using var browser = await vics.SignedInClientAsync(Role.Viewer);
        using var with = await browser.PostAsJsonAsync("/api/tokens", new { name = "with the header" }, Ct);
        browser.DefaultRequestHeaders.Remove("X-CSRF-TOKEN");

        using var without = await browser.PostAsJsonAsync("/api/tokens", new { name = "without" }, Ct);
        var tokens = await browser.GetFromJsonAsync<JsonElement>("/api/tokens", Ct);

        Assert.Equal(HttpStatusCode.Created, with.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Contains("X-CSRF-TOKEN", (await ProblemAsync(without)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, tokens.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_bearer_token_needs_no_antiforgery_header_and_hides_the_cookie()
    {
        using var browser = await vics.SignedInClientAsync(Role.Administrator);
        browser.DefaultRequestHeaders.Remove("X-CSRF-TOKEN");
        using var script = await vics.ScriptAsync(Role.Viewer);
        browser.DefaultRequestHeaders.Authorization = script.DefaultRequestHeaders.Authorization;

        using var create = await browser.PostAsJsonAsync("/api/tokens", new { name = "mine" }, Ct);
        using var users = await browser.GetAsync("/api/users", Ct);

        Assert.Equal(HttpStatusCode.Created, create.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, users.StatusCode);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
