using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Infrastructure.Accounts;
using Vics.Infrastructure.DeviceHttp;
using Vics.Infrastructure.PackageFiles;
using Vics.Infrastructure.Persistence;
using Vics.Infrastructure.Rtsp;
using Vics.Infrastructure.Secrets;
using Vics.Infrastructure.Ssh;
using Vics.Infrastructure.UnitApi;

namespace Vics.Infrastructure;

/// <summary>The list of adapters.</summary>
public static class InfrastructureServices
{
    /// <summary>
    /// Registers what stands behind the domain's ports. <see cref="DataDirectory"/>, the clock and Data Protection come from the host. Before
    /// a store is used, call <see cref="DatabaseMigration.MigrateVicsDatabaseAsync"/>.
    /// </summary>
    public static IServiceCollection AddVicsInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddPersistence(configuration)
            .AddAccounts(configuration)
            .AddPackageFiles()
            .AddSingleton<ISecretSeal, DataProtectionSecretSeal>()
            .AddDeviceHttp()
            .AddSingleton<IStreamCheck, StreamCheck>()
            .AddSingleton<IUnitApi, HttpUnitApi>()
            .AddSsh();
        AdaptersToCome.Fill(services);
        return services;
    }
}
