using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Vics.Tests.Support;

/// <summary>
/// The real application, listening with Kestrel on a free port, on a data directory of its own that is deleted at the
/// end. As a fixture:
/// <code>
/// public sealed class UnitsPageTests(VicsApplication vics) : IClassFixture&lt;VicsApplication&gt;
/// {
///     [Fact]
///     public async Task Index_ListsUnits()
///     {
///         using var client = vics.NewClient();
///         var html = await client.GetStringAsync("/units", TestContext.Current.CancellationToken);
///     }
/// }
/// </code>
/// For a browser, open <see cref="Address"/> (see <see cref="Browser"/>). Services of the running application are in
/// <c>Services</c>. A test that needs other settings makes its own: <c>VicsApplication.With(("Vics:Packages:MaxBytes", "1000"))</c>.
/// </summary>
public sealed class VicsApplication : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;
    private readonly Action<IServiceCollection> _services;

    /// <summary>An application with the default settings.</summary>
    public VicsApplication()
        : this(_ => { }, [])
    {
    }

    private VicsApplication(Action<IServiceCollection> services, (string Key, string Value)[] settings)
    {
        _services = services;
        _settings = settings;
        UseKestrel(0);
    }

    /// <summary>Where its database, packages, keys and logs lie.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("vics-test-").FullName;

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address
    {
        get
        {
            StartServer();
            return ClientOptions.BaseAddress;
        }
    }

    /// <summary>An application with other settings; the caller disposes of it.</summary>
    public static VicsApplication With(params (string Key, string Value)[] settings) => new(_ => { }, settings);

    /// <summary>An application with something else in place of an adapter; the caller disposes of it.</summary>
    public static VicsApplication With(Action<IServiceCollection> services, params (string Key, string Value)[] settings) => new(services, settings);

    /// <summary>A client with its own cookies that shows redirects instead of following them.</summary>
    public HttpClient NewClient()
    {
        // The client's, not the factory's: it goes over the network like a browser, with the limits of Kestrel.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Vics:DataDirectory", DataDirectory);
        // Tests add cameras that are nowhere; those that are about looking after cameras switch it on.
        builder.UseSetting("Vics:Cameras:CheckSeconds", "0");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(_services);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(DataDirectory))
            Directory.Delete(DataDirectory, recursive: true);
    }
}
