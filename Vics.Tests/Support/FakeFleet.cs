using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>The real application with units that exist only in the test: what pages and the API do while updates run, step by step.</summary>
public sealed class FakeFleet : IAsyncDisposable
{
    private readonly FakeUnitConnector _network = new();
    private int _units;
    private int _packages;

    /// <summary>With the default settings.</summary>
    public FakeFleet() => Application = VicsApplication.With(services => services
        .AddSingleton<IUnitConnector>(_network)
        .AddSingleton(new UpdateSettings { PollInterval = TimeSpan.FromMilliseconds(20), FirstReconnectDelay = TimeSpan.FromMilliseconds(20) }));

    /// <summary>The application.</summary>
    public VicsApplication Application { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One of the application's services.</summary>
    public T The<T>()
        where T : notnull
    {
        _ = Application.Address;
        return Application.Services.GetRequiredService<T>();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Application.DisposeAsync();

    /// <summary>Adds a unit to the inventory that answers.</summary>
    internal async Task<(Unit Unit, FakeUnit Fake)> AddUnitAsync(string? name = null, params string[] tags)
    {
        var host = $"10.0.{_units / 200}.{1 + _units++ % 200}";
        var entry = new UnitEntry { Host = host, Name = name, UserName = "mirero", Password = new Secret("unit-password"), Tags = tags };
        var unit = Unit.Create(entry, The<ISecretSeal>(), TimeProvider.System.GetUtcNow());
        Assert.True(await The<IUnitStore>().AddAsync([unit], Ct));
        return (unit, _network.Add(host));
    }

    /// <summary>Adds a package with content of its own.</summary>
    public async Task<Package> AddPackageAsync(string? version = null, string fileName = "VICS", int bytes = 200_000)
    {
        version ??= $"2.{_packages++}.0";
        var content = new byte[bytes];
        Encoding.UTF8.GetBytes($"{version} {Guid.NewGuid()}").CopyTo(content, 0);
        using var stream = new MemoryStream(content);
        var entry = new PackageEntry { Version = version, FileName = fileName };
        var result = await The<PackageIntake>().ReceiveAsync(stream, _ => Task.FromResult(entry), 1L << 30, Actor.Server, Ct);
        return Assert.IsType<IntakeResult.Stored>(result).Package;
    }

    /// <summary>Starts a job for some units.</summary>
    public async Task<UpdateJobId> StartAsync(Package package, params UnitId[] units)
    {
        ArgumentNullException.ThrowIfNull(package);
        var request = new UpdateJobRequest { PackageId = package.Id, Units = new UnitSelection.ByIds(units), Plan = new UpdatePlan { Parallelism = 4 } };
        return Assert.IsType<JobCreation.Created>(await The<UpdateQueue>().EnqueueAsync(request, Actor.Server, Ct)).Id;
    }

    /// <summary>Waits until a job has ended.</summary>
    public async Task<UpdateJob> EndOfAsync(UpdateJobId id)
    {
        using var listener = The<UpdateJobFeed>().Listen();
        while (true)
        {
            if (await The<IUpdateJobStore>().FindAsync(id, Ct) is { IsFinal: true } job)
                return job;
            await listener.NextAsync(TimeSpan.FromSeconds(1), TimeProvider.System, Ct);
        }
    }
}

/// <summary>Something that waits until it is let go.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when somebody stands at the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Stands at the gate until it is opened.</summary>
    public Task PassAsync(CancellationToken ct)
    {
        _reached.TrySetResult();
        return _open.Task.WaitAsync(ct);
    }

    /// <summary>Lets everybody through.</summary>
    public void Open() => _open.TrySetResult();
}
