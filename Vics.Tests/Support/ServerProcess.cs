using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Vics.Tests.Lab;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>A real server, from a Debian package, on a free port of 127.0.0.1 with a directory of its own; both end with it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(Process process, DirectoryInfo directory, int port)
    {
        (_process, _directory, Port) = (process, directory, port);
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its directory.</summary>
    public string Folder => _directory.FullName;

    /// <summary>An address on it.</summary>
    public Uri Url(string path, string scheme = "http") => new($"{scheme}://127.0.0.1:{Port}{path}");

    /// <summary>
    /// Starts one and waits until it takes connections. Where the program is missing the test is skipped. <paramref name="prepare"/> fills the directory
    /// and gives the arguments.
    /// </summary>
    public static async Task<ServerProcess> StartAsync(string program, string package, Func<DirectoryInfo, int, string[]> prepare, CancellationToken ct)
    {
        var place = Array.Find(["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"], folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipWhen(place is null, $"There is no {program} on this machine (apt-get install {package}).");

        var directory = Directory.CreateTempSubdirectory("vics-server-");
        // Servers that root starts serve as another account.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory.FullName, File.GetUnixFileMode(directory.FullName) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(place, program), prepare(directory, port))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.FullName,
        };
        var server = new ServerProcess(Process.Start(start)!, directory, port);
        try
        {
            await LabShell.UntilAsync($"{program} to listen", TimeSpan.FromSeconds(60), token => server.ListensAsync(program, token), ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync(string program, CancellationToken ct)
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"{program} did not start: {string.Join('\n', _said)}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
