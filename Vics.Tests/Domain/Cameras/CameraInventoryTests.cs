using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Tests.Infrastructure.Persistence;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Domain.Cameras;

/// <summary>That every change is told and written down, on real stores.</summary>
public sealed class CameraInventoryTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();
    private readonly CameraFeed _feed = new();
    private Listener<CameraNews> _listener = null!;
    private CameraInventory _cameras = null!;
    private UnitInventory _units = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        var (store, units, seal) = (_stores.The<ICameraStore>(), _stores.The<IUnitStore>(), _stores.The<ISecretSeal>());
        var audit = new AuditTrail(_stores.The<IAuditLog>(), _stores.Clock);
        _cameras = new CameraInventory(store, units, _feed, seal, audit, _stores.Clock);
        _units = new UnitInventory(units, _stores.The<IUpdateProfileStore>(), store, _feed, seal, audit, _stores.Clock);
        _listener = _feed.Listen();
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return _stores.DisposeAsync();
    }

    [Fact]
    public async Task Every_change_of_a_camera_is_told_and_written_down_without_its_password()
    {
        var added = await AddAsync(new CameraEntry { StreamUrl = "rtsp://ann:top-secret@10.0.0.2/a", Source = CameraSource.Rtsp });
        await _cameras.EditAsync(added.Id, new CameraEntry { StreamUrl = "rtsp://10.0.0.3/a", Source = CameraSource.Rtsp }, null, Actor.Server, Ct);
        await _cameras.EnableAsync(added.Id, enabled: false, Actor.Server, Ct);
        await _cameras.EnableAsync(added.Id, enabled: false, Actor.Server, Ct);
        await _cameras.DeleteAsync(added.Id, Actor.Server, Ct);

        Assert.Equal(
            [new CameraNews.Changed(added.Id), new CameraNews.Changed(added.Id), new CameraNews.Changed(added.Id), new CameraNews.Removed(added.Id)], Told());
        var lines = await AuditAsync();
        Assert.Equal(["camera.created", "camera.changed", "camera.disabled", "camera.deleted"], lines.Select(line => line.Action));
        Assert.Equal("rtsp://10.0.0.2/a → rtsp://10.0.0.3/a", lines[1].Detail);
        Assert.DoesNotContain(lines, line => $"{line.Subject}{line.Detail}".Contains("top-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_is_neither_told_nor_written_down()
    {
        var camera = await AddAsync(new CameraEntry { Host = "10.0.0.2" });
        _ = Told();

        Assert.IsType<CameraChange.Refused>(await _cameras.AddAsync(new CameraEntry(), Actor.Server, Ct));
        Assert.IsType<CameraChange.Stale>(await _cameras.EditAsync(camera.Id, new CameraEntry { Host = "10.0.0.3" }, 7, Actor.Server, Ct));
        Assert.IsType<CameraChange.Refused>(await _cameras.EditAsync(camera.Id, new CameraEntry { Host = "10.0.0.3", UnitId = new UnitId(Guid.NewGuid()) }, null, Actor.Server, Ct));

        Assert.Empty(Told());
        Assert.Single(await AuditAsync());
    }

    [Fact]
    public async Task Who_listens_hears_of_the_cameras_that_go_with_their_unit()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.1.0.1")))[0];
        var theirs = await AddAsync(new CameraEntry { Source = CameraSource.Unit, UnitId = unit.Id, UnitCameraId = "c-1" });
        var own = await AddAsync(new CameraEntry { Host = "10.0.0.2", UnitId = unit.Id });
        _ = Told();

        Assert.True(await _units.DeleteAsync(unit.Id, Actor.Server, Ct));

        Assert.Equal([new CameraNews.Removed(theirs.Id), new CameraNews.Changed(own.Id)], Told().OrderByDescending(news => news.Camera == theirs.Id));
    }

    [Fact]
    public async Task Who_listens_hears_of_an_import_and_of_an_emptied_inventory()
    {
        ImportLine<CameraEntry>[] lines = [new(2, new CameraEntry { Host = "10.0.0.2", Password = new Secret("secret") }, []), new(3, new CameraEntry { Host = "10.0.0.3" }, [])];
        Assert.Equal((2, false), Result(await _cameras.ImportAsync(lines, dryRun: true, Actor.Server, Ct)));
        Assert.Empty(Told());

        Assert.Equal((2, true), Result(await _cameras.ImportAsync(lines, dryRun: false, Actor.Server, Ct)));
        Assert.Equal(2, Told().OfType<CameraNews.Changed>().Count());
        Assert.Equal([2, 3], (await _cameras.ImportAsync(lines, dryRun: false, Actor.Server, Ct)).Errors.Select(error => error.Line));

        Assert.Equal(2, await _cameras.DeleteAllAsync(Actor.Server, Ct));
        Assert.Equal(2, Told().OfType<CameraNews.Removed>().Count());
    }

    private async Task<Camera> AddAsync(CameraEntry entry) => Assert.IsType<CameraChange.Done>(await _cameras.AddAsync(entry, Actor.Server, Ct)).Camera;

    private static (int, bool) Result(ImportResult result) => (result.Added, result.Imported);

    private List<CameraNews> Told()
    {
        var told = new List<CameraNews>();
        while (_listener.TryNext(out var news))
            told.Add(news);
        return told;
    }

    private async Task<IReadOnlyList<AuditEntry>> AuditAsync() =>
        [.. (await _stores.The<IAuditLog>().ListAsync(new ListQuery(), Ct)).Items.Where(line => line.Action.StartsWith("camera.", StringComparison.Ordinal)).Reverse()];
}
