using System.Diagnostics;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Infrastructure.Live;

/// <summary>Counts what this process holds, so nothing else may run meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class ComingAndGoingTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_viewers_who_come_and_go_as_they_like_leave_nothing_behind()
    {
        await using var camera = await RtspCamera.StartAsync(Film.H264Small);
        await using var bench = new LiveBench(settings => settings with { IdleTime = TimeSpan.FromMilliseconds(200) });
        var saved = bench.CameraAt(camera.Url);
        await VisitAsync(bench, saved, new Random(1), Stopwatch.StartNew(), TimeSpan.FromSeconds(1));
        await LiveBench.UntilAsync(() => bench.Slots.Taken == 0, "all is quiet before");
        var (handles, memory) = Measure();

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(seed => VisitAsync(bench, saved, new Random(seed), clock, Duration)));
        await LiveBench.UntilAsync(() => bench.Slots.Taken == 0, "all is quiet after");

        Assert.Equal(0, bench.Sources.StatusOf(saved.Id, StreamKind.Main).Viewers);
        await LiveBench.UntilAsync(async () => await camera.ViewersAsync() == 0, "the camera is left alone");
        // A hundred viewers come a dozen times each: what each left behind would be hundreds.
        await LiveBench.UntilAsync(() => Measure().Handles < handles + 60, "the handles are given back");
        Assert.InRange(Measure().Memory - memory, long.MinValue, 100 << 20);
    }

    private static async Task VisitAsync(LiveBench bench, Camera saved, Random random, Stopwatch clock, TimeSpan until)
    {
        await Task.Yield();
        while (clock.Elapsed < until)
        {
            using var viewer = random.Next(5) == 0
                ? bench.Sources.WatchPictures(saved, StreamKind.Main, PictureFormat.Near(320, 5))
                : bench.Sources.Watch(saved, StreamKind.Main);
            using var leaving = new CancellationTokenSource(random.Next(1, 1500));
            using var left = leaving.Token.Register(viewer.Dispose);
            while (await viewer.NextAsync() is not LiveEvent.Ended)
            {
                // A slow one now and then.
                if (random.Next(20) == 0)
                    await Task.Delay(random.Next(100), Ct);
            }

            await Task.Delay(random.Next(300), Ct);
        }
    }

    private static (int Handles, long Memory) Measure() =>
        (Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(), GC.GetTotalMemory(forceFullCollection: true));
}
