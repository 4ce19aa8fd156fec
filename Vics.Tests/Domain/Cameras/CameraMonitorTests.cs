using System.Diagnostics;
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

/// <summary>The monitor as the product puts it together, on real stores, with cameras that exist only in the test and time that the test makes go by.</summary>
public sealed class CameraMonitorTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    // The test's time runs ahead of the monitor where the machine is slow: what must not happen meanwhile is put far off.
    private static readonly TimeSpan FarOff = TimeSpan.FromHours(12);

    private readonly StoresOnDisk _stores = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CameraFeed _feed = new();
    private FakeCameras _fakes = null!;
    private CameraInventory _inventory = null!;
    private CountingCameraStore _counted = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ICameraStore Cameras => _stores.The<ICameraStore>();

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        _fakes = new FakeCameras(_stores.Clock);
        _counted = new CountingCameraStore(Cameras);
        var audit = new AuditTrail(_stores.The<IAuditLog>(), _stores.Clock);
        _inventory = new CameraInventory(Cameras, _stores.The<IUnitStore>(), _feed, _stores.The<ISecretSeal>(), audit, _stores.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        await _stores.DisposeAsync();
    }

    [Fact]
    public async Task Every_camera_is_looked_at_soon_after_the_start_each_in_the_way_of_its_kind()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.1.0.1", "Recorder")))[0];
        var cameras = await _stores.AddedAsync(
            _stores.NewCamera("10.0.0.1", "onvif"),
            _stores.NewCamera(new CameraEntry { Name = "rtsp", StreamUrl = "rtsp://10.0.0.2/a", Source = CameraSource.Rtsp }),
            _stores.NewCamera(new CameraEntry { Name = "mjpeg", StreamUrl = "http://10.0.0.3/a", Source = CameraSource.Mjpeg }),
            _stores.NewCamera(new CameraEntry { Name = "test", Source = CameraSource.Test }),
            OfUnit(unit, "c-1"),
            OfUnit(unit, "c-2"),
            OfUnit(unit, "c-3", host: "10.0.0.4", password: "secret"),
            _stores.NewCamera(new CameraEntry { Name = "off", Host = "10.0.0.9", Enabled = false }));
        _fakes.Lists("10.1.0.1", new UnitCamera { Id = "c-1", Online = true }, new UnitCamera { Id = "c-2" });
        _fakes.Now("http://10.0.0.3/a", FakeCameras.Away);
        Start(new CameraMonitorSettings { Interval = FarOff });

        await UntilAsync(async () => (await Cameras.CountAsync(Ct)).GetValueOrDefault(CameraState.Unknown) == 0);

        var found = (await Cameras.AllAsync(Ct)).ToDictionary(camera => camera.Name);
        Assert.Equal(
            [CameraState.Online, CameraState.Online, CameraState.Offline, CameraState.Online, CameraState.Online, CameraState.Offline, CameraState.Online, CameraState.Disabled],
            cameras.Select(camera => found[camera.Name].State));
        Assert.Equal(FakeCameras.Away.Message, found["mjpeg"].StateDetail);
        Assert.Contains("Recorder", found["c-2"].StateDetail!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(found["onvif"].LastSeenAt);
        Assert.Null(found["c-2"].LastSeenAt);
        Assert.Single(_fakes.AskedAt("10.1.0.1"));
        Assert.DoesNotContain("10.0.0.9", _fakes.Asked);
    }

    [Fact]
    public async Task A_units_camera_out_of_reach_from_here_counts_as_there_while_its_unit_has_a_picture_of_it()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.1.0.1", "Recorder")))[0];
        var cameras = await _stores.AddedAsync(OfUnit(unit, "c-1", host: "10.0.0.1", password: "secret"), OfUnit(unit, "c-2", host: "10.0.0.2", password: "secret"));
        _fakes.Lists("10.1.0.1", new UnitCamera { Id = "c-1", Online = true }, new UnitCamera { Id = "c-2" });
        _fakes.Now("10.0.0.1", FakeCameras.Away);
        _fakes.Now("10.0.0.2", FakeCameras.Away);

        Start();

        await BecomesAsync(cameras[0], CameraState.Online);
        await BecomesAsync(cameras[1], CameraState.Offline);
        Assert.Equal(FakeCameras.Away.Message, (await Cameras.FindAsync(cameras[1].Id, Ct))!.StateDetail);
    }

    [Fact]
    public async Task A_camera_that_goes_and_comes_back_is_told_both_times()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        using var listener = _feed.Listen();
        Start();
        await BecomesAsync(camera, CameraState.Online);

        _fakes.Now("10.0.0.1", FakeCameras.Away);
        await BecomesAsync(camera, CameraState.Offline);
        _fakes.Now("10.0.0.1", null);
        await BecomesAsync(camera, CameraState.Online);

        await StopAsync();
        var told = new List<CameraNews>();
        while (listener.TryNext(out var news))
            told.Add(news);
        Assert.Equal(
            [CameraState.Online, CameraState.Offline, CameraState.Online],
            told.OfType<CameraNews.Seen>().Where(seen => seen.Camera == camera.Id).Select(seen => seen.State));
    }

    [Fact]
    public async Task A_wrong_password_is_told_at_once_and_not_tried_again_soon()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        _fakes.Now("10.0.0.1", FakeCameras.WrongPassword);
        Start(new CameraMonitorSettings { LongestPause = FarOff });
        await BecomesAsync(camera, CameraState.Offline);

        await GoByAsync(TimeSpan.FromMinutes(4));

        Assert.Single(_fakes.AskedAt("10.0.0.1"));
        Assert.Equal(FakeCameras.WrongPassword.Message, (await Cameras.FindAsync(camera.Id, Ct))!.StateDetail);
    }

    [Fact]
    public async Task A_camera_that_was_edited_is_looked_at_soon_however_long_its_pause()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        _fakes.Now("10.0.0.1", FakeCameras.WrongPassword);
        Start(new CameraMonitorSettings { LongestPause = FarOff });
        await BecomesAsync(camera, CameraState.Offline);
        var edited = _stores.Now;

        await _inventory.EditAsync(camera.Id, new CameraEntry { Host = "10.0.0.2" }, null, Actor.Server, Ct);
        await BecomesAsync(camera, CameraState.Online);

        Assert.InRange(_fakes.AskedAt("10.0.0.2")[0] - edited, TimeSpan.Zero, FarOff / 2);
    }

    [Fact]
    public async Task A_camera_is_left_alone_when_it_is_switched_off_or_gone()
    {
        var cameras = await _stores.AddedAsync(_stores.NewCamera("10.0.0.1"), _stores.NewCamera("10.0.0.2"), _stores.NewCamera("10.0.0.3"));
        Start();
        foreach (var camera in cameras)
            await BecomesAsync(camera, CameraState.Online);

        await _inventory.EnableAsync(cameras[0].Id, enabled: false, Actor.Server, Ct);
        await _inventory.DeleteAsync(cameras[1].Id, Actor.Server, Ct);
        // The news are read in order: once this one was, those were too.
        await _inventory.EditAsync(cameras[2].Id, new CameraEntry { Host = "10.0.0.4" }, null, Actor.Server, Ct);
        await UntilAsync(() => Task.FromResult(_fakes.Asked.Contains("10.0.0.4")));
        var before = (_fakes.AskedAt("10.0.0.1").Count, _fakes.AskedAt("10.0.0.2").Count);
        await GoByAsync(TimeSpan.FromMinutes(3));

        Assert.Equal(before, (_fakes.AskedAt("10.0.0.1").Count, _fakes.AskedAt("10.0.0.2").Count));
        Assert.Equal(CameraState.Disabled, (await Cameras.FindAsync(cameras[0].Id, Ct))!.State);
    }

    [Fact]
    public async Task No_more_than_the_settings_say_are_asked_at_once()
    {
        await _stores.AddedAsync([.. Enumerable.Range(1, 30).Select(n => _stores.NewCamera($"10.0.0.{n}"))]);
        using var hold = _fakes.Hold = new SemaphoreSlim(0);
        Start(new CameraMonitorSettings { MaxAtOnce = 4, FirstRound = TimeSpan.FromSeconds(1) });

        await UntilAsync(() => Task.FromResult(_fakes.Asked.Count == 4));
        await GoByAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(4, _fakes.Asked.Count);

        hold.Release(1000);
        await UntilAsync(async () => (await Cameras.CountAsync(Ct)).GetValueOrDefault(CameraState.Online) == 30);
        Assert.Equal(4, _fakes.MostAtOnce);
    }

    [Fact]
    public async Task A_camera_that_never_answers_is_given_up_and_holds_up_nobody()
    {
        var cameras = await _stores.AddedAsync(_stores.NewCamera("10.0.0.1"), _stores.NewCamera("10.0.0.2"));
        _fakes.Silent["10.0.0.1"] = true;
        Start(new CameraMonitorSettings { MaxAtOnce = 1 });

        await BecomesAsync(cameras[0], CameraState.Offline);
        await BecomesAsync(cameras[1], CameraState.Online);
    }

    [Fact]
    public async Task Cameras_that_stay_as_they_are_are_hardly_ever_written()
    {
        await _stores.AddedAsync([.. Enumerable.Range(1, 10).Select(n => _stores.NewCamera($"10.0.0.{n}"))]);
        Start(new CameraMonitorSettings { SeenAccuracy = FarOff });
        await UntilAsync(async () => (await Cameras.CountAsync(Ct)).GetValueOrDefault(CameraState.Online) == 10);
        var before = _counted.Observed;

        await UntilAsync(() => Task.FromResult(_fakes.AskedAt("10.0.0.1").Count >= 4));

        Assert.Equal(before, _counted.Observed);
    }

    [Fact]
    public async Task It_goes_on_after_the_database_was_gone_for_a_while()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        _counted.IsBroken = true;
        Start();
        await UntilAsync(() => Task.FromResult(_counted.Broke > 1));

        _counted.IsBroken = false;

        await BecomesAsync(camera, CameraState.Online);
    }

    private Camera OfUnit(Unit unit, string key, string? host = null, string? password = null) => _stores.NewCamera(new CameraEntry
    {
        Source = CameraSource.Unit,
        Name = key,
        UnitId = unit.Id,
        UnitCameraId = key,
        Host = host,
        Password = password is null ? null : new Vics.Domain.Secret(password),
    });

    private void Start(CameraMonitorSettings? settings = null)
    {
        var streams = new CameraStreams(_fakes, _fakes, _stores.The<IUnitStore>(), _stores.The<ISecretSeal>(), _stores.Clock);
        var check = new CameraCheck(_fakes, _fakes, _fakes, streams, _stores.The<IUnitStore>());
        var monitor = new CameraMonitor(_counted, _feed, check, settings ?? new CameraMonitorSettings(), _stores.Clock, NullLogger<CameraMonitor>.Instance);
        _running = monitor.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was stopped.
        }
    }

    private Task BecomesAsync(Camera camera, CameraState state) => UntilAsync(async () => (await Cameras.FindAsync(camera.Id, Ct))?.State == state);

    /// <summary>Lets time go by until something is so: a quarter of a second for every few milliseconds, so that the monitor keeps up.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var limit = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromMinutes(1), "It did not come to pass within a minute.");
            await StepAsync();
        }
    }

    private async Task GoByAsync(TimeSpan time)
    {
        for (var end = _stores.Now + time; _stores.Now < end;)
            await StepAsync();
    }

    private async Task StepAsync()
    {
        _stores.Clock.Advance(Step);
        await Task.Delay(2, Ct);
    }

    /// <summary>The real store, which counts what is written of looks, and breaks when the test says so.</summary>
    private sealed class CountingCameraStore(ICameraStore store) : ICameraStore
    {
        public int Observed { get; private set; }

        public int Broke { get; private set; }

        public bool IsBroken { get; set; }

        public Task ObserveAsync(IReadOnlyCollection<CameraObservation> observations, CancellationToken ct)
        {
            Observed += observations.Count;
            return store.ObserveAsync(observations, ct);
        }

        public Task<IReadOnlyList<Camera>> AllAsync(CancellationToken ct)
        {
            if (!IsBroken)
                return store.AllAsync(ct);
            Broke++;
            throw new InvalidOperationException("The test broke the database.");
        }

        public Task<Paged<Camera>> ListAsync(ListQuery query, CameraFilter filter, CancellationToken ct) => store.ListAsync(query, filter, ct);

        public Task<Camera?> FindAsync(CameraId id, CancellationToken ct) => store.FindAsync(id, ct);

        public Task<IReadOnlyList<Camera>> OfUnitAsync(UnitId unit, CancellationToken ct) => store.OfUnitAsync(unit, ct);

        public Task<IReadOnlyDictionary<CameraState, int>> CountAsync(CancellationToken ct) => store.CountAsync(ct);

        public Task<IReadOnlyList<string>> TagsAsync(CancellationToken ct) => store.TagsAsync(ct);

        public Task<SaveOutcome> SaveAsync(IReadOnlyCollection<Camera> added, IReadOnlyCollection<Camera> edited, CancellationToken ct) => store.SaveAsync(added, edited, ct);

        public Task<bool> DeleteAsync(CameraId id, CancellationToken ct) => store.DeleteAsync(id, ct);

        public Task<IReadOnlyList<CameraId>> DeleteAllAsync(CancellationToken ct) => store.DeleteAllAsync(ct);
    }
}
