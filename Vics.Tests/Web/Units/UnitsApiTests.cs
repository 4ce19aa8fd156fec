using System.Net;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Units;

/// <summary>The inventory as scripts see it: the contract's fields and status codes.</summary>
public sealed class UnitsApiTests(VicsApplication vics) : IClassFixture<VicsApplication>, IAsyncLifetime
{
    private static readonly HttpMethod[] Writes = [HttpMethod.Put, HttpMethod.Patch];

    private HttpClient _script = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _script = await vics.ScriptAsync(Role.Administrator);

    public ValueTask DisposeAsync()
    {
        _script.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_created_unit_has_the_fields_of_the_contract_and_says_where_it_is()
    {
        var host = UnitCalls.NewHost();
        using var answer = await _script.PostAsync("/api/units", System.Net.Http.Json.JsonContent.Create(new
        {
            name = "Lobby",
            host,
            port = 2222,
            userName = "mirero",
            authentication = "privateKey",
            privateKey = "key",
            passphrase = "phrase",
            apiPort = 9081,
            apiUserName = "admin",
            apiPassword = "secret",
            tags = new[] { "b", "a" },
            notes = "Rack 2",
            jumpHostId = (Guid?)null,
        }), Ct);
        var unit = await answer.ReadAsync(HttpStatusCode.Created);

        Assert.Equal($"/api/units/{unit.GetProperty("id").GetGuid()}", answer.Headers.Location?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(
            """
            {"name":"Lobby","host":"HOST","port":2222,"userName":"mirero","authentication":"privateKey","hasPassword":false,"hasPrivateKey":true,"hasPassphrase":true,"jumpHostId":null,"apiPort":9081,"apiUserName":"admin","hasApiPassword":true,"profileId":null,"tags":["a","b"],"notes":"Rack 2","hostKey":null,"state":"unknown","serviceState":"unknown","installed":null,"lastSeenAt":null
            """.Replace("HOST", host, StringComparison.Ordinal),
            "{" + unit.GetRawText().Split("\",", 2)[1].Split(",\"createdAt\"")[0]);
    }

    [Fact]
    public async Task What_is_left_out_has_the_contracts_defaults()
    {
        var host = UnitCalls.NewHost();
        var unit = await _script.AskAsync(HttpMethod.Post, "/api/units", new { host, userName = "mirero" }, HttpStatusCode.Created);

        Assert.Equal(host, unit.GetProperty("name").GetString());
        Assert.Equal(22, unit.GetProperty("port").GetInt32());
        Assert.Equal(9080, unit.GetProperty("apiPort").GetInt32());
        Assert.Equal("password", unit.GetProperty("authentication").GetString());
    }

    [Theory]
    [InlineData("""{"host":"a b","userName":"mirero"}""", "host")]
    [InlineData("""{"userName":"mirero"}""", "host")]
    [InlineData("""{"host":"192.0.2.1","port":70000,"userName":"mirero"}""", "port")]
    [InlineData("""{"host":"192.0.2.1","port":0,"userName":"mirero"}""", "port")]
    [InlineData("""{"host":"192.0.2.1","port":"x","userName":"mirero"}""", "port")]
    [InlineData("""{"host":"192.0.2.1","apiPort":-1,"userName":"mirero"}""", "apiPort")]
    [InlineData("""{"host":"192.0.2.1"}""", "userName")]
    [InlineData("""{"host":"192.0.2.1","userName":"-oProxyCommand=x"}""", "userName")]
    [InlineData("""{"host":"192.0.2.1","userName":"mirero","password":"a\nb"}""", "password")]
    [InlineData("""{"host":"192.0.2.1","userName":"mirero","tags":["a;b"]}""", "tags")]
    [InlineData("""{"host":"192.0.2.1","userName":"mirero","authentication":"magic"}""", "authentication")]
    [InlineData("""{"host":"192.0.2.1","userName":"mirero","profileId":"0197a4a0-0000-7000-8000-000000000000"}""", "profileId")]
    [InlineData("""{"host":"192.0.2.1","userName":"mirero","jumpHostId":"0197a4a0-0000-7000-8000-000000000000"}""", "jumpHostId")]
    public async Task Bad_input_is_a_400_at_its_field_and_changes_nothing(string json, string field)
    {
        var before = await _script.CountUnitsAsync();
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _script.PostAsync("/api/units", body, Ct);

        Assert.NotEmpty((await answer.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt(field));
        Assert.Equal(before, await _script.CountUnitsAsync());
    }

    [Fact]
    public async Task An_address_and_port_can_be_taken_once_however_they_are_spelt()
    {
        await _script.AddUnitAsync(new { host = "Twice.Example", userName = "mirero" });
        var other = await _script.AddUnitAsync(new { host = "twice.example", port = 23, userName = "mirero" });

        var problem = await _script.AskAsync(HttpMethod.Post, "/api/units", new { host = "TWICE.example", userName = "mirero" }, HttpStatusCode.Conflict);
        Assert.Contains("twice.example", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await _script.AskAsync(HttpMethod.Patch, other, new { port = 22 }, HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_put_keeps_the_secrets_it_leaves_out_and_takes_back_the_rest()
    {
        var host = UnitCalls.NewHost();
        var path = await _script.AddUnitAsync(new { name = "Old", host, userName = "mirero", password = "secret", apiPassword = "secret", notes = "gone" });

        var unit = await _script.AskAsync(HttpMethod.Put, path, new { host, userName = "root", apiPassword = "" }, HttpStatusCode.OK);

        Assert.True(unit.GetProperty("hasPassword").GetBoolean());
        Assert.False(unit.GetProperty("hasApiPassword").GetBoolean());
        Assert.Equal("root", unit.GetProperty("userName").GetString());
        Assert.Equal("", unit.GetProperty("notes").GetString());
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_null_takes_it_back()
    {
        var host = UnitCalls.NewHost();
        var path = await _script.AddUnitAsync(new { name = "Lobby", host, port = 2222, userName = "mirero", password = "secret", tags = new[] { "a" }, notes = "stays" });

        var unit = await _script.AskAsync(
            HttpMethod.Patch, path, new { name = (string?)null, tags = (string[]?)null, password = (string?)null, apiPort = 80 }, HttpStatusCode.OK);

        Assert.Equal(host, unit.GetProperty("name").GetString());
        Assert.Equal(2222, unit.GetProperty("port").GetInt32());
        Assert.Equal(80, unit.GetProperty("apiPort").GetInt32());
        Assert.Empty(unit.GetProperty("tags").EnumerateArray());
        Assert.Equal("stays", unit.GetProperty("notes").GetString());
        Assert.False(unit.GetProperty("hasPassword").GetBoolean());

        using var notMergePatch = new StringContent("[]", System.Text.Encoding.UTF8, "application/merge-patch+json");
        using var refused = await _script.PatchAsync(path, notMergePatch, Ct);
        await refused.ReadAsync(HttpStatusCode.BadRequest);
        Assert.NotEmpty((await _script.AskAsync(HttpMethod.Patch, path, new { port = "x" }, HttpStatusCode.BadRequest)).ErrorsAt("port"));
        using var halfACharacter = new StringContent("""{ "name": "\ud800" }""", System.Text.Encoding.UTF8, "application/merge-patch+json");
        using var noText = await _script.PatchAsync(path, halfACharacter, Ct);
        await noText.ReadAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        var path = await _script.AddUnitAsync(new { host = UnitCalls.NewHost(), userName = "mirero", password = "secret", tags = new[] { "a" } });
        var read = await _script.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);

        var saved = await _script.AskAsync(HttpMethod.Put, path, read, HttpStatusCode.OK);

        Assert.Equal(read.GetRawText(), saved.GetRawText());
    }

    [Fact]
    public async Task An_edit_of_an_outdated_state_is_refused()
    {
        var host = UnitCalls.NewHost();
        var path = await _script.AddUnitAsync(new { host, userName = "mirero" });
        using var read = await _script.GetAsync(path, Ct);
        var tag = read.Headers.ETag!.ToString();
        await _script.AskAsync(HttpMethod.Patch, path, new { notes = "somebody else" }, HttpStatusCode.OK, tag);

        foreach (var method in Writes)
            await _script.AskAsync(method, path, new { host, userName = "mirero" }, HttpStatusCode.PreconditionFailed, tag);
        await _script.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.PreconditionFailed, tag);

        using var again = await _script.GetAsync(path, Ct);
        Assert.NotEqual(tag, again.Headers.ETag!.ToString());
        await _script.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent, again.Headers.ETag!.ToString());
        await _script.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("POST", "/host-key")]
    public async Task An_unknown_id_is_a_404(string method, string operation)
    {
        var body = method is "PUT" or "PATCH" ? new { host = "192.0.2.1", userName = "mirero" }
            : operation == "/host-key" ? (object)new { sha256 = "nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8" } : null;
        await _script.AskAsync(new HttpMethod(method), $"/api/units/{Guid.CreateVersion7()}{operation}", body, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_is_searched_tagged_sorted_and_paged()
    {
        foreach (var number in new[] { 2, 10, 1 })
            await _script.AddUnitAsync(new { name = $"Paged {number}", host = UnitCalls.NewHost(), userName = "mirero", tags = number == 2 ? ["odd-one"] : Array.Empty<string>() });

        var page = await _script.AskAsync(HttpMethod.Get, "/api/units?search=paged&sort=-name&page=2&pageSize=2", null, HttpStatusCode.OK);
        Assert.Equal((2, 2, 3), (page.GetProperty("page").GetInt32(), page.GetProperty("pageSize").GetInt32(), page.GetProperty("total").GetInt32()));
        Assert.Equal(["Paged 1"], page.GetProperty("items").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()));

        var tagged = await _script.AskAsync(HttpMethod.Get, "/api/units?tag=ODD-one", null, HttpStatusCode.OK);
        Assert.Equal("Paged 2", Assert.Single(tagged.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());

        Assert.Equal(0, (await _script.AskAsync(HttpMethod.Get, "/api/units?state=offline", null, HttpStatusCode.OK)).GetProperty("total").GetInt32());
        var refused = await _script.AskAsync(HttpMethod.Get, "/api/units?pageSize=501&state=happy", null, HttpStatusCode.BadRequest);
        Assert.NotEmpty(refused.ErrorsAt("pageSize"));
        Assert.NotEmpty(refused.ErrorsAt("state"));
    }

    [Fact]
    public async Task A_host_key_is_pinned_as_OpenSSH_prints_it_and_nothing_else()
    {
        var path = await _script.AddUnitAsync(new { host = UnitCalls.NewHost(), userName = "mirero" });

        var problem = await _script.AskAsync(HttpMethod.Post, $"{path}/host-key", new { sha256 = "SHA256:nonsense" }, HttpStatusCode.BadRequest);
        var pinned = await _script.AskAsync(HttpMethod.Post, $"{path}/host-key", new { sha256 = "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8" }, HttpStatusCode.OK);

        await _script.AskAsync(HttpMethod.Post, $"{path}/host-key", new { sha256 = "nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8", algorithm = "ssh-magic" }, HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.ErrorsAt("sha256"));
        Assert.Equal("nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8", pinned.GetProperty("hostKey").GetProperty("sha256").GetString());
        Assert.NotEqual(default, pinned.GetProperty("hostKey").GetProperty("pinnedAt").GetDateTimeOffset());
    }
}
