using System.Net;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web;

public sealed class ErrorAnswerTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnknownAddress_UnderApi_IsProblemDetails_EvenForABrowser()
    {
        using var client = await vics.SignedInClientAsync(Role.Viewer);
        client.DefaultRequestHeaders.Add("Accept", "text/html");

        using var response = await client.GetAsync("/api/nothing", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal(404, problem.RootElement.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.RootElement.GetProperty("traceId").GetString()!);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "이 주소에는 아무것도 없습니다.")]
    [InlineData("GET", "/api/audit", 403, "현재 역할로는 할 수 없는 작업입니다.")]
    [InlineData("DELETE", "/api/audit", 405, "이 주소에서는 이 메서드를 사용할 수 없습니다.")]
    [InlineData("POST", "/api/tokens", 415, "여기서는 이 콘텐츠 형식을 받지 않습니다.")]
    public async Task Problem_SaysWhatItsStatusMeans_InTheReadersLanguage(string method, string path, int status, string detail)
    {
        using var script = await vics.ScriptAsync(Role.Viewer);
        script.DefaultRequestHeaders.Add("Accept-Language", "ko");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("x") : null };

        using var response = await script.SendAsync(request, Cancellation);

        using var problem = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal((status, detail), ((int)response.StatusCode, problem.RootElement.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task UnknownAddress_IsAPage_InTheReadersLanguage()
    {
        using var client = await vics.SignedInClientAsync(Role.Viewer);
        client.DefaultRequestHeaders.Add("Accept-Language", "ko-KR,ko;q=0.9,en;q=0.5");

        using var response = await client.GetAsync("/nothing", Cancellation);
        var html = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("data-error=\"404\"", html, StringComparison.Ordinal);
        Assert.Contains("페이지를 찾을 수 없습니다", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing")]
    [InlineData("/api/nothing")]
    [InlineData("/css/site.css")]
    public async Task EveryAnswer_ForbidsWhatIsNotOurs(string path)
    {
        using var client = vics.NewClient();
        using var response = await client.GetAsync(path, Cancellation);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("Referrer-Policy", response.Headers.Select(header => header.Key));
        Assert.Contains("Permissions-Policy", response.Headers.Select(header => header.Key));
        Assert.Empty(response.Headers.Server);
    }

    [Theory]
    [InlineData("/language?culture=ko&returnUrl=/units", "/units")]
    [InlineData("/language?culture=ko&returnUrl=https://elsewhere.example/", "/")]
    [InlineData("/language?culture=ko&returnUrl=//elsewhere.example/", "/")]
    [InlineData("/theme?theme=dark&returnUrl=/%5Celsewhere.example", "/")]
    [InlineData("/theme?theme=purple", "/")]
    public async Task Switch_LeadsBack_ButNeverElsewhere(string path, string expected)
    {
        using var client = vics.NewClient();
        using var response = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Health_Live_Answers()
    {
        using var client = vics.NewClient();
        Assert.Equal("Healthy", await client.GetStringAsync("/health/live", Cancellation));
    }

    [Fact]
    public async Task Log_TellsThePath_NotTheQuery()
    {
        using var client = vics.NewClient();
        using var response = await client.GetAsync("/nothing-here?token=very-secret", Cancellation);

        var logs = Directory.GetFiles(Path.Combine(vics.DataDirectory, "logs"));
        var text = await ReadSharedAsync(Assert.Single(logs));
        Assert.Contains("/nothing-here", text, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
