using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>The inventory of cameras as scripts see it: the contract's fields and status codes.</summary>
public sealed class CamerasApiTests(VicsApplication vics) : IClassFixture<VicsApplication>, IAsyncLifetime
{
    private const string Odd = "p@ss:w/rd#%한글";
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
    public async Task A_created_camera_has_the_fields_of_the_contract_and_says_where_it_is()
    {
        using var answer = await _script.PostAsync("/api/cameras", System.Net.Http.Json.JsonContent.Create(new
        {
            name = "Gate",
            source = "onvif",
            host = "Cam.Example",
            port = 8000,
            userName = "admin",
            password = Odd,
            onvifPath = "/onvif/device_service",
            profileToken = "main",
            subProfileToken = "sub",
            transport = "udp",
            tags = new[] { "b", "a" },
            enabled = false,
            ptz = true,
        }), Ct);
        var camera = await answer.ReadAsync(HttpStatusCode.Created);

        Assert.Equal($"/api/cameras/{camera.GetProperty("id").GetGuid()}", answer.Headers.Location?.ToString());
        Assert.NotNull(answer.Headers.ETag);
        Assert.Equal(
            """
            {"name":"Gate","source":"onvif","host":"cam.example","port":8000,"useTls":false,"certificateSha256":null,"userName":"admin","hasPassword":true,"onvifPath":"/onvif/device_service","rtspUrl":null,"subRtspUrl":null,"profileToken":"main","subProfileToken":"sub","transport":"udp","unitId":null,"unitCameraId":null,"tags":["a","b"],"enabled":false,"ptz":true,"state":"disabled","stateDetail":null,"lastSeenAt":null
            """,
            "{" + camera.GetRawText().Split("\",", 2)[1].Split(",\"createdAt\"")[0]);
    }

    [Fact]
    public async Task What_is_left_out_has_the_contracts_defaults()
    {
        var camera = await _script.AskAsync(HttpMethod.Post, "/api/cameras", new { host = "10.0.0.2", port = (int?)null }, HttpStatusCode.Created);

        Assert.Equal(("10.0.0.2", "onvif", "tcp", "unknown"), (camera.Text("name"), camera.Text("source"), camera.Text("transport"), camera.Text("state")));
        Assert.Equal((80, true), (camera.GetProperty("port").GetInt32(), camera.GetProperty("enabled").GetBoolean()));
    }

    [Theory]
    [InlineData("rtsp", "rtsp://ann:p%40ss%3Aw%2Frd%23%25%ED%95%9C%EA%B8%80@10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/a")]
    [InlineData("rtsp", "rtsp://ann:p@ss:w/rd#%한글@10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/a")]
    [InlineData("mjpeg", "http://ann:p@ss:w/rd#%한글@10.0.0.2:8554/a?x=1", "http://10.0.0.2:8554/a?x=1")]
    public async Task An_account_in_the_address_becomes_one_of_the_camera_and_is_never_answered(string source, string typed, string kept)
    {
        var camera = await _script.AskAsync(HttpMethod.Post, "/api/cameras", new { rtspUrl = typed }, HttpStatusCode.Created);

        Assert.Equal((source, kept, "ann", "10.0.0.2"), (camera.Text("source"), camera.Text("rtspUrl"), camera.Text("userName"), camera.Text("host")));
        Assert.Equal((8554, true), (camera.GetProperty("port").GetInt32(), camera.GetProperty("hasPassword").GetBoolean()));
        Assert.Equal(Odd, await StoredPasswordAsync(camera.GetProperty("id").GetGuid()));

        var moved = await _script.AskAsync(HttpMethod.Patch, $"/api/cameras/{camera.Text("id")}", new { rtspUrl = kept + "b" }, HttpStatusCode.OK);
        Assert.Equal((kept + "b", "ann"), (moved.Text("rtspUrl"), moved.Text("userName")));
        Assert.Equal(Odd, await StoredPasswordAsync(camera.GetProperty("id").GetGuid()));
    }

    [Theory]
    [InlineData("""{"host":"a b"}""", "host")]
    [InlineData("""{}""", "host")]
    [InlineData("""{"host":"10.0.0.2","port":70000}""", "port")]
    [InlineData("""{"host":"10.0.0.2","port":0}""", "port")]
    [InlineData("""{"host":"10.0.0.2","port":"x"}""", "port")]
    [InlineData("""{"host":"10.0.0.2","source":"magic"}""", "source")]
    [InlineData("""{"host":"10.0.0.2","source":1}""", "source")]
    [InlineData("""{"host":"10.0.0.2","transport":"pigeon"}""", "transport")]
    [InlineData("""{"host":"10.0.0.2","password":"a\nb"}""", "password")]
    [InlineData("""{"host":"10.0.0.2","onvifPath":"onvif"}""", "onvifPath")]
    [InlineData("""{"host":"10.0.0.2","tags":["a,b"]}""", "tags")]
    [InlineData("""{"host":"10.0.0.2","unitId":"0197a4a0-0000-7000-8000-000000000000"}""", "unitId")]
    [InlineData("""{"source":"unit"}""", "unitId")]
    [InlineData("""{"source":"rtsp","host":"10.0.0.2"}""", "rtspUrl")]
    [InlineData("""{"source":"rtsp","rtspUrl":"http://10.0.0.2/a"}""", "rtspUrl")]
    [InlineData("""{"rtspUrl":"rtsp://ann:top-secret@10.0.0.2:99999/a"}""", "rtspUrl")]
    [InlineData("""{"rtspUrl":"rtsp://10.0.0.2/a","subRtspUrl":"http://ann:top-secret@10.0.0.2/a"}""", "subRtspUrl")]
    public async Task Bad_input_is_a_400_at_its_field_and_changes_nothing(string json, string field)
    {
        var before = await _script.CountCamerasAsync();
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _script.PostAsync("/api/cameras", body, Ct);
        var problem = await answer.ReadAsync(HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.ErrorsAt(field));
        Assert.DoesNotContain("top-secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before, await _script.CountCamerasAsync());
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused_and_so_is_another_content_type()
    {
        using var broken = new StringContent("{", Encoding.UTF8, "application/json");
        using var badRequest = await _script.PostAsync("/api/cameras", broken, Ct);
        await badRequest.ReadAsync(HttpStatusCode.BadRequest);
        using var xml = new StringContent("<camera/>", Encoding.UTF8, "application/xml");
        using var unsupported = await _script.PostAsync("/api/cameras", xml, Ct);
        await unsupported.ReadAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_unit_has_each_of_its_cameras_once()
    {
        var unit = (await _script.AddUnitAsync(new { host = UnitCalls.NewHost(), userName = "mirero" }))["/api/units/".Length..];
        var camera = new { source = "unit", unitId = unit, unitCameraId = "c-1" };
        await _script.AddCameraAsync(camera);

        await _script.AskAsync(HttpMethod.Post, "/api/cameras", camera, HttpStatusCode.Conflict);

        var theirs = await _script.AskAsync(HttpMethod.Get, $"/api/cameras?unitId={unit}", null, HttpStatusCode.OK);
        Assert.Equal("c-1", Assert.Single(theirs.GetProperty("items").EnumerateArray()).Text("name"));
        await _script.AskAsync(HttpMethod.Delete, $"/api/units/{unit}", null, HttpStatusCode.NoContent);
        Assert.Equal(0, (await _script.AskAsync(HttpMethod.Get, $"/api/cameras?unitId={unit}", null, HttpStatusCode.OK)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_put_keeps_the_password_it_leaves_out_and_takes_back_the_rest()
    {
        var path = await _script.AddCameraAsync(new { name = "Old", host = "10.0.0.2", port = 8000, userName = "ann", password = Odd, ptz = true });

        var camera = await _script.AskAsync(HttpMethod.Put, path, new { host = "10.0.0.2", userName = "bob" }, HttpStatusCode.OK);

        Assert.Equal(("10.0.0.2", "bob", 80), (camera.Text("name"), camera.Text("userName"), camera.GetProperty("port").GetInt32()));
        Assert.Equal((true, false), (camera.GetProperty("hasPassword").GetBoolean(), camera.GetProperty("ptz").GetBoolean()));
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_null_takes_it_back()
    {
        var path = await _script.AddCameraAsync(new { name = "Gate", host = "10.0.0.2", port = 8000, password = Odd, tags = new[] { "a" }, profileToken = "stays" });

        var camera = await _script.AskAsync(
            HttpMethod.Patch, path, new { name = (string?)null, tags = (string[]?)null, password = (string?)null, port = (int?)null }, HttpStatusCode.OK);

        Assert.Equal(("10.0.0.2", "stays", 80), (camera.Text("name"), camera.Text("profileToken"), camera.GetProperty("port").GetInt32()));
        Assert.Empty(camera.GetProperty("tags").EnumerateArray());
        Assert.False(camera.GetProperty("hasPassword").GetBoolean());

        using var notMergePatch = new StringContent("[]", Encoding.UTF8, "application/merge-patch+json");
        using var refused = await _script.PatchAsync(path, notMergePatch, Ct);
        await refused.ReadAsync(HttpStatusCode.BadRequest);
        Assert.NotEmpty((await _script.AskAsync(HttpMethod.Patch, path, new { source = "x" }, HttpStatusCode.BadRequest)).ErrorsAt("source"));
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back()
    {
        foreach (var entry in new object[]
        {
            new { host = "10.0.0.2", userName = "ann", password = Odd, tags = new[] { "a" } },
            new { rtspUrl = "rtsp://10.0.0.2/a", subRtspUrl = "rtsp://10.0.0.2:8554/b" },
            new { source = "test", name = "Pattern" },
        })
        {
            var path = await _script.AddCameraAsync(entry);
            var read = await _script.CameraAsync(path);

            Assert.Equal(read.GetRawText(), (await _script.AskAsync(HttpMethod.Put, path, read, HttpStatusCode.OK)).GetRawText());
        }
    }

    [Fact]
    public async Task An_edit_of_an_outdated_state_is_refused()
    {
        var path = await _script.AddCameraAsync(new { host = "10.0.0.2" });
        using var read = await _script.GetAsync(path, Ct);
        var tag = read.Headers.ETag!.ToString();
        await _script.AskAsync(HttpMethod.Patch, path, new { name = "somebody else" }, HttpStatusCode.OK, tag);

        foreach (var method in Writes)
            await _script.AskAsync(method, path, new { host = "10.0.0.2" }, HttpStatusCode.PreconditionFailed, tag);
        await _script.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.PreconditionFailed, tag);

        using var again = await _script.GetAsync(path, Ct);
        await _script.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent, again.Headers.ETag!.ToString());
        await _script.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_camera_is_switched_off_and_on()
    {
        var path = await _script.AddCameraAsync(new { host = "10.0.0.2" });

        var off = await _script.AskAsync(HttpMethod.Post, $"{path}/disable", null, HttpStatusCode.OK);
        Assert.Equal(("disabled", false), (off.Text("state"), off.GetProperty("enabled").GetBoolean()));

        var on = await _script.AskAsync(HttpMethod.Post, $"{path}/enable", null, HttpStatusCode.OK);
        Assert.Equal(("unknown", true), (on.Text("state"), on.GetProperty("enabled").GetBoolean()));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/enable")]
    [InlineData("POST", "/disable")]
    public async Task An_unknown_id_is_a_404(string method, string operation) => await _script.AskAsync(
        new HttpMethod(method), $"/api/cameras/{Guid.CreateVersion7()}{operation}", method is "PUT" or "PATCH" ? new { host = "10.0.0.2" } : null, HttpStatusCode.NotFound);

    [Fact]
    public async Task A_list_is_searched_tagged_filtered_sorted_and_paged()
    {
        foreach (var number in new[] { 2, 10, 1 })
            await _script.AddCameraAsync(new { name = $"Paged {number}", source = "test", tags = number == 2 ? ["odd-one"] : Array.Empty<string>() });

        var page = await _script.AskAsync(HttpMethod.Get, "/api/cameras?search=paged&sort=-name&page=2&pageSize=2", null, HttpStatusCode.OK);
        Assert.Equal((2, 2, 3), (page.GetProperty("page").GetInt32(), page.GetProperty("pageSize").GetInt32(), page.GetProperty("total").GetInt32()));
        Assert.Equal(["Paged 1"], page.GetProperty("items").EnumerateArray().Select(camera => camera.Text("name")));

        Assert.Equal(1, (await _script.AskAsync(HttpMethod.Get, "/api/cameras?tag=ODD-one", null, HttpStatusCode.OK)).GetProperty("total").GetInt32());
        Assert.Equal(0, (await _script.AskAsync(HttpMethod.Get, "/api/cameras?search=paged&source=onvif", null, HttpStatusCode.OK)).GetProperty("total").GetInt32());
        var refused = await _script.AskAsync(HttpMethod.Get, "/api/cameras?pageSize=501&state=happy&source=x&unitId=y", null, HttpStatusCode.BadRequest);
        Assert.All(new[] { "pageSize", "state", "source", "unitId" }, field => Assert.NotEmpty(refused.ErrorsAt(field)));
    }

    [Fact]
    public async Task Why_a_camera_is_offline_is_said_in_the_askers_language()
    {
        var path = await _script.AddCameraAsync(new { host = "10.0.0.2", name = "Away" });
        var id = new CameraId(Guid.Parse(path["/api/cameras/".Length..]));
        var why = OperatorText.Of($"The unit that records this camera is not in the inventory any more.");
        await vics.Services.GetRequiredService<ICameraStore>().ObserveAsync([new(id, CameraState.Offline, why, null)], Ct);

        Assert.Equal(why.ToString(), (await _script.CameraAsync(path)).Text("stateDetail"));

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { AcceptLanguage = { new StringWithQualityHeaderValue("ko") } } };
        using var answer = await _script.SendAsync(request, Ct);
        Assert.Matches("[가-힣]", (await answer.ReadAsync(HttpStatusCode.OK)).Text("stateDetail")!);
    }

    private async Task<string> StoredPasswordAsync(Guid id)
    {
        var camera = (await vics.Services.GetRequiredService<ICameraStore>().FindAsync(new CameraId(id), Ct))!;
        return vics.Services.GetRequiredService<ISecretSeal>().Open(camera.Password!).Reveal();
    }
}
