using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

/// <summary>What holds for all of the API, tried on the accounts.</summary>
public sealed class ApiConventionTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pageSize=501", "pageSize")]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("page=0", "page")]
    [InlineData("page=many", "page")]
    public async Task A_page_out_of_range_is_refused_by_name(string query, string field)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var answer = await script.GetAsync($"/api/users?{query}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty((await ProblemAsync(answer)).GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Fact]
    public async Task A_list_tells_which_part_it_is_of_how_many()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        var mark = Guid.NewGuid().ToString("N")[..8];
        for (var i = 0; i < 3; i++)
            await vics.NewAccountAsync(Role.Viewer, $"{mark}-{i}");

        var page = await script.GetFromJsonAsync<JsonElement>($"/api/users?page=2&pageSize=2&search={mark}&tag=&sort=", Ct);

        var only = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal($"{mark}-2", only.GetProperty("userName").GetString());
        Assert.Equal("viewer", only.GetProperty("role").GetString());
        Assert.EndsWith("Z", only.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 2, 3), (page.GetProperty("page").GetInt32(), page.GetProperty("pageSize").GetInt32(), page.GetProperty("total").GetInt32()));
    }

    [Theory]
    [InlineData("{ \"userName\": ", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("userName=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_body_that_cannot_be_read_is_a_problem(string body, string type, HttpStatusCode expected)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var answer = await script.PostAsync("/api/users", new StringContent(body, Encoding.UTF8, type), Ct);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal((int)expected, (await ProblemAsync(answer)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Errors_stand_by_field_in_the_readers_language()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        script.DefaultRequestHeaders.Add("Accept-Language", "ko");
        using var answer = await script.PostAsJsonAsync("/api/users", new { userName = "x", password = "short", role = "operator" }, Ct);

        var problem = await ProblemAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("비밀번호는 10자 이상이어야 합니다.", problem.GetProperty("errors").GetProperty("password")[0].GetString());
    }

    [Fact]
    public async Task A_field_of_the_wrong_kind_is_named_as_the_client_wrote_it()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var answer = await script.PostAsJsonAsync("/api/tokens", new { name = "x", days = "soon" }, Ct);

        var errors = (await ProblemAsync(answer)).GetProperty("errors");
        Assert.Equal("days", Assert.Single(errors.EnumerateObject()).Name);
        Assert.DoesNotContain("System.", errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-an-id")]
    [InlineData("01890000-0000-7000-8000-000000000000")]
    public async Task An_id_that_is_none_or_unknown_is_404(string id)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        using var answer = await script.GetAsync($"/api/users/{id}", Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(404, (await ProblemAsync(answer)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_change_to_a_stale_state_is_refused_and_a_known_state_is_not_sent_again()
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var read = await script.GetAsync($"/api/users/{account.Id}", Ct);
        var tag = read.Headers.ETag!;

        using var known = await SendAsync(script, HttpMethod.Get, account, request => request.Headers.IfNoneMatch.Add(tag));
        using var same = await SendAsync(script, HttpMethod.Patch, account, request => request.Headers.IfNoneMatch.Add(tag), new { });
        using var fresh = await SendAsync(script, HttpMethod.Patch, account, request => request.Headers.IfMatch.Add(tag), new { role = "operator" });
        using var stale = await SendAsync(script, HttpMethod.Delete, account, request => request.Headers.IfMatch.Add(tag));
        using var any = await SendAsync(script, HttpMethod.Delete, account, request => request.Headers.IfMatch.Add(EntityTagHeaderValue.Any));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.NotEqual(tag, fresh.Headers.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, any.StatusCode);
    }

    [Fact]
    public async Task The_open_api_document_spells_ids_as_uuids()
    {
        using var script = await vics.ScriptAsync(Role.Viewer);
        var document = await script.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);

        var parameter = document.GetProperty("paths").GetProperty("/api/users/{id}").GetProperty("get").GetProperty("parameters")[0];
        var field = document.GetProperty("components").GetProperty("schemas").GetProperty("UserModel").GetProperty("properties").GetProperty("id");
        Assert.Equal("uuid", Resolve(document, parameter.GetProperty("schema")).GetProperty("format").GetString());
        Assert.Equal("uuid", Resolve(document, field).GetProperty("format").GetString());
    }

    [Theory]
    [InlineData("/api/packages", "multipart/form-data", "file", "version", "notes", "sha256")]
    [InlineData("/api/units/import", "multipart/form-data", "file")]
    [InlineData("/api/units/import", "text/csv")]
    public async Task The_open_api_document_tells_how_a_file_is_sent(string path, string type, params string[] fields)
    {
        using var script = await vics.ScriptAsync(Role.Viewer);
        var document = await script.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);

        var body = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody");
        var schema = Resolve(document, body.GetProperty("content").GetProperty(type).GetProperty("schema"));
        Assert.Equal(fields, schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(field => field.Name) : []);
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString());
    }

    private static JsonElement Resolve(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var name)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
            : schema;

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, Account account, Action<HttpRequestMessage> condition, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/users/{account.Id}") { Content = body is null ? null : JsonContent.Create(body) };
        condition(request);
        return await client.SendAsync(request, Ct);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
