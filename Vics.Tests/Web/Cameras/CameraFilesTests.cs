using System.Net;
using System.Text;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>The inventory of cameras as a file, in and out. Each test has an inventory of its own.</summary>
public sealed class CameraFilesTests : IAsyncLifetime
{
    private readonly VicsApplication _vics = new();
    private HttpClient _script = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _script = await _vics.ScriptAsync(Role.Administrator);

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _vics.DisposeAsync();
    }

    [Fact]
    public async Task A_file_adds_cameras_of_every_kind_and_a_dry_run_only_looks()
    {
        const string csv = """
            name,source,host,port,username,password,rtspurl,subrtspurl,onvifpath,profiletoken,subprofiletoken,transport,tags,enabled
            Gate,onvif,10.0.0.2,8000,ann,"p@ss:w/rd#%한글",,,/onvif/device_service,main,sub,udp,seoul;north,
            Yard,,,,,,rtsp://bob:p%40ss@10.0.0.3/a,rtsp://10.0.0.3/b,,,,,,no
            Lift,MJPEG,,,,,http://10.0.0.4/video,,,,,,,true
            Pattern,test,,,,,,,,,,,,
            """;

        using var looked = await _script.ImportCamerasAsync(csv, "?dryRun=true");
        Assert.Equal((4, false), Result(await looked.ReadAsync(HttpStatusCode.OK)));
        Assert.Equal(0, await _script.CountCamerasAsync());

        using var imported = await _script.ImportCamerasAsync(csv);
        Assert.Equal((4, true), Result(await imported.ReadAsync(HttpStatusCode.OK)));

        var cameras = await CamerasAsync();
        Assert.Equal(("onvif", "10.0.0.2", 8000, "ann", true, "udp"), Facts(cameras["Gate"]));
        Assert.Equal(("rtsp", "10.0.0.3", 554, "bob", true, "tcp"), Facts(cameras["Yard"]));
        Assert.Equal("disabled", cameras["Yard"].Text("state"));
        Assert.Equal(("mjpeg", "10.0.0.4", 80, null, false, "tcp"), Facts(cameras["Lift"]));
        Assert.Equal("test", cameras["Pattern"].Text("source"));
    }

    [Fact]
    public async Task One_bad_line_keeps_every_camera_out_and_each_error_has_its_line()
    {
        await _script.AddCameraAsync(new { host = "10.0.0.9" });
        using var answer = await _script.ImportCamerasAsync("""
            name,source,host,port,rtspurl,transport,enabled,unitid
            fine,,10.0.0.2,,,,,
            bad host,,a b,,,,,
            bad port,,10.0.0.3,x,,,,
            bad kind,magic,10.0.0.4,,,,,
            bad word,,10.0.0.5,,,,maybe,
            bad way,,10.0.0.6,,,pigeon,,
            bad address,,,,rtsp://ann:top-secret@10.0.0.7:99999/a,,,
            bad unit,,10.0.0.8,,,,,7
            again,,10.0.0.2,,,,,
            known,,10.0.0.9,,,,,
            """);
        var problem = await answer.ReadAsync(HttpStatusCode.BadRequest);

        Assert.Equal(
            ["lines[10]", "lines[11]", "lines[3].host", "lines[4].port", "lines[5].source", "lines[6].enabled", "lines[7].transport", "lines[8].rtspurl", "lines[9].unitid"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("top-secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, await _script.CountCamerasAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,host\n")]
    [InlineData("10.0.0.2,x\n10.0.0.3,y\n")]
    [InlineData("host,HOST\n10.0.0.2,10.0.0.3\n")]
    public async Task A_file_that_says_not_what_stands_where_is_refused(string csv)
    {
        using var answer = await _script.ImportCamerasAsync(csv);
        Assert.NotEmpty((await answer.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt("file"));
    }

    [Fact]
    public async Task A_form_carries_a_file_too_and_what_is_no_file_is_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("host\n10.0.0.2"), "file", "cameras.csv" } };
        using var imported = await _script.PostAsync("/api/cameras/import", form, Ct);
        Assert.Equal((1, true), Result(await imported.ReadAsync(HttpStatusCode.OK)));

        using var nothing = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var refused = await _script.PostAsync("/api/cameras/import", nothing, Ct);
        Assert.NotEmpty((await refused.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt("file"));
        using var json = new StringContent("{}", Encoding.UTF8, "application/json");
        using var wrongType = await _script.PostAsync("/api/cameras/import", json, Ct);
        await wrongType.ReadAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_export_has_no_passwords_runs_no_formula_and_can_be_imported_again()
    {
        var unit = (await _script.AddUnitAsync(new { host = "10.1.0.1", userName = "mirero" }))["/api/units/".Length..];
        await _script.AddCameraAsync(new { name = "=cmd|'/c calc'!A1", host = "10.0.0.2", userName = "ann", password = "top-secret-1", tags = new[] { "+1", "서울" }, ptz = true });
        await _script.AddCameraAsync(new { name = "Typed", rtspUrl = "rtsp://ann:top-secret-2@10.0.0.3/a", enabled = false });
        await _script.AddCameraAsync(new { source = "unit", unitId = unit, unitCameraId = "c-1" });

        using var answer = await _script.GetAsync("/api/cameras/export", Ct);
        var csv = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("top-secret", csv, StringComparison.Ordinal);
        Assert.Contains("'=cmd|'/c calc'!A1,onvif,10.0.0.2,80,ann,,,,,,tcp,'+1; 서울,true,,,false,,true", csv, StringComparison.Ordinal);

        await _script.AskAsync(HttpMethod.Delete, "/api/cameras?confirm=all", null, HttpStatusCode.NoContent);
        using var again = await _script.ImportCamerasAsync(csv);
        Assert.Equal((3, true), Result(await again.ReadAsync(HttpStatusCode.OK)));
        Assert.Equal(csv, await _script.GetStringAsync("/api/cameras/export", Ct));
    }

    [Fact]
    public async Task The_pages_export_begins_with_a_mark_by_which_Excel_knows_Korean()
    {
        await _script.AddCameraAsync(new { name = "정문", host = "10.0.0.2" });
        using var browser = await _vics.SignedInClientAsync(Role.Viewer);

        var bytes = await browser.GetByteArrayAsync("/cameras/export", Ct);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes.AsSpan(0, 3).ToArray());
        Assert.Contains("정문", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_deleted_only_when_it_is_said()
    {
        await _script.AddCameraAsync(new { host = "10.0.0.2" });

        foreach (var query in new[] { "", "?confirm=", "?confirm=ALL", "?confirm=yes" })
            Assert.NotEmpty((await _script.AskAsync(HttpMethod.Delete, $"/api/cameras{query}", null, HttpStatusCode.BadRequest)).ErrorsAt("confirm"));
        Assert.Equal(1, await _script.CountCamerasAsync());

        await _script.AskAsync(HttpMethod.Delete, "/api/cameras?confirm=all", null, HttpStatusCode.NoContent);
        Assert.Equal(0, await _script.CountCamerasAsync());
    }

    private async Task<Dictionary<string, JsonElement>> CamerasAsync() =>
        (await _script.AskAsync(HttpMethod.Get, "/api/cameras", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .ToDictionary(camera => camera.Text("name")!);

    private static (string?, string?, int, string?, bool, string?) Facts(JsonElement camera) => (
        camera.Text("source"), camera.Text("host"), camera.GetProperty("port").GetInt32(), camera.Text("userName"),
        camera.GetProperty("hasPassword").GetBoolean(), camera.Text("transport"));

    private static (int Cameras, bool Imported) Result(JsonElement answer) =>
        (answer.GetProperty("cameras").GetInt32(), answer.GetProperty("imported").GetBoolean());
}
