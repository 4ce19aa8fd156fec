using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Infrastructure;
using Vics.Infrastructure.Persistence;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Infrastructure.Persistence;

/// <summary>Every adapter for storage as the product registers it, on a data directory of its own and with a clock that stands still.</summary>
public sealed class StoresOnDisk : IAsyncLifetime
{
    private readonly ServiceProvider _services;

    /// <summary>With the default settings.</summary>
    public StoresOnDisk()
        : this(Directory.CreateTempSubdirectory("vics-stores-").FullName)
    {
    }

    /// <summary>A second process, so to say, on the same directory.</summary>
    public StoresOnDisk(string path, params (string Key, string Value)[] settings)
    {
        Data = new DataDirectory(path);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build();
        // One logger factory for all: EF Core builds its model anew for each other one.
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(Data).AddSingleton<TimeProvider>(Clock)
            .AddSingleton(AllowedNetworks.Default).AddSingleton(new LiveSettings());
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Data.Keys)).SetApplicationName("tests");
        services.AddVicsInfrastructure(configuration);
        services.Configure<Microsoft.AspNetCore.Identity.PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    /// <summary>Where everything lies.</summary>
    public DataDirectory Data { get; }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The time of the clock.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>One of the ports.</summary>
    public T The<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A unit that is not in the inventory yet.</summary>
    public Unit NewUnit(string host, string? name = null, string password = "unit-password", params string[] tags) => Unit.Create(
        new UnitEntry { Host = host, Name = name, UserName = "mirero", Password = new Secret(password), Tags = tags }, The<ISecretSeal>(), Now);

    /// <summary>Adds units.</summary>
    public async Task<IReadOnlyList<Unit>> AddedAsync(params Unit[] units)
    {
        Assert.True(await The<IUnitStore>().AddAsync(units, TestContext.Current.CancellationToken));
        return units;
    }

    /// <summary>A camera that is not in the inventory yet.</summary>
    public Camera NewCamera(string host, string? name = null, params string[] tags) => NewCamera(new CameraEntry { Host = host, Name = name, Tags = tags });

    /// <summary>A camera that is not in the inventory yet.</summary>
    public Camera NewCamera(CameraEntry entry)
    {
        Assert.Empty(CameraRules.Check(entry));
        return Camera.Create(entry, The<ISecretSeal>(), Now);
    }

    /// <summary>Adds cameras.</summary>
    public async Task<IReadOnlyList<Camera>> AddedAsync(params Camera[] cameras)
    {
        Assert.Equal(SaveOutcome.Saved, await The<ICameraStore>().SaveAsync(cameras, [], TestContext.Current.CancellationToken));
        return cameras;
    }

    /// <summary>Brings the database up.</summary>
    public Task MigrateAsync() => _services.MigrateVicsDatabaseAsync(TestContext.Current.CancellationToken);

    /// <summary>The database itself.</summary>
    internal VicsDbContext OpenDatabase() => The<IDbContextFactory<VicsDbContext>>().CreateDbContext();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await MigrateAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        // Its own connections only: other tests run at the same time.
        using (var connection = new SqliteConnection($"Data Source={Data.Database}"))
            SqliteConnection.ClearPool(connection);
        if (Directory.Exists(Data.Root))
            Directory.Delete(Data.Root, recursive: true);
    }
}
