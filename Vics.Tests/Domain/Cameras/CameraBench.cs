using Microsoft.Extensions.Logging.Abstractions;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Tests.Infrastructure.Persistence;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Domain.Cameras;

/// <summary>What works with cameras, as the product puts it together, on real stores and with a camera that exists only in the test.</summary>
internal sealed class CameraBench : IAsyncDisposable
{
    public static readonly Actor Somebody = new(null, "somebody", "a test");

    private CameraBench(StoresOnDisk stores)
    {
        Stores = stores;
        Streams = new CameraStreams(Fake, Fake, stores.The<IUnitStore>(), stores.The<ISecretSeal>(), stores.Clock);
        var sources = new StillSources(Streams, Fake, Fake, Fake, stores.The<IUnitStore>(), Live, stores.Clock);
        Stills = new CameraStills(sources, stores.Clock);
        Steering = new PtzSteering(Cameras, Streams, Fake, new AuditTrail(stores.The<IAuditLog>(), stores.Clock), stores.Clock, NullLogger<PtzSteering>.Instance);
        Trial = new CameraTrial(Cameras, Fake, Fake, Fake, Fake, stores.The<ISecretSeal>(), stores.Clock);
    }

    public StoresOnDisk Stores { get; }

    public FakeCamera Fake { get; } = new();

    public FakeLiveStills Live { get; } = new();

    public ICameraStore Cameras => Stores.The<ICameraStore>();

    public CameraStreams Streams { get; }

    public CameraStills Stills { get; }

    public PtzSteering Steering { get; }

    public CameraTrial Trial { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CameraBench> SetUpAsync()
    {
        var stores = new StoresOnDisk();
        await stores.InitializeAsync();
        return new CameraBench(stores);
    }

    public async Task<Camera> AddAsync(CameraEntry? entry = null)
    {
        var camera = Stores.NewCamera(entry ?? new CameraEntry { Host = "192.0.2.1", UserName = "admin", Password = new Secret("secret"), Ptz = true });
        await Stores.AddedAsync(camera);
        return camera;
    }

    public async Task<Unit> AddUnitAsync()
    {
        var unit = Stores.NewUnit("192.0.2.100");
        await Stores.AddedAsync(unit);
        return unit;
    }

    /// <summary>The actions in the audit log, oldest first.</summary>
    public async Task<IReadOnlyList<string>> AuditedAsync() =>
        [.. (await Stores.The<IAuditLog>().ListAsync(new ListQuery(1, 100), Ct)).Items.Reverse().Select(entry => entry.Action)];

    /// <summary>Waits until something has come to pass; the clock stands still meanwhile.</summary>
    public static Task UntilAsync(Func<bool> came) => UntilAsync(() => Task.FromResult(came()));

    /// <summary>Waits until something has come to pass.</summary>
    public static async Task UntilAsync(Func<Task<bool>> came)
    {
        for (var tries = 0; !await came(); tries++)
        {
            Assert.True(tries < 1000, "It did not come to pass in time.");
            await Task.Delay(10, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Steering.DisposeAsync();
        await Stills.DisposeAsync();
        await Stores.DisposeAsync();
    }
}

/// <summary>Streams that are watched only in a test.</summary>
internal sealed class FakeLiveStills : ILiveStills
{
    /// <summary>What it shows; null where nobody watches.</summary>
    public StillPicture? Shows { get; set; }

    public Task<StillPicture?> TryTakeAsync(CameraId camera, StreamKind kind, int? width, CancellationToken ct) => Task.FromResult(Shows);
}
