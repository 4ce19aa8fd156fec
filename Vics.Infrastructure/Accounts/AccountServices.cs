using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vics.Domain.Accounts;
using Vics.Infrastructure.Persistence;

namespace Vics.Infrastructure.Accounts;

/// <summary>Accounts, their tokens and their sessions.</summary>
internal static class AccountServices
{
    // OWASP's advice for PBKDF2 with SHA-512; Identity's own default is 100,000.
    private const int Pbkdf2Iterations = 210_000;

    /// <summary>Registers ASP.NET Core Identity without its cookies, roles and pages, and the stores that speak to it.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccountOptions>().Bind(configuration.GetSection(AccountOptions.Section))
            .Validate(o => o.MinPasswordLength is >= 8 and <= 128, $"{AccountOptions.Section}:MinPasswordLength: expected a whole number from 8 to 128.")
            .Validate(o => o.LockoutAttempts is >= 1 and <= 100, $"{AccountOptions.Section}:LockoutAttempts: expected a whole number from 1 to 100.")
            .Validate(o => o.LockoutMinutes is >= 1 and <= 1440, $"{AccountOptions.Section}:LockoutMinutes: expected a whole number from 1 to 1440.")
            .ValidateOnStart();
        services.AddIdentityCore<VicsUser>().AddEntityFrameworkStores<VicsDbContext>();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccountOptions>>((identity, accounts) => Configure(identity, accounts.Value));
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Pbkdf2Iterations);
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<IApiTokenStore, ApiTokenStore>();
        services.AddSingleton<DatabaseTicketStore>();
        services.AddSingleton<ITicketStore>(provider => provider.GetRequiredService<DatabaseTicketStore>());
        services.AddSingleton<IAccountSessions>(provider => provider.GetRequiredService<DatabaseTicketStore>());
        return services;
    }

    // What may be a name or a password is AccountRules' business, in our words; Identity only keeps names apart.
    private static void Configure(IdentityOptions identity, AccountOptions accounts)
    {
        identity.User.AllowedUserNameCharacters = "";
        identity.Password.RequiredLength = accounts.MinPasswordLength;
        identity.Password.RequiredUniqueChars = 0;
        identity.Password.RequireDigit = false;
        identity.Password.RequireLowercase = false;
        identity.Password.RequireUppercase = false;
        identity.Password.RequireNonAlphanumeric = false;
    }
}
