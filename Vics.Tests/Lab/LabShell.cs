using System.Diagnostics;
using System.Text;

namespace Vics.Tests.Lab;

/// <summary>What a command ended with.</summary>
public sealed record LabOutput(int ExitCode, string Output, string Error);

/// <summary>Runs a local program to its end, with a time limit, and never leaves it behind.</summary>
internal static class LabShell
{
    /// <summary>The folder of the lab's scripts, in the source tree this test program was built from.</summary>
    public static string Folder { get; } = FindFolder();

    public static async Task<LabOutput> RunAsync(
        string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, deadline.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The program did not read its input to the end; its exit code tells whether that matters.
            }
            await process.WaitForExitAsync(deadline.Token);
            return new LabOutput(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static Task<LabOutput> ScriptAsync(
        IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit, CancellationToken ct) =>
        RunAsync("bash", [Path.Combine(Folder, "lab.sh"), .. arguments], input, limit, ct);

    /// <summary>Asks again and again until the answer is yes; says <paramref name="what"/> it waited for when time is up.</summary>
    public static async Task UntilAsync(string what, TimeSpan limit, Func<CancellationToken, Task<bool>> condition, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(limit);
        try
        {
            while (!await condition(deadline.Token))
                await Task.Delay(20, deadline.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {limit} in vain for: {what}.");
        }
    }

    private static string FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "Vics.Tests", "Lab");
            if (File.Exists(Path.Combine(folder, "lab.sh")))
                return folder;
        }
        throw new DirectoryNotFoundException("Vics.Tests/Lab is not above " + AppContext.BaseDirectory);
    }
}
