using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Walls;

/// <summary>Saved walls: whose they are, who sees them, who changes them.</summary>
public sealed class WallsApiTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private const string Path = "/api/walls";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_keeps_walls_of_his_own()
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        var camera = Guid.NewGuid();

        var path = await AddAsync(viewer, new { name = "Gates", layout = "oneAndFive", cells = new Guid?[] { camera, null, camera }, tourSeconds = 10 });

        var saved = await viewer.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
        Assert.Equal(("Gates", "oneAndFive", 10), (saved.GetProperty("name").GetString(), saved.GetProperty("layout").GetString(), saved.GetProperty("tourSeconds").GetInt32()));
        Assert.Equal([camera, null, camera], saved.GetProperty("cells").EnumerateArray().Select(cell => cell.ValueKind is JsonValueKind.Null ? (Guid?)null : cell.GetGuid()));
        Assert.True(saved.GetProperty("own").GetBoolean() && saved.GetProperty("editable").GetBoolean() && !saved.GetProperty("shared").GetBoolean());
        var patched = await viewer.AskAsync(HttpMethod.Patch, path, new { name = "Gates at night" }, HttpStatusCode.OK);
        Assert.Equal(3, patched.GetProperty("cells").GetArrayLength());
        var replaced = await viewer.AskAsync(HttpMethod.Put, path, new { name = "Yard" }, HttpStatusCode.OK);
        Assert.Equal(("four", 0), (replaced.GetProperty("layout").GetString(), replaced.GetProperty("cells").GetArrayLength()));
        await viewer.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
        await viewer.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_wall_is_its_owners_until_it_is_shared()
    {
        using var owner = await vics.ScriptAsync(Role.Viewer);
        using var other = await vics.ScriptAsync(Role.Operator);
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        var path = await AddAsync(owner, new { name = "Mine" });

        foreach (var reader in new[] { other, administrator })
        {
            await reader.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
            await reader.AskAsync(HttpMethod.Put, path, new { name = "Yours" }, HttpStatusCode.NotFound);
            await reader.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NotFound);
        }

        await owner.AskAsync(HttpMethod.Patch, path, new { shared = true }, HttpStatusCode.OK);

        var seen = await other.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
        Assert.False(seen.GetProperty("editable").GetBoolean() || seen.GetProperty("own").GetBoolean());
        Assert.StartsWith("viewer-", seen.GetProperty("owner").GetString(), StringComparison.Ordinal);
        Assert.Contains("Mine", (await other.AskAsync(HttpMethod.Get, $"{Path}?search=mine", null, HttpStatusCode.OK)).ToString(), StringComparison.Ordinal);
        await other.AskAsync(HttpMethod.Put, path, new { name = "Yours", shared = true }, HttpStatusCode.Forbidden);
        await other.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.Forbidden);
        await administrator.AskAsync(HttpMethod.Patch, path, new { name = "Everybody's" }, HttpStatusCode.OK);
        Assert.True((await owner.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK)).GetProperty("own").GetBoolean());
    }

    [Fact]
    public async Task A_name_is_used_once_by_each_owner()
    {
        using var one = await vics.ScriptAsync(Role.Viewer);
        using var other = await vics.ScriptAsync(Role.Viewer);
        await AddAsync(one, new { name = "Hall" });
        var second = await AddAsync(one, new { name = "Stairs" });

        await one.AskAsync(HttpMethod.Post, Path, new { name = "Hall" }, HttpStatusCode.Conflict);
        await one.AskAsync(HttpMethod.Patch, second, new { name = "Hall" }, HttpStatusCode.Conflict);
        await AddAsync(other, new { name = "Hall" });
    }

    [Theory]
    [InlineData("""{"name":" "}""", "name")]
    [InlineData("""{"name":"x","tourSeconds":0}""", "tourSeconds")]
    [InlineData("""{"name":"x","layout":"five"}""", "layout")]
    [InlineData("""{"name":"x","cells":["gate"]}""", "cells[0]")]
    public async Task What_makes_no_wall_is_a_400_at_its_field(string json, string field)
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);

        var problem = await viewer.AskAsync(HttpMethod.Post, Path, JsonDocument.Parse(json).RootElement, HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.ErrorsAt(field));
    }

    [Fact]
    public async Task Who_saw_an_older_state_is_told()
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        var path = await AddAsync(viewer, new { name = "Old" });
        using var first = await viewer.GetAsync(path, Ct);
        var tag = first.Headers.ETag!.ToString();
        await viewer.AskAsync(HttpMethod.Patch, path, new { name = "New" }, HttpStatusCode.OK, tag);

        await viewer.AskAsync(HttpMethod.Patch, path, new { name = "Newer" }, HttpStatusCode.PreconditionFailed, tag);
        await viewer.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.PreconditionFailed, tag);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_log()
    {
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        var path = await AddAsync(viewer, new { name = "Audited" });
        await viewer.AskAsync(HttpMethod.Patch, path, new { shared = true }, HttpStatusCode.OK);
        await viewer.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
        using var administrator = await vics.ScriptAsync(Role.Administrator);

        var log = await administrator.GetFromJsonAsync<JsonElement>("/api/audit?search=Audited", Ct);

        Assert.Equal(
            ["wall.deleted", "wall.changed", "wall.created"],
            log.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("action").GetString()));
    }

    private static async Task<string> AddAsync(HttpClient client, object wall)
    {
        var added = await client.AskAsync(HttpMethod.Post, Path, wall, HttpStatusCode.Created);
        return $"{Path}/{added.GetProperty("id").GetGuid()}";
    }
}
