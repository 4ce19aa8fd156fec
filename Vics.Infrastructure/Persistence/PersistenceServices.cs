using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vics.Domain.Audit;
using Vics.Domain.Cameras;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Domain.Walls;

namespace Vics.Infrastructure.Persistence;

/// <summary>The database and the stores in it.</summary>
internal static class PersistenceServices
{
    /// <summary>
    /// Registers the stores. They are singletons that open a short context for each question, so that pages, background work and the
    /// command line use them alike and nobody sees another's half-made change.
    /// </summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, ValidateDatabaseOptions>();
        services.AddSqlite();
        services.AddSingleton<IUnitStore, UnitStore>();
        services.AddSingleton<ICameraStore, CameraStore>();
        services.AddSingleton<IWallLayoutStore, WallLayoutStore>();
        services.AddSingleton<IUpdateProfileStore, UpdateProfileStore>();
        services.AddSingleton<IPackageStore, PackageStore>();
        services.AddSingleton<IUpdateJobStore, UpdateJobStore>();
        services.AddSingleton<IAuditLog, AuditLog>();
        return services;
    }

    private static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<SqliteConnectionSetup>();
        services.AddDbContextFactory<SqliteVicsDbContext>((provider, options) => options
            .UseSqlite(SqliteConnectionString(provider))
            .AddInterceptors(provider.GetRequiredService<SqliteConnectionSetup>()));
        services.AddSingleton<IDbContextFactory<VicsDbContext>, ContextFactory<SqliteVicsDbContext>>();
        services.AddScoped<VicsDbContext>(provider => provider.GetRequiredService<SqliteVicsDbContext>());
    }

    private static string SqliteConnectionString(IServiceProvider provider)
    {
        _ = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        var connection = new SqliteConnectionStringBuilder(provider.GetRequiredService<IConfiguration>().GetConnectionString("Vics") ?? "");
        if (connection.DataSource.Length == 0)
        {
            connection.DataSource = provider.GetRequiredService<DataDirectory>().Database;
        }

        return connection.ToString();
    }

    /// <summary>Gives the stores a context without their knowing of which database.</summary>
    private sealed class ContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<VicsDbContext>
        where TContext : VicsDbContext
    {
        public VicsDbContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<VicsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await contexts.CreateDbContextAsync(cancellationToken);
    }
}
