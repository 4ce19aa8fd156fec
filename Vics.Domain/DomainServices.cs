using Microsoft.Extensions.DependencyInjection;

namespace Vics.Domain;

/// <summary>The parts list of the domain.</summary>
public static class DomainServices
{
    /// <summary>Registers the domain's operations. The adapters behind its ports come from the infrastructure.</summary>
    public static IServiceCollection AddVicsDomain(this IServiceCollection services) => services;
}
