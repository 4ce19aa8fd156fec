using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.Ffmpeg;
using Vics.Infrastructure.Network;
using Vics.Infrastructure.Secrets;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Infrastructure.Live;

/// <summary>Live video as the product puts it together, below the web: real ffmpeg, real cameras. Only who would have to be asked for addresses is left out.</summary>
internal sealed class LiveBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly DataProtectionSecretSeal _seal = new(new EphemeralDataProtectionProvider());
    private readonly DeviceHttpClient _http;
    private readonly FfmpegProgram _program = new(Options.Create(new FfmpegOptions()));
    private readonly PatternTitles _titles = new();

    public LiveBench(Func<LiveSettings, LiveSettings>? settings = null)
    {
        var quick = new LiveSettings { IdleTime = TimeSpan.FromSeconds(1), BackOff = new BackOffSettings { Delays = [TimeSpan.FromSeconds(0.3)] } };
        Settings = settings?.Invoke(quick) ?? quick;
        var dialer = new DeviceDialer(AllowedNetworks.Default);
        _http = new DeviceHttpClient(dialer, TimeProvider.System);
        Slots = new FfmpegSlots(Settings);
        Redirector = new RtspRedirector(dialer, TimeProvider.System);
        var launcher = new FfmpegLauncher(_program, Slots);
        var jpegs = new HttpJpegs(_http);
        Pictures = new FfmpegPictureMaker(launcher);
        Stills = new FfmpegStills(launcher, Redirector, jpegs, Pictures);
        var streams = new CameraStreams(null!, null!, null!, _seal, TimeProvider.System);
        Sources = new LiveSources(
            streams, new FfmpegVideoOpener(launcher, Redirector, jpegs, _titles), Pictures, Settings, TimeProvider.System, NullLogger<LiveSources>.Instance);
    }

    public LiveSettings Settings { get; }

    public LiveSources Sources { get; }

    public IStreamStills Stills { get; }

    public IPictureMaker Pictures { get; }

    public RtspRedirector Redirector { get; }

    public FfmpegSlots Slots { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Camera CameraAt(string url, string? user = null, string? password = null, CameraSource source = CameraSource.Rtsp) => Camera.Create(
        new CameraEntry { Name = "Gate", Source = source, StreamUrl = url, UserName = user, Password = password is null ? null : new Secret(password), Enabled = true },
        _seal, TimeProvider.System.GetUtcNow());

    public Camera Pattern(string name = "Test pattern") =>
        Camera.Create(new CameraEntry { Name = name, Source = CameraSource.Test, Enabled = true }, _seal, TimeProvider.System.GetUtcNow());

    public void Edit(Camera camera, string url)
    {
        camera.Edit(new CameraEntry { Name = "Gate", Source = CameraSource.Rtsp, StreamUrl = url, Enabled = true }, _seal);
        Sources.Changed(camera);
    }

    /// <summary>Waits for something with a deadline.</summary>
    public static async Task UntilAsync(Func<bool> seen, string what) => await UntilAsync(() => Task.FromResult(seen()), what);

    public static async Task UntilAsync(Func<Task<bool>> seen, string what)
    {
        var since = Stopwatch.StartNew();
        while (!await seen())
        {
            Assert.True(since.Elapsed < Patience, $"Waited in vain until {what}.");
            await Task.Delay(30, Ct);
        }
    }

    /// <summary>The arguments of every ffmpeg that this process started and that still runs.</summary>
    public static IReadOnlyList<string> OwnFfmpegs()
    {
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var found = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == own && stat.Contains("(ffmpeg)", StringComparison.Ordinal))
                    found.Add(File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' '));
            }
            catch (IOException)
            {
                // Ended while it was looked at.
            }
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await Sources.DisposeAsync();
        await Redirector.DisposeAsync();
        _http.Dispose();
        _program.Dispose();
        _titles.Dispose();
    }
}

/// <summary>Reads what a viewer gets, with a deadline for each.</summary>
internal static class Watching
{
    public static async Task<LiveEvent> NextWithinAsync(this LiveViewer viewer, TimeSpan? patience = null) =>
        await viewer.NextAsync().AsTask().WaitAsync(patience ?? LiveBench.Patience, TestContext.Current.CancellationToken);

    /// <summary>The next event of a kind; what comes before is passed over.</summary>
    public static async Task<T> NextAsync<T>(this LiveViewer viewer)
        where T : LiveEvent
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < LiveBench.Patience)
        {
            if (await viewer.NextWithinAsync() is T wanted)
                return wanted;
        }

        throw new TimeoutException($"No {typeof(T).Name} came.");
    }

    /// <summary>So many fragments in a row.</summary>
    public static async Task<IReadOnlyList<LiveEvent.Fragment>> FragmentsAsync(this LiveViewer viewer, int count)
    {
        var fragments = new List<LiveEvent.Fragment>();
        while (fragments.Count < count)
            fragments.Add(await viewer.NextAsync<LiveEvent.Fragment>());
        return fragments;
    }
}
