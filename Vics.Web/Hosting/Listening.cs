using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vics.Web.Hosting;

/// <summary>Where the server listens, and the line that says so.</summary>
internal static partial class Listening
{
    private const string DefaultAddress = "http://localhost:8000";
    private static readonly string[] AddressSettings = [WebHostDefaults.ServerUrlsKey, "http_ports", "https_ports"];

    /// <summary>Takes the default address unless the settings name one.</summary>
    public static void AddVicsListening(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        var configured = AddressSettings.Any(key => !string.IsNullOrWhiteSpace(builder.Configuration[key]))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!configured)
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary>Says where to open the product, once it really listens there.</summary>
    public static void AnnounceAddresses(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Vics.Web");
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            foreach (var address in addresses.Select(Openable))
                Log.Ready(logger, address);
        });
    }

    /// <summary>An address a person can open: "any address" is this machine.</summary>
    private static string Openable(string address) =>
        address.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "VICS is ready. Open {Address}")]
        public static partial void Ready(ILogger logger, string address);
    }
}
