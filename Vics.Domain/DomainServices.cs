using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;

namespace Vics.Domain;

/// <summary>The parts list of the domain.</summary>
public static class DomainServices
{
    /// <summary>Registers the domain's operations. The adapters behind its ports come from the infrastructure.</summary>
    public static IServiceCollection AddVicsDomain(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new UpdateSettings());
        services.TryAddSingleton(AllowedNetworks.Default);
        services.TryAddSingleton(new CameraMonitorSettings());
        return services
            .AddSingleton<AuditTrail>()
            .AddSingleton<SignIn>().AddSingleton<AccountAdministration>().AddSingleton<ApiTokenIssue>()
            .AddSingleton<UnitContact>().AddSingleton<UnitRecord>().AddSingleton<UnitInventory>().AddSingleton<ConnectionTest>().AddSingleton<UpdateProfiles>()
            .AddSingleton<CameraFeed>().AddSingleton<CameraInventory>().AddSingleton<CameraStreams>().AddSingleton<CameraCheck>().AddSingleton<CameraMonitor>()
            .AddSingleton<UnitCameraImport>()
            .AddSingleton<PackageIntake>()
            .AddSingleton<UpdateJobFeed>().AddSingleton<UpdateQueue>().AddSingleton<SwapWatch>().AddSingleton<UpdateRunner>().AddSingleton<UpdateJobRunner>();
    }
}
