using System.Net;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Who may do what to the inventory of cameras, asked of the API and of the pages.</summary>
public sealed class CameraRightsTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stranger_reads_nothing()
    {
        using var stranger = vics.NewClient();

        await stranger.AskAsync(HttpMethod.Get, "/api/cameras", null, HttpStatusCode.Unauthorized);
        await stranger.AskAsync(HttpMethod.Get, "/api/cameras/export", null, HttpStatusCode.Unauthorized);
        using var page = await stranger.GetAsync("/cameras", Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_viewer_reads_and_changes_nothing()
    {
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        using var viewer = await vics.ScriptAsync(Role.Viewer);
        var camera = new { host = "10.0.0.2" };
        var path = await administrator.AddCameraAsync(camera);

        await viewer.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);
        await viewer.AskAsync(HttpMethod.Post, "/api/cameras", camera, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Put, path, camera, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Patch, path, camera, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Post, $"{path}/disable", null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Post, $"{path}/enable", null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.Forbidden);
        await viewer.AskAsync(HttpMethod.Delete, "/api/cameras?confirm=all", null, HttpStatusCode.Forbidden);
        using var import = await viewer.ImportCamerasAsync("host\n10.0.0.3");
        await import.ReadAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_operator_keeps_cameras_but_sets_no_password()
    {
        using var operating = await vics.ScriptAsync(Role.Operator);
        var path = await operating.AddCameraAsync(new { host = "10.0.0.2", userName = "ann" });

        await operating.AskAsync(HttpMethod.Patch, path, new { name = "mine", port = 8000 }, HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Patch, path, new { password = "secret" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Patch, path, new { password = (string?)null }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Post, "/api/cameras", new { host = "10.0.0.2", password = "secret" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Post, "/api/cameras", new { rtspUrl = "rtsp://ann:secret@10.0.0.2/a" }, HttpStatusCode.Forbidden);
        await operating.AskAsync(HttpMethod.Delete, "/api/cameras?confirm=all", null, HttpStatusCode.Forbidden);
        using var import = await operating.ImportCamerasAsync("host,password\n10.0.0.3,secret");
        await import.ReadAsync(HttpStatusCode.Forbidden);
        using var inAddress = await operating.ImportCamerasAsync("rtspurl\nrtsp://ann:secret@10.0.0.3/a");
        await inAddress.ReadAsync(HttpStatusCode.Forbidden);
        using var without = await operating.ImportCamerasAsync("host\n10.0.9.3");
        await without.ReadAsync(HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Post, $"{path}/disable", null, HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_operator_cannot_have_a_stored_password_sent_to_another_address()
    {
        using var administrator = await vics.ScriptAsync(Role.Administrator);
        using var operating = await vics.ScriptAsync(Role.Operator);
        var onvif = await administrator.AddCameraAsync(new { host = "cam.example", useTls = true, password = "secret" });
        var rtsp = await administrator.AddCameraAsync(new { rtspUrl = "rtsps://ann:secret@10.0.0.2/a" });

        foreach (var move in new object[]
        {
            new { host = "10.0.0.66" }, new { port = 8000 }, new { useTls = false }, new { certificateSha256 = new string('a', 64) },
            new { source = "rtsp", rtspUrl = "rtsp://cam.example/a" },
        })
            await operating.AskAsync(HttpMethod.Patch, onvif, move, HttpStatusCode.Forbidden);
        foreach (var move in new object[]
        {
            new { rtspUrl = "rtsps://10.0.0.66/a" }, new { rtspUrl = "rtsp://10.0.0.2/a" }, new { rtspUrl = "rtsps://10.0.0.2:8554/a" },
            new { subRtspUrl = "rtsp://10.0.0.66/a" }, new { source = "onvif", host = "10.0.0.2" },
        })
            await operating.AskAsync(HttpMethod.Patch, rtsp, move, HttpStatusCode.Forbidden);

        await operating.AskAsync(HttpMethod.Patch, onvif, new { host = "CAM.example", name = "the same address" }, HttpStatusCode.OK);
        await operating.AskAsync(HttpMethod.Patch, rtsp, new { rtspUrl = "rtsps://10.0.0.2:322/b", subRtspUrl = "rtsps://10.0.0.2/c" }, HttpStatusCode.OK);
        await administrator.AskAsync(HttpMethod.Patch, onvif, new { host = "10.0.0.3" }, HttpStatusCode.OK);
    }
}
