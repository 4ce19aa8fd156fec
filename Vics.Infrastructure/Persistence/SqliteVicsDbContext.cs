using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using Vics.Domain.Units;
using Vics.Infrastructure.Persistence.Conversions;

namespace Vics.Infrastructure.Persistence;

/// <summary>The model in SQLite.</summary>
internal sealed class SqliteVicsDbContext(DbContextOptions<SqliteVicsDbContext> options) : VicsDbContext(options)
{
    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY };

    /// <inheritdoc/>
    public override bool IsForeignKeyViolation(DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: raw.SQLITE_CONSTRAINT_FOREIGNKEY };

    /// <inheritdoc/>
    public override async Task PrepareForMigrationAsync(CancellationToken ct)
    {
        CreateFileForOwnerOnly(Database.GetDbConnection().DataSource);
        // Readers go on while one writes. It is a property of the file and stays.
        await Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL", ct);
        // EF Core's own lock: a process killed while migrating leaves it behind, and every later start would wait for it without end.
        await Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS \"__EFMigrationsLock\"", ct);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<UpdateProfile>().Property(profile => profile.Name).UseCollation("NOCASE");
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    // SQLite gives its journal files the permissions of the database, and the database whatever the process's mask leaves.
    private static void CreateFileForOwnerOnly(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }
}
