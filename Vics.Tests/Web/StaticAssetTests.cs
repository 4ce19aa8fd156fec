using System.Net;
using System.Text.RegularExpressions;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web;

public sealed partial class StaticAssetTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/css/site.css")]
    [InlineData("/js/site.js")]
    [InlineData("/img/favicon.svg")]
    [InlineData("/lib/tabler.min.css")]
    [InlineData("/lib/tabler.min.js")]
    [InlineData("/lib/signalr.min.js")]
    [InlineData("/lib/icons.svg")]
    public async Task File_IsServed_NotEmptyAndCompressed(string path)
    {
        using var client = vics.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "gzip");

        using var response = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Page_NamesItsFilesByFingerprint_AndTheyMayBeKeptForever()
    {
        using var client = vics.NewClient();
        var html = await client.GetStringAsync("/setup", Cancellation);
        var files = Files().Matches(html).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains(files, file => file.StartsWith("/lib/icons.", StringComparison.Ordinal));

        foreach (var file in files)
        {
            using var response = await client.GetAsync(file, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_WithAllItsFiles_StaysUnder500KB()
    {
        using var client = vics.NewClient();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        string[] files = ["/lib/tabler.min.css", "/lib/tabler.min.js", "/lib/signalr.min.js", "/lib/icons.svg", "/css/site.css", "/js/site.js", "/js/times.js"];

        var sizes = new List<int>();
        foreach (var file in files)
            sizes.Add((await client.GetByteArrayAsync(file, Cancellation)).Length);

        // The frame of every page leaves the larger part to the page itself.
        Assert.InRange(sizes.Sum(), 1, 200_000);
    }

    [GeneratedRegex("""(?:src|href)="(/(?:css|js|lib|img)/[^"#]+)""")]
    private static partial Regex Files();
}
