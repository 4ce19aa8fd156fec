using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web;

/// <summary>The web root lies beside the projects, which each way of starting the program finds differently; here each is started for real.</summary>
public sealed partial class StaticAssetModeTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vics-assets-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Build { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public Task Built_ServesItsFiles(string environment) =>
        ServesItsFilesAsync(Path.Combine(Repository.Root, "Vics.Web", "bin", Build, "net10.0", "Vics.Web.dll"), environment);

    [Fact]
    public async Task Published_ServesItsFiles()
    {
        var published = Path.Combine(_directory, "published");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, "Vics.Web"), "--no-build", "-c", Build, "-o", published, "--nologo", "-v", "quiet"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync(Ct);
        await publish.WaitForExitAsync(Ct);
        Assert.True(publish.ExitCode == 0, said);

        await ServesItsFilesAsync(Path.Combine(published, "Vics.Web.dll"), "Production");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task ServesItsFilesAsync(string program, string environment)
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", [program, "--urls=http://127.0.0.1:0", $"--Vics:DataDirectory={Path.Combine(_directory, environment)}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _directory,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment },
        })!;
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressOfAsync(server) };
            client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
            using var plain = new HttpClient { BaseAddress = client.BaseAddress };
            var sheet = Sheet().Match(await plain.GetStringAsync("/setup", Ct)).Groups[1].Value;

            using var answer = await client.GetAsync(sheet, Ct);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
            Assert.Contains("immutable", answer.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 500, 50_000);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<Uri> AddressOfAsync(Process server)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Ready().Match(line) is { Success: true } ready)
                return new Uri(ready.Groups[1].Value);
        }

        throw new InvalidOperationException("The server ended before it was ready.");
    }

    [GeneratedRegex("""href="(/css/site\.[a-z0-9]+\.css)""")]
    private static partial Regex Sheet();

    [GeneratedRegex(@"VICS is ready\. Open (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Ready();
}
