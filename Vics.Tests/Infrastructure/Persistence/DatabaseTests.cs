using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Units;
using Vics.Infrastructure.Persistence;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class DatabaseTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public void The_migrations_are_those_of_the_model()
    {
        using var context = _stores.OpenDatabase();
        Assert.False(context.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add NAME --project Vics.Infrastructure --context SqliteVicsDbContext");
    }

    [Fact]
    public async Task Coming_up_twice_changes_nothing()
    {
        await _stores.MigrateAsync();
        var profile = await _stores.The<IUpdateProfileStore>().DefaultAsync(Ct);

        await _stores.MigrateAsync();

        Assert.Equal(profile, Assert.Single(await _stores.The<IUpdateProfileStore>().ListAsync(Ct)));
    }

    [Fact]
    public async Task Of_several_that_start_at_once_one_makes_the_database_and_all_can_use_it()
    {
        var others = Enumerable.Range(0, 5).Select(_ => new StoresOnDisk(_stores.Data.Root)).ToList();

        await Task.WhenAll(others.Select(other => Task.Run(other.MigrateAsync)));

        Assert.All(
            await Task.WhenAll(others.Select(other => other.The<IUpdateProfileStore>().ListAsync(Ct))),
            profiles => Assert.Single(profiles));
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_keep_the_next_start_waiting()
    {
        await using (var context = _stores.OpenDatabase())
        {
            await context.Database.ExecuteSqlAsync(
                $"""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')""", Ct);
        }

        await _stores.MigrateAsync().WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.NotNull(await _stores.The<IUpdateProfileStore>().DefaultAsync(Ct));
    }

    [Fact]
    public async Task A_connection_waits_its_turn_keeps_what_it_commits_and_minds_references()
    {
        await _stores.MigrateAsync();
        await using var context = _stores.OpenDatabase();

        Assert.Equal("wal", await PragmaAsync<string>(context, "journal_mode"));
        Assert.Equal(2, await PragmaAsync<long>(context, "synchronous"));
        Assert.Equal(1, await PragmaAsync<long>(context, "foreign_keys"));
        Assert.Equal(30_000, await PragmaAsync<long>(context, "busy_timeout"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_on_the_machine_may_read_the_database()
    {
        await _stores.MigrateAsync();

        Assert.All(
            Directory.EnumerateFiles(_stores.Data.Root, "vics.db*"),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Many_writers_at_once_all_get_their_turn()
    {
        await _stores.MigrateAsync();
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        await using var otherProcess = new StoresOnDisk(_stores.Data.Root);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var stores = writer % 2 == 0 ? _stores : otherProcess;
            for (var n = 0; n < 10; n++)
            {
                await stores.The<IUnitStore>().ObserveAsync(unit.Id, new UnitObservation(UnitState.Online) { SeenAt = _stores.Now }, Ct);
                await stores.The<IAuditLog>().WriteAsync(new AuditEntry(_stores.Now, Actor.Server, "unit.tested", $"{writer}/{n}", null, null), Ct);
            }
        })));

        Assert.Equal(160, (await _stores.The<IAuditLog>().ListAsync(new ListQuery(), Ct)).Total);
    }

    [Fact]
    public async Task The_database_may_lie_elsewhere()
    {
        var elsewhere = Path.Combine(_stores.Data.Root, "elsewhere.db");
        await using var stores = new StoresOnDisk(_stores.Data.Root, ("ConnectionStrings:Vics", $"Data Source={elsewhere}"));
        await stores.MigrateAsync();

        Assert.True(File.Exists(elsewhere));
        Assert.False(File.Exists(_stores.Data.Database));
    }

    [Fact]
    public async Task Another_kind_of_database_stops_the_start_and_names_what_is_expected()
    {
        await using var stores = new StoresOnDisk(_stores.Data.Root, ("Vics:Database:Provider", "Oracle"));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(stores.MigrateAsync);

        Assert.Contains("Vics:Database:Provider is 'Oracle'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'Sqlite'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await _stores.MigrateAsync();
        await using (var context = _stores.OpenDatabase())
            await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_FromTheFuture', '99.0.0')""", Ct);

        var exception = await Assert.ThrowsAsync<DatabaseUnusableException>(_stores.MigrateAsync);

        Assert.Contains("newer version", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_and_left_alone()
    {
        await File.WriteAllTextAsync(_stores.Data.Database, new string('x', 8192), Ct);

        var exception = await Assert.ThrowsAsync<DatabaseUnusableException>(_stores.MigrateAsync);

        Assert.Contains(_stores.Data.Database, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(_stores.Data.Database, Ct));
    }

    private static async Task<T> PragmaAsync<T>(VicsDbContext context, string name)
    {
        await context.Database.OpenConnectionAsync(Ct);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }
}
