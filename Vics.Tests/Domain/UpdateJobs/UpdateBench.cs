using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Infrastructure.Persistence;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.UpdateJobs;

/// <summary>Everything that runs update jobs, as the product puts it together, on real stores and with units that exist only in the test.</summary>
internal sealed class UpdateBench : IAsyncLifetime
{
    /// <summary>What the package holds.</summary>
    public const string NewProgram = "the new program";

    private static readonly UpdateSettings NoWaiting = new() { PollInterval = TimeSpan.Zero, FirstReconnectDelay = TimeSpan.Zero, LongestReconnectDelay = TimeSpan.Zero };

    public StoresOnDisk Stores { get; } = new();

    public FakeUnitConnector Network { get; } = new();

    public UpdateJobFeed Feed { get; } = new();

    public UpdateQueue Queue { get; private set; } = null!;

    public UpdateJobRunner Runner { get; private set; } = null!;

    public Package Package { get; private set; } = null!;

    public IUpdateJobStore Jobs => Stores.The<IUpdateJobStore>();

    public IUnitStore Units => Stores.The<IUnitStore>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Stores.InitializeAsync();
        var audit = new AuditTrail(Stores.The<IAuditLog>(), Stores.Clock);
        Queue = new UpdateQueue(Jobs, Units, Stores.The<IUpdateProfileStore>(), Stores.The<IPackageStore>(), Feed, audit, Stores.Clock);
        Restart();
        var intake = new PackageIntake(Stores.The<IPackageStore>(), Stores.The<IPackageFiles>(), audit, Stores.Clock);
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(NewProgram));
        var entry = new PackageEntry { Version = "2.0.0", FileName = "VICS" };
        Package = Assert.IsType<IntakeResult.Stored>(await intake.ReceiveAsync(content, _ => Task.FromResult(entry), 1000, Actor.Server, Ct)).Package;
    }

    public ValueTask DisposeAsync() => Stores.DisposeAsync();

    /// <summary>A server that knows nothing but what was saved.</summary>
    public void Restart()
    {
        var audit = new AuditTrail(Stores.The<IAuditLog>(), Stores.Clock);
        var contact = new UnitContact(Network, Units, Stores.The<ISecretSeal>(), audit, Stores.Clock, NullLogger<UnitContact>.Instance);
        var record = new UnitRecord(Units, Stores.The<IPackageStore>(), Stores.Clock);
        var watch = new SwapWatch(contact, record, Units, NoWaiting, Stores.Clock, NullLogger<SwapWatch>.Instance);
        var runner = new UpdateRunner(
            contact, record, Units, Stores.The<IUpdateProfileStore>(), Stores.The<IPackageStore>(), Stores.The<IPackageFiles>(),
            Jobs, Feed, watch, NoWaiting, Stores.Clock, NullLogger<UpdateRunner>.Instance);
        Runner = new UpdateJobRunner(Jobs, runner, Queue, Feed, Stores.Clock, NullLogger<UpdateJobRunner>.Instance);
    }

    /// <summary>Adds units to the inventory that answer.</summary>
    public async Task<FakeUnit[]> AddUnitsAsync(int count)
    {
        var units = Enumerable.Range(1, count).Select(number => Network.Add($"10.0.0.{number}")).ToArray();
        await Stores.AddedAsync([.. units.Select((unit, index) => Stores.NewUnit(unit.Host, $"unit {index + 1}"))]);
        return units;
    }

    /// <summary>Adds a unit to the inventory that answers.</summary>
    public async Task<FakeUnit> AddUnitAsync() => (await AddUnitsAsync(1))[0];

    /// <summary>Asks for a job for all units.</summary>
    public async Task<UpdateJobId> EnqueueAsync(int parallelism = 8, bool skipIfCurrent = true)
    {
        var request = new UpdateJobRequest
        {
            PackageId = Package.Id,
            Units = new UnitSelection.All(),
            Plan = new UpdatePlan { Parallelism = parallelism, SkipIfCurrent = skipIfCurrent },
        };
        return Assert.IsType<JobCreation.Created>(await Queue.EnqueueAsync(request, Actor.Server, Ct)).Id;
    }

    /// <summary>Updates all units and gives the job as it ended.</summary>
    public async Task<UpdateJob> RunAsync(int parallelism = 8, bool skipIfCurrent = true)
    {
        var id = await EnqueueAsync(parallelism, skipIfCurrent);
        await Runner.RunAsync(id, Ct);
        return (await Jobs.FindAsync(id, Ct))!;
    }

    public async Task<IReadOnlyList<UpdateTarget>> TargetsAsync(UpdateJobId job) => (await Jobs.TargetsAsync(job, new ListQuery(), null, Ct)).Items;

    public async Task<UpdateTarget> OnlyTargetAsync(UpdateJobId job) => Assert.Single(await TargetsAsync(job));

    /// <summary>Updates the only unit and gives its target as it ended.</summary>
    public async Task<UpdateTarget> RunOneAsync(bool skipIfCurrent = true) => await OnlyTargetAsync((await RunAsync(skipIfCurrent: skipIfCurrent)).Id);

    /// <summary>A job whose only unit had been armed when the server went down.</summary>
    public async Task<UpdateTarget> BegunBeforeARestartAsync(UpdateStep step)
    {
        var id = await EnqueueAsync();
        var job = (await Jobs.FindAsync(id, Ct))!;
        job.Start(Stores.Now);
        await Jobs.SaveAsync(job, UpdateJobState.Scheduled, Ct);
        var target = await OnlyTargetAsync(id);
        target.Start(Stores.Now);
        target.Arm();
        target.Begin(step);
        await Jobs.SaveAsync(target, [], Ct);
        return target;
    }

    public async Task<Unit> UnitAsync(FakeUnit fake) => (await Units.AllAsync(Ct)).Single(unit => unit.Host == fake.Host);
}
