using System.Diagnostics;
using System.Net;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Vics.Tests.Web.Cameras;
using Xunit;

namespace Vics.Tests.Web.Live;

/// <summary>Short ways for tests to look at live pictures in the browser. Other builds share the machine, so the patience is great.</summary>
internal static class LivePages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Adds a camera and gives its id.</summary>
    public static async Task<string> AddCameraAsync(this VicsApplication vics, object camera)
    {
        using var script = await vics.ScriptAsync(Role.Administrator);
        return (await script.AddCameraAsync(camera)).Split('/')[^1];
    }

    /// <summary>Waits for what a live picture says of itself.</summary>
    public static async Task ShowsAsync(this ILocator view, string state)
    {
        try
        {
            await Assertions.Expect(view).ToHaveAttributeAsync("data-live-state", state, new() { Timeout = (float)Patience.TotalMilliseconds });
        }
        catch (PlaywrightException late)
        {
            throw new TimeoutException($"Not {state}: {await view.EvaluateAsync<string>(Described)}", late);
        }
    }

    /// <summary>The picture moves: its time goes on, and what is on the screen changes.</summary>
    public static async Task MovesAsync(this ILocator view)
    {
        await view.ShowsAsync("playing");
        var before = await view.EvaluateAsync<double>(Time);
        var picture = await view.EvaluateAsync<string>(Pixels);
        await UntilAsync(async () => await view.EvaluateAsync<double>(Time) > before + 0.5, () => view.EvaluateAsync<string>(Described));
        await UntilAsync(async () => await view.EvaluateAsync<string>(Pixels) != picture, () => view.EvaluateAsync<string>(Described));
    }

    /// <summary>What is on the screen, small.</summary>
    public static Task<string> PixelsAsync(this ILocator view) => view.EvaluateAsync<string>(Pixels);

    /// <summary>How far the video's own time is.</summary>
    public static Task<double> TimeAsync(this ILocator view) => view.EvaluateAsync<double>(Time);

    /// <summary>Asks again until it is so. By the debugger: what Playwright would do in the page, the page's own policy forbids.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<Task<string>>? describe = null)
    {
        for (var since = Stopwatch.StartNew(); !await isSo();)
        {
            if (since.Elapsed > Patience)
                Assert.Fail($"It did not come to pass. {(describe is null ? "" : await describe())}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How many watch a camera's stream.</summary>
    public static async Task<int> ViewersAsync(this HttpClient client, string camera, string stream = "main")
    {
        var status = await Units.UnitCalls.AskAsync(client, HttpMethod.Get, $"/api/cameras/{camera}/live?stream={stream}", null, HttpStatusCode.OK);
        return status.GetProperty("viewers").GetInt32();
    }

    private const string Time = "view => view.querySelector('video').currentTime";

    private const string Pixels = """
        view => {
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [160, 90];
          const shown = view.dataset.shows === 'video' ? view.querySelector('video') : view.querySelector('canvas');
          canvas.getContext('2d').drawImage(shown, 0, 0, 160, 90);
          return canvas.toDataURL();
        }
        """;

    private const string Described = """
        view => {
          const video = view.querySelector('video');
          const ranges = [...Array(video?.buffered.length ?? 0).keys()].map(at => [video.buffered.start(at), video.buffered.end(at)]);
          return JSON.stringify([{ ...view.dataset }, view.innerText, video?.currentTime, video?.readyState, video?.paused, video?.error?.message, ranges]);
        }
        """;
}
