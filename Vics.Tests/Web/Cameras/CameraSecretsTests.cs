using System.Net;
using System.Text;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>A camera's password is nowhere to be read: not on the pages, not in answers, not in what is written to disk.</summary>
public sealed class CameraSecretsTests : IAsyncLifetime
{
    private const string Mark = "kR7-plain-to-see";

    private readonly VicsApplication _vics = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _vics.DisposeAsync();

    [Fact]
    public async Task A_password_however_it_came_in_is_shown_and_written_nowhere()
    {
        using var script = await _vics.ScriptAsync(Role.Administrator);
        var onvif = await script.AddCameraAsync(new { name = "Gate", host = "10.0.0.2", userName = "ann", password = Mark });
        var rtsp = await script.AddCameraAsync(new { name = "Yard", rtspUrl = $"rtsp://ann:{Mark}@10.0.0.3/a", subRtspUrl = $"rtsp://ann:{Mark}@10.0.0.3/b" });
        using (var imported = await script.ImportCamerasAsync($"rtspurl,host,password\nrtsp://ann:{Mark}@10.0.0.4/a,,\n,10.0.0.5,{Mark}\n"))
            await imported.ReadAsync(HttpStatusCode.OK);
        await script.AskAsync(HttpMethod.Patch, rtsp, new { rtspUrl = $"rtsp://ann:{Mark}@10.0.0.6/a" }, HttpStatusCode.OK);
        foreach (var refused in new object[] { new { rtspUrl = $"rtsp://ann:{Mark}@10.0.0.3:x/a" }, new { rtspUrl = $"http://ann:{Mark}@10.0.0.3/a", source = "rtsp" }, new { host = "a b", password = Mark } })
            Assert.DoesNotContain(Mark, (await script.AskAsync(HttpMethod.Post, "/api/cameras", refused, HttpStatusCode.BadRequest)).GetRawText(), StringComparison.Ordinal);

        foreach (var path in new[] { onvif, rtsp, "/api/cameras", "/api/cameras/export", "/api/audit" })
            Assert.DoesNotContain(Mark, await script.GetStringAsync(path, Ct), StringComparison.Ordinal);

        using var browser = await _vics.SignedInClientAsync(Role.Administrator);
        foreach (var page in new[] { "/", "/cameras", $"{onvif["/api".Length..]}/edit", $"{rtsp["/api".Length..]}/edit", $"/cameras/delete?camera={rtsp["/api/cameras/".Length..]}", "/audit" })
            Assert.DoesNotContain(Mark, await browser.GetStringAsync(page, Ct), StringComparison.Ordinal);
        foreach (var form in new Dictionary<string, string>[]
        {
            new() { ["Source"] = "Onvif", ["Host"] = "a b", ["Password"] = Mark },
            new() { ["Source"] = "Rtsp", ["RtspUrl"] = $"rtsp://ann:{Mark}@10.0.0.3:99999/a", ["SubRtspUrl"] = $"rtsp://ann:{Mark}@10.0.0.3/b" },
            new() { ["Source"] = "Onvif", ["Host"] = "a b", ["RtspUrl"] = $"rtsp://ann:{Mark}@10.0.0.3/a" },
        })
        {
            using var answer = await browser.SendFormAsync("/cameras/new/form", form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.DoesNotContain(Mark, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(_vics.DataDirectory, "*", SearchOption.AllDirectories))
            Assert.False((await ReadSharedAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark)) >= 0, file);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }
}
