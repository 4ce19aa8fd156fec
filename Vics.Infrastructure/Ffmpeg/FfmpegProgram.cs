using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Network;

namespace Vics.Infrastructure.Ffmpeg;

/// <summary>Finds ffmpeg and looks whether it is new enough. A missing one is looked for again, so that installing it needs no restart.</summary>
internal sealed partial class FfmpegProgram(IOptions<FfmpegOptions> options) : IDisposable
{
    /// <summary>The oldest that will do: before, <c>-timeout</c> meant something else for RTSP.</summary>
    public const int OldestMajor = 5;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _looking = new(1);
    private string? _path;

    /// <summary>Its path.</summary>
    /// <exception cref="DeviceException">There is none, or an old one.</exception>
    public async Task<string> FindAsync(CancellationToken ct)
    {
        if (_path is { } known)
            return known;
        await _looking.WaitAsync(ct);
        try
        {
            var path = Candidates().FirstOrDefault(File.Exists)
                ?? throw Unusable(OperatorText.Of($"This server needs ffmpeg for video, and has none. Install it, or set {"Vics:Ffmpeg:Path"}."));
            var version = await VersionAsync(path, ct);
            if (version is { } major && major < OldestMajor)
                throw Unusable(OperatorText.Of($"ffmpeg on this server is of version {major}; version {OldestMajor} or newer is needed."));
            return _path = path;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    /// <summary>The major version in what <c>ffmpeg -version</c> prints; null where it is a build without number.</summary>
    internal static int? MajorOf(string answer) =>
        Version().Match(answer) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;

    private IEnumerable<string> Candidates()
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        if (options.Value.Path is { Length: > 0 } configured)
            return [configured, Path.Combine(configured, name)];
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, name));
    }

    private static async Task<int?> VersionAsync(string path, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AnswerLimit);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, ["-hide_banner", "-version"]) { RedirectStandardOutput = true })!;
            var answer = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return MajorOf(answer);
        }
        catch (System.ComponentModel.Win32Exception unusable)
        {
            throw Unusable(OperatorText.Of($"ffmpeg on this server cannot be started: {unusable.Message}"), unusable);
        }
        catch (OperationCanceledException late) when (!ct.IsCancellationRequested)
        {
            throw Unusable(OperatorText.Of($"ffmpeg on this server does not answer."), late);
        }
    }

    private static DeviceException Unusable(OperatorText why, Exception? cause = null) => new(new(DeviceFaultCode.NotSupported, why), cause);

    [GeneratedRegex(@"^ffmpeg version n?(\d+)\.")]
    private static partial Regex Version();
}
