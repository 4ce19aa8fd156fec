using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>Brings the database to this version's model.</summary>
public static partial class DatabaseMigration
{
    private const int LinuxTryAgain = 11;
    private const int WindowsSharingViolation = 32;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Creates or upgrades the database and puts in what every installation begins with. The server and the command line call it before
    /// anything else; of several processes that start at once, one does it and the others wait.
    /// </summary>
    /// <exception cref="DatabaseUnusableException">It cannot be made, read or written, or belongs to a newer version.</exception>
    public static async Task MigrateVicsDatabaseAsync(this IServiceProvider services, CancellationToken ct)
    {
        var directory = services.GetRequiredService<DataDirectory>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseMigration));
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await using var context = await services.GetRequiredService<IDbContextFactory<VicsDbContext>>().CreateDbContextAsync(ct);
        try
        {
            PrivateDirectory.Ensure(directory.Root);
            await using var alone = await WaitForTurnAsync(Path.Combine(directory.Root, "migration.lock"), log, ct);
            await MigrateAsync(context, log, ct);
            await SeedAsync(context, now, ct);
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException($"the database {context.Database.GetDbConnection().DataSource} cannot be used: {exception.Message}", exception);
        }
    }

    private static async Task MigrateAsync(VicsDbContext context, ILogger log, CancellationToken ct)
    {
        await context.PrepareForMigrationAsync(ct);
        var known = context.Database.GetMigrations().ToHashSet();
        var applied = (await context.Database.GetAppliedMigrationsAsync(ct)).ToList();
        if (applied.Find(migration => !known.Contains(migration)) is { } unknown)
            throw new DatabaseUnusableException($"the database belongs to a newer version of VICS (it knows {unknown}): start that one, or restore a backup.");
        if (applied.Count == known.Count)
            return;
        Log.Migrating(log, known.Count - applied.Count);
        await context.Database.MigrateAsync(ct);
    }

    private static async Task SeedAsync(VicsDbContext context, DateTimeOffset now, CancellationToken ct)
    {
        if (await context.UpdateProfiles.AnyAsync(profile => profile.IsDefault, ct))
            return;
        context.UpdateProfiles.Add(UpdateProfile.CreateDefault(now));
        await context.SaveChangesAsync(ct);
    }

    // A lock of the operating system: it ends with the process, however that ends.
    private static async Task<FileStream> WaitForTurnAsync(string path, ILogger log, CancellationToken ct)
    {
        for (var first = true; ; first = false)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when ((held.HResult & 0xFFFF) is LinuxTryAgain or WindowsSharingViolation)
            {
                if (first)
                    Log.Waiting(log);
                await Task.Delay(LookAgain, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database up to date in {Steps} steps")]
        public static partial void Migrating(ILogger log, int steps);

        [LoggerMessage(Level = LogLevel.Information, Message = "Another process is bringing the database up to date: waiting for it")]
        public static partial void Waiting(ILogger log);
    }
}
