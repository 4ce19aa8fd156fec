using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Packages;

public sealed class PackagesApiTests(FakeFleet fleet) : IClassFixture<FakeFleet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_WhoseFileIsGoneFromTheDisk_SaysSo()
    {
        var package = await fleet.AddPackageAsync();
        fleet.The<IPackageFiles>().Delete(package.Id);
        using var script = await fleet.Application.ScriptAsync(Role.Viewer);

        using var answer = await script.GetAsync($"/api/packages/{package.Id}/content", Ct);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("missing on the server", (await JsonAsync(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_TakesFieldsBeforeAndBehindTheFile(bool fileFirst)
    {
        var content = Bytes(300_000);
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using var form = new MultipartFormDataContent();
        if (fileFirst)
            form.Add(FileOf(content), "file", "C:\\fakepath\\녹화기 2.bin");
        form.Add(new StringContent("2.1.0 <script>"), "version");
        form.Add(new StringContent("for the north"), "notes");
        form.Add(new StringContent(Sha256(content).ToUpperInvariant()), "sha256");
        if (!fileFirst)
            form.Add(FileOf(content), "file", "녹화기.bin");

        using var answer = await script.PostAsync("/api/packages", form, Ct);
        var package = await JsonAsync(answer);
        using var again = await script.GetAsync(answer.Headers.Location, Ct);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (answer.StatusCode, again.StatusCode));
        Assert.Equal(["id", "fileName", "version", "sizeBytes", "sha256", "uploadedAt", "uploadedBy", "notes"], package.EnumerateObject().Select(field => field.Name));
        Assert.Equal((300_000, Sha256(content)), (package.GetProperty("sizeBytes").GetInt32(), package.GetProperty("sha256").GetString()));
        Assert.Equal(("2.1.0 <script>", "for the north"), (package.GetProperty("version").GetString(), package.GetProperty("notes").GetString()));
        Assert.StartsWith("녹화기", package.GetProperty("fileName").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_OfTheSameContent_NamesThePackageThatHasIt()
    {
        var content = Bytes(1000);
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using var first = await UploadAsync(script, content, "1.0");
        using var second = await UploadAsync(script, content, "1.1");
        var problem = await JsonAsync(second);

        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal((await JsonAsync(first)).GetProperty("id").GetGuid(), problem.GetProperty("packageId").GetGuid());
        Assert.Contains("1.0", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithSomethingWrong_SaysWhichField_AndLeavesNothing()
    {
        using var script = await fleet.Application.ScriptAsync(Role.Operator);

        using var mismatch = await UploadAsync(script, Bytes(1000), "1.0", new string('0', 64));
        using var noVersion = await UploadAsync(script, Bytes(1000), "");
        using var empty = await UploadAsync(script, [], "1.0");
        using var noFile = new MultipartFormDataContent { { new StringContent("1.0"), "version" } };
        using var without = await script.PostAsync("/api/packages", noFile, Ct);
        using var json = await script.PostAsJsonAsync("/api/packages", new { version = "1.0" }, Ct);

        Assert.Equal(["sha256"], await ErrorsAsync(mismatch));
        Assert.Equal(["version"], await ErrorsAsync(noVersion));
        Assert.Equal(["file"], await ErrorsAsync(empty));
        Assert.Equal(["file"], await ErrorsAsync(without));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_ThatIsCutOff_LeavesNothing()
    {
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using (var line = await RawRequestAsync(script, 10_000_000))
        {
            await line.GetStream().WriteAsync(Bytes(200_000), Ct);
            while (Incoming().Length == 0)
                await Task.Delay(10, Ct);
        }

        while (Incoming().Length > 0)
            await Task.Delay(10, Ct);
        Assert.Equal(0, (await script.GetFromJsonAsync<JsonElement>("/api/packages?search=cut-off", Ct)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Post_ThatEndsTooSoon_IsABadRequest()
    {
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using var content = new StringContent("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nhalf");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");

        using var answer = await script.PostAsync("/api/packages", content, Ct);

        Assert.Equal(["file"], await ErrorsAsync(answer));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_Of5GiB_IsRefusedAtOnce()
    {
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using var line = await RawRequestAsync(script, 5L << 30);
        using var reader = new StreamReader(line.GetStream(), Encoding.ASCII);

        // Whoever does not wait for an answer goes on sending, and must still get to read it.
        var sending = SendUntilClosedAsync(line.GetStream());
        var status = await reader.ReadLineAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Ct);
        var rest = await reader.ReadToEndAsync(Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await sending;

        Assert.StartsWith("HTTP/1.1 413", status, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", rest, StringComparison.Ordinal);
        Assert.Contains("4294967296", rest, StringComparison.Ordinal);
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_LongerThanAllowed_OfUnknownLength_IsRefused()
    {
        await using var small = VicsApplication.With(("Vics:Packages:MaxBytes", "100000"));
        using var script = await small.ScriptAsync(Role.Operator);
        using var inside = await UploadAsync(script, Bytes(100_000), "1");
        using var over = await UploadAsync(script, Bytes(100_001), "2");
        using var far = await UploadAsync(script, Bytes(4_000_000), "3", chunked: true);

        Assert.Equal(HttpStatusCode.Created, inside.StatusCode);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (over.StatusCode, far.StatusCode));
        Assert.Equal("application/problem+json", far.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Content_ComesWholeOrInParts_UnderItsName()
    {
        var package = await fleet.AddPackageAsync("5.0", "녹화기 (최신).bin");
        using var script = await fleet.Application.ScriptAsync(Role.Viewer);
        var path = $"/api/packages/{package.Id}/content";

        using var whole = await script.GetAsync(path, Ct);
        using var ranged = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await script.SendAsync(ranged, Ct);
        using var known = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { new EntityTagHeaderValue($"\"{package.Sha256}\"") } } };
        using var unchanged = await script.SendAsync(known, Ct);
        var content = await whole.Content.ReadAsByteArrayAsync(Ct);

        Assert.Equal(package.Sha256.Hex, Sha256(content));
        Assert.Equal($"\"{package.Sha256}\"", whole.Headers.ETag?.Tag);
        Assert.Equal("application/octet-stream", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("attachment", "녹화기 (최신).bin"), (whole.Content.Headers.ContentDisposition?.DispositionType, whole.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(["nosniff"], whole.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal((HttpStatusCode.PartialContent, HttpStatusCode.NotModified), (part.StatusCode, unchanged.StatusCode));
        Assert.Equal(content[10..20], await part.Content.ReadAsByteArrayAsync(Ct));
    }

    [Fact]
    public async Task Delete_RemovesWhatNoUnfinishedJobNeeds()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        var gate = new Gate();
        fake.Before("send", gate.PassAsync);
        var package = await fleet.AddPackageAsync();
        var job = await fleet.StartAsync(package, unit.Id);
        await gate.Reached.WaitAsync(Ct);
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        var path = $"/api/packages/{package.Id}";

        using var needed = await script.DeleteAsync(path, Ct);
        gate.Open();
        await fleet.EndOfAsync(job);
        using var stale = new HttpRequestMessage(HttpMethod.Delete, path) { Headers = { IfMatch = { new EntityTagHeaderValue("\"x\"") } } };
        using var refused = await script.SendAsync(stale, Ct);
        using var gone = await script.DeleteAsync(path, Ct);
        using var missing = await script.DeleteAsync(path, Ct);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed), (needed.StatusCode, refused.StatusCode));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (gone.StatusCode, missing.StatusCode));
        Assert.Equal(package.Version, (await fleet.The<IUpdateJobStore>().FindAsync(job, Ct))!.PackageVersion);
    }

    [Fact]
    public async Task Viewers_Read_ButDoNotUploadOrDelete()
    {
        var package = await fleet.AddPackageAsync();
        using var viewer = await fleet.Application.ScriptAsync(Role.Viewer);

        using var upload = await UploadAsync(viewer, Bytes(10), "1");
        using var delete = await viewer.DeleteAsync($"/api/packages/{package.Id}", Ct);
        var found = await viewer.GetFromJsonAsync<JsonElement>($"/api/packages?search={package.Sha256.Abbreviated}&sort=-version", Ct);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (upload.StatusCode, delete.StatusCode));
        Assert.Equal(package.Id.Value, Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Post_FromABrowser_NeedsTheAntiforgeryToken()
    {
        using var browser = await fleet.Application.SignedInClientAsync(Role.Operator);
        using var with = await UploadAsync(browser, Bytes(10), "1");
        browser.DefaultRequestHeaders.Remove("X-CSRF-TOKEN");
        using var without = await UploadAsync(browser, Bytes(10), "2");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (with.StatusCode, without.StatusCode));
    }

    private static byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static ByteArrayContent FileOf(byte[] content) => new(content);

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] content, string version, string? sha256 = null, bool chunked = false)
    {
        using var form = new MultipartFormDataContent { { new StringContent(version), "version" } };
        if (sha256 is not null)
            form.Add(new StringContent(sha256), "sha256");
        form.Add(FileOf(content), "file", "VICS");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/packages") { Content = form };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await client.SendAsync(request, Ct);
    }

    /// <summary>The head of an upload and the beginning of its file, as a client sends it that does not look back.</summary>
    private async Task<TcpClient> RawRequestAsync(HttpClient script, long length)
    {
        var address = fleet.Application.Address;
        var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port, Ct);
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"""
            POST /api/packages HTTP/1.1
            Host: {address.Authority}
            Authorization: {script.DefaultRequestHeaders.Authorization}
            Content-Type: multipart/form-data; boundary=b
            Content-Length: {length}

            --b
            Content-Disposition: form-data; name="file"; filename="cut-off"


            """.ReplaceLineEndings("\r\n")), Ct);
        return line;
    }

    private static async Task SendUntilClosedAsync(NetworkStream line)
    {
        try
        {
            for (var sent = 0; sent < 64; sent++)
                await line.WriteAsync(Bytes(64 * 1024), Ct);
        }
        catch (IOException)
        {
            // The server has said what it had to say.
        }
    }

    private string[] Incoming()
    {
        var directory = Path.Combine(fleet.Application.DataDirectory, "packages", "incoming");
        return Directory.Exists(directory) ? Directory.GetFiles(directory) : [];
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);

    private static async Task<IEnumerable<string>> ErrorsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(error => error.Name);
    }
}
