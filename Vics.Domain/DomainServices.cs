using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;

namespace Vics.Domain;

/// <summary>The parts list of the domain.</summary>
public static class DomainServices
{
    /// <summary>Registers the domain's operations. The adapters behind its ports come from the infrastructure.</summary>
    public static IServiceCollection AddVicsDomain(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<AuditTrail>()
            .AddSingleton<SignIn>().AddSingleton<AccountAdministration>().AddSingleton<ApiTokenIssue>();
    }
}
