using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Vics.Tests.Web;

/// <summary>Starts the program as its own process, as it lies in the build's output.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vics-start-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithWrongSettings_NamesThemAllInOneLine()
    {
        var (exitCode, error) = await RunAsync("--Vics:Updates:Parallelism=many", "--Vics:Packages:MaxBytes=0", "--Vics:Cameras:CheckSeconds=soon", "--Vics:Network:AllowedNetworks=10/8", "--urls=http://127.0.0.1:0");

        Assert.Equal(1, exitCode);
        var line = Assert.Single(error);
        Assert.Contains("Vics:Updates:Parallelism is 'many': expected a whole number from 1 to 100", line, StringComparison.Ordinal);
        Assert.Contains("Vics:Packages:MaxBytes is '0'", line, StringComparison.Ordinal);
        Assert.Contains("Vics:Network:AllowedNetworks is '10/8': expected networks or addresses such as 10.0.0.0/8", line, StringComparison.Ordinal);
        Assert.Contains("Vics:Cameras:CheckSeconds is 'soon'", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSoInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exitCode, error) = await RunAsync($"--urls={address}");

        Assert.Equal(1, exitCode);
        Assert.Equal($"VICS cannot start: {address} is in use by another program.", Assert.Single(error));
    }

    [Fact]
    public async Task Start_OnAnAddressThatIsNone_SaysSoInOneLine()
    {
        var (exitCode, error) = await RunAsync("--urls=nonsense");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("VICS cannot start: the address to listen on", Assert.Single(error), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<(int ExitCode, string[] Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _directory };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Vics.Web.dll"));
        start.ArgumentList.Add($"--Vics:DataDirectory={_directory}");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = await process.StandardError.ReadToEndAsync(patience.Token);
            await output;
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
