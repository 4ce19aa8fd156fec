using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>Brings the database to this version's model.</summary>
public static partial class DatabaseMigration
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Creates or upgrades the database and puts in what every installation begins with. The server and the command line call it before
    /// anything else; of several processes that start at once, one does it and the others wait.
    /// </summary>
    public static async Task MigrateVicsDatabaseAsync(this IServiceProvider services, CancellationToken ct)
    {
        var directory = services.GetRequiredService<DataDirectory>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseMigration));
        PrivateDirectory.Ensure(directory.Root);
        await using var alone = await WaitForTurnAsync(Path.Combine(directory.Root, "migration.lock"), ct);
        await using var context = await services.GetRequiredService<IDbContextFactory<VicsDbContext>>().CreateDbContextAsync(ct);

        var pending = (await context.Database.GetPendingMigrationsAsync(ct)).ToList();
        if (pending.Count > 0)
        {
            Log.Migrating(log, pending.Count, pending[^1]);
            await context.PrepareForMigrationAsync(ct);
            await context.Database.MigrateAsync(ct);
        }

        if (!await context.UpdateProfiles.AnyAsync(profile => profile.IsDefault, ct))
        {
            context.UpdateProfiles.Add(UpdateProfile.CreateDefault(services.GetRequiredService<TimeProvider>().GetUtcNow()));
            await context.SaveChangesAsync(ct);
        }
    }

    // A lock of the operating system: it ends with the process, however that ends.
    private static async Task<FileStream> WaitForTurnAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LookAgain, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database up to date: {Count} steps, the last of them {Last}")]
        public static partial void Migrating(ILogger log, int count, string last);
    }
}
