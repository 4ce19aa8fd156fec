using System.Globalization;
using System.Net;
using System.Text;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Probing, capturing and steering by the API: answers, rights and bad input.</summary>
public sealed class CameraWorkApiTests(CameraApplication application) : IClassFixture<CameraApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FakeCamera Fake => application.Fake;

    [Fact]
    public async Task A_probe_tells_what_the_camera_is_and_offers()
    {
        using var operating = await application.Vics.ScriptAsync(Role.Operator);

        var found = await operating.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "192.0.2.1", userName = "admin", password = "typed" }, HttpStatusCode.OK);

        Assert.True(found.GetProperty("online").GetBoolean());
        Assert.Equal("Fake", found.GetProperty("manufacturer").GetString());
        Assert.True(found.GetProperty("ptz").GetBoolean());
        Assert.Equal("rtsp://192.0.2.1/main", found.GetProperty("profiles")[0].GetProperty("rtspUrl").GetString());
        Assert.DoesNotContain("typed", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_refuses_is_an_answer_with_its_reason()
    {
        await using var own = new CameraApplication();
        own.Fake.Before("probe", _ => throw new DeviceException(new(DeviceFaultCode.Certificate, OperatorText.Of($"There is no such camera."), ShownCertificate: "ab12")));
        using var operating = await own.Vics.ScriptAsync(Role.Operator);

        var refused = await operating.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "192.0.2.1" }, HttpStatusCode.OK);

        Assert.False(refused.GetProperty("online").GetBoolean());
        Assert.Equal("certificate", refused.GetProperty("code").GetString());
        Assert.Equal("ab12", refused.GetProperty("certificateSha256").GetString());
    }

    [Fact]
    public async Task A_probe_of_nothing_sensible_is_refused_by_its_fields()
    {
        using var operating = await application.Vics.ScriptAsync(Role.Operator);

        var problem = await operating.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "not a host", port = 70000 }, HttpStatusCode.BadRequest);

        Assert.NotEmpty(problem.ErrorsAt("host"));
        Assert.NotEmpty(problem.ErrorsAt("port"));
        await operating.AskAsync(HttpMethod.Get, "/api/cameras/discover?seconds=11", null, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Looks_are_counted_for_each_account()
    {
        using var busy = await application.Vics.ScriptAsync(Role.Operator);
        for (var look = 0; look < 30; look++)
            await busy.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "192.0.2.1" }, HttpStatusCode.OK);

        using var answer = await busy.PostAsync("/api/cameras/probe", new StringContent("{}", Encoding.UTF8, "application/json"), Ct);
        await answer.ReadAsync(HttpStatusCode.TooManyRequests);
        Assert.NotNull(answer.Headers.RetryAfter);
        using var another = await application.Vics.ScriptAsync(Role.Operator);
        await another.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "192.0.2.1" }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_capture_is_a_picture_with_its_time_that_nobody_keeps()
    {
        var camera = await application.AddAsync();
        using var viewer = await application.Vics.ScriptAsync(Role.Viewer);

        using var answer = await viewer.GetAsync($"/api/cameras/{camera.Id}/capture", Ct);

        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("snapshot", await answer.Content.ReadAsStringAsync(Ct));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var taken = DateTimeOffset.Parse(answer.Headers.GetValues("X-Taken-At").Single(), CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow - taken, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        Assert.NotNull(answer.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData("width=15")]
    [InlineData("width=3841")]
    [InlineData("width=wide")]
    [InlineData("stream=third")]
    [InlineData("stream=7")]
    public async Task A_capture_that_makes_no_sense_is_refused(string query)
    {
        var camera = await application.AddAsync();
        using var viewer = await application.Vics.ScriptAsync(Role.Viewer);

        await viewer.AskAsync(HttpMethod.Get, $"/api/cameras/{camera.Id}/capture?{query}", null, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_is_left_alone_and_an_unknown_one_is_not_found()
    {
        var off = await application.AddAsync(new CameraEntry { Host = "192.0.2.9", Enabled = false, Ptz = true });
        var stream = await application.AddAsync(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = "rtsp://192.0.2.8/a" });
        using var operating = await application.Vics.ScriptAsync(Role.Operator);

        await operating.AskAsync(HttpMethod.Get, $"/api/cameras/{off.Id}/capture", null, HttpStatusCode.Conflict);
        await operating.AskAsync(HttpMethod.Get, $"/api/cameras/{off.Id}/profiles", null, HttpStatusCode.Conflict);
        await operating.AskAsync(HttpMethod.Post, $"/api/cameras/{off.Id}/ptz/home", null, HttpStatusCode.Conflict);
        await operating.AskAsync(HttpMethod.Get, $"/api/cameras/{stream.Id}/profiles", null, HttpStatusCode.Conflict);
        await operating.AskAsync(HttpMethod.Post, $"/api/cameras/{stream.Id}/ptz/stop", null, HttpStatusCode.Conflict);
        await operating.AskAsync(HttpMethod.Get, $"/api/cameras/{Guid.NewGuid()}/capture", null, HttpStatusCode.NotFound);
        await operating.AskAsync(HttpMethod.Get, $"/api/cameras/{Guid.NewGuid()}/profiles", null, HttpStatusCode.NotFound);
        await operating.AskAsync(HttpMethod.Post, $"/api/cameras/{Guid.NewGuid()}/ptz/stop", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_camera_that_is_away_is_a_bad_gateway_with_its_code()
    {
        await using var own = new CameraApplication();
        var camera = await own.AddAsync();
        own.Fake.Break("probe", DeviceFaultCode.Unreachable);
        using var operating = await own.Vics.ScriptAsync(Role.Operator);

        foreach (var (method, path) in new[] { (HttpMethod.Get, "capture"), (HttpMethod.Get, "profiles"), (HttpMethod.Post, "ptz/home") })
        {
            var problem = await operating.AskAsync(method, $"/api/cameras/{camera.Id}/{path}", null, HttpStatusCode.BadGateway);
            Assert.Equal("unreachable", problem.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Presets_are_listed_saved_called_and_removed()
    {
        var camera = await application.AddAsync();
        using var operating = await application.Vics.ScriptAsync(Role.Operator);
        var presets = $"/api/cameras/{camera.Id}/ptz/presets";

        var all = await operating.AskAsync(HttpMethod.Get, presets, null, HttpStatusCode.OK);
        Assert.Equal(["1 Door False", "94 Remote reboot True", "3  False"], all.EnumerateArray().Select(preset => $"{preset.GetProperty("token")} {preset.GetProperty("name")} {preset.GetProperty("special").GetBoolean()}"));

        var saved = await operating.AskAsync(HttpMethod.Post, presets, new { name = "Yard" }, HttpStatusCode.Created);
        Assert.Equal("a/b", saved.GetProperty("token").GetString());
        await operating.AskAsync(HttpMethod.Post, $"{presets}/a%2Fb/goto", null, HttpStatusCode.NoContent);
        await operating.AskAsync(HttpMethod.Delete, $"{presets}/a%2Fb", null, HttpStatusCode.NoContent);
        Assert.Contains("goto a/b", Fake.Asked);
        Assert.Contains("remove a/b", Fake.Asked);
        Assert.NotEmpty((await operating.AskAsync(HttpMethod.Post, presets, new { name = " " }, HttpStatusCode.BadRequest)).ErrorsAt("name"));
    }

    [Fact]
    public async Task A_motion_out_of_range_is_refused_by_its_field()
    {
        var camera = await application.AddAsync();
        using var operating = await application.Vics.ScriptAsync(Role.Operator);
        var move = $"/api/cameras/{camera.Id}/ptz/move";

        Assert.NotEmpty((await operating.AskAsync(HttpMethod.Post, move, new { pan = 2 }, HttpStatusCode.BadRequest)).ErrorsAt("pan"));
        Assert.NotEmpty((await operating.AskAsync(HttpMethod.Post, move, new { tilt = "up" }, HttpStatusCode.BadRequest)).ErrorsAt("tilt"));
        Assert.NotEmpty((await operating.AskAsync(HttpMethod.Post, move, new { pan = 1, timeoutMs = 60_000 }, HttpStatusCode.BadRequest)).ErrorsAt("timeoutMs"));
        Assert.NotEmpty((await operating.AskAsync(HttpMethod.Post, $"/api/cameras/{camera.Id}/ptz/absolute", new { zoom = -3 }, HttpStatusCode.BadRequest)).ErrorsAt("zoom"));
    }

    [Fact]
    public async Task A_viewer_looks_and_steers_nothing()
    {
        var camera = await application.AddAsync();
        using var viewer = await application.Vics.ScriptAsync(Role.Viewer);
        var path = $"/api/cameras/{camera.Id}";

        await viewer.AskAsync(HttpMethod.Get, $"{path}/profiles", null, HttpStatusCode.OK);
        foreach (var command in new[] { "move", "stop", "relative", "absolute", "home", "presets", "presets/1/goto" })
            await viewer.AskAsync(HttpMethod.Post, $"{path}/ptz/{command}", new { pan = 1, name = "x" }, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Get, $"{path}/ptz/presets", null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Delete, $"{path}/ptz/presets/1", null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Post, "/api/cameras/probe", new { host = "192.0.2.1" }, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Get, "/api/cameras/discover", null, HttpStatusCode.Forbidden);
        using var stranger = application.Vics.NewClient();
        await stranger.AskAsync(HttpMethod.Get, $"{path}/capture", null, HttpStatusCode.Unauthorized);
    }
}
