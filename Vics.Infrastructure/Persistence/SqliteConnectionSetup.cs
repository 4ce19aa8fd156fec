using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Vics.Infrastructure.Persistence;

/// <summary>Prepares every connection to SQLite; these settings belong to a connection, not to the file.</summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    // synchronous=FULL: with WAL, NORMAL loses the last transactions when the power fails (sqlite.org/pragma.html#pragma_synchronous).
    // The journal of an update says "armed" before the unit is told to swap; if that line were lost, a restarted server would not know
    // that the unit is at work by itself. It costs one fsync a transaction, and there are a few of these per unit and step.
    //
    // busy_timeout: SQLite has one writer at a time, the others wait their turn. Without it the driver polls every 150 ms.
    private const string Settings = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        AddFunctions((SqliteConnection)connection);
        using var command = SettingsOf(connection);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        AddFunctions((SqliteConnection)connection);
        await using var command = SettingsOf(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddFunctions(SqliteConnection connection)
    {
        connection.CreateFunction<string?, string?>("vics_fold", VicsDbContext.Fold, isDeterministic: true);
        connection.CreateFunction<string?, string?>("vics_natural_order", VicsDbContext.NaturalOrder, isDeterministic: true);
    }

    private static DbCommand SettingsOf(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Settings;
        return command;
    }
}
