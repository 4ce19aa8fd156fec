using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Packages;

namespace Vics.Infrastructure.PackageFiles;

/// <summary>The packages' files.</summary>
internal static class PackageFilesServices
{
    /// <summary>Registers the files on disk and what tidies up after a crash.</summary>
    public static IServiceCollection AddPackageFiles(this IServiceCollection services)
    {
        services.AddSingleton<DiskPackageFiles>();
        services.AddSingleton<IPackageFiles>(provider => provider.GetRequiredService<DiskPackageFiles>());
        services.AddHostedService<BrokenUploads>();
        return services;
    }
}
