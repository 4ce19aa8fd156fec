using Microsoft.Playwright;
using Vics.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Vics.Tests.Support;

/// <summary>
/// One chromium for the whole run, the machine's own (nothing is downloaded). Take it in the constructor; xunit hands
/// the shared one to every class that asks:
/// <code>
/// public sealed class UnitsPageTests(VicsApplication vics, Browser browser) : IClassFixture&lt;VicsApplication&gt;
/// {
///     [Fact]
///     public async Task Add_ShowsTheUnit()
///     {
///         await using var visit = await browser.VisitAsync(vics.Address);
///         await visit.Page.GotoAsync("/units");
///         …
///         visit.AssertNoErrors();
///     }
/// }
/// </code>
/// Where there is no chromium the test is skipped with that reason.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A visit with cookies of its own. Settings such as language, size and colour scheme go into <paramref name="settings"/>.</summary>
    public async Task<Visit> VisitAsync(Uri address, BrowserNewContextOptions? settings = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        settings ??= new();
        settings.BaseURL ??= address.ToString();
        settings.Locale ??= "en-US";
        settings.TimezoneId ??= "Asia/Seoul";
        settings.ReducedMotion ??= ReducedMotion.Reduce;

        var browser = await StartedAsync();
        var context = await browser.NewContextAsync(settings);
        context.SetDefaultTimeout(15_000);
        return new Visit(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        var place = Array.Find(Places, File.Exists);
        Assert.SkipWhen(place is null, "There is no chromium on this machine (apt-get install chromium).");

        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = Arguments });
        }
        finally
        {
            _starting.Release();
        }
    }
}
