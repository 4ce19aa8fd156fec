using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Vics.Infrastructure;

namespace Vics.Web.Hosting;

/// <summary>The keys that cookies, forms and stored secrets are encrypted with: files in the data directory.</summary>
internal static class DataProtection
{
    public static IServiceCollection AddVicsDataProtection(this IServiceCollection services)
    {
        // The name is part of every key's purpose: another one could not read what was stored.
        services.AddDataProtection().SetApplicationName("VICS");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDataDirectory>();
        return services;
    }

    private sealed class KeysInDataDirectory(DataDirectory directory, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
    {
        public void Configure(KeyManagementOptions options)
        {
            var keys = Directory.CreateDirectory(directory.Keys);
            if (!OperatingSystem.IsWindows())
                keys.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            options.XmlRepository = new FileSystemXmlRepository(keys, loggers);
        }
    }
}
