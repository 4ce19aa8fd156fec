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
        var html = await client.GetStringAsync("/", Cancellation);
        var files = Files().Matches(html).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains(files, file => file.StartsWith("/lib/icons.", StringComparison.Ordinal));

        foreach (var file in files)
        {
            using var response = await client.GetAsync(file, Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("""(?:src|href)="(/(?:css|js|lib|img)/[^"#]+)""")]
    private static partial Regex Files();
}
