using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Vics.Infrastructure;

/// <summary>The list of adapters.</summary>
public static class InfrastructureServices
{
    /// <summary>Registers what stands behind the domain's ports. <see cref="DataDirectory"/> comes from the host.</summary>
    public static IServiceCollection AddVicsInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return services;
    }
}
