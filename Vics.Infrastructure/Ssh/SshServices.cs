using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Ssh;

/// <summary>The parts list of the SSH adapter.</summary>
internal static class SshServices
{
    /// <summary>Registers the way to units.</summary>
    public static IServiceCollection AddSsh(this IServiceCollection services)
    {
        services.AddOptions<SshOptions>().BindConfiguration(SshOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IUnitConnector, SshUnitConnector>();
    }
}
