using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class CameraStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ICameraStore Cameras => _stores.The<ICameraStore>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_camera_comes_back_as_it_was_saved()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        var camera = _stores.NewCamera(new CameraEntry
        {
            Name = "Gate",
            Source = CameraSource.Unit,
            Host = "10.0.0.2",
            Port = 8000,
            UseTls = true,
            CertificateSha256 = string.Join(':', Enumerable.Repeat("AB", 32)),
            UserName = "admin",
            Password = new Secret("p@ss:w/rd#%한글"),
            OnvifPath = "/onvif/device_service",
            ProfileToken = "main",
            SubProfileToken = "sub",
            Transport = StreamTransport.Udp,
            UnitId = unit.Id,
            UnitCameraId = "c-1",
            Tags = ["north", "Floor 2"],
            Enabled = false,
            Ptz = true,
        });
        await _stores.AddedAsync(camera);

        var found = await Cameras.FindAsync(camera.Id, Ct);

        Assert.NotNull(found);
        Assert.Equivalent(camera, found);
        Assert.Equal("p@ss:w/rd#%한글", _stores.The<ISecretSeal>().Open(found.Password!).Reveal());
    }

    [Fact]
    public async Task A_typed_stream_comes_back_without_its_account()
    {
        var camera = _stores.NewCamera(new CameraEntry { Source = CameraSource.Rtsp, StreamUrl = "rtsp://ann:secret@10.0.0.2:8554/a", SubStreamUrl = "rtsp://10.0.0.2:8554/b" });
        await _stores.AddedAsync(camera);

        var found = (await Cameras.FindAsync(camera.Id, Ct))!;

        Assert.Equal(("rtsp://10.0.0.2:8554/a", "rtsp://10.0.0.2:8554/b", "ann", "10.0.0.2", 8554), (found.StreamUrl, found.SubStreamUrl, found.UserName, found.Host, found.Port));
    }

    [Fact]
    public async Task A_unit_has_each_of_its_cameras_once()
    {
        var units = await _stores.AddedAsync(_stores.NewUnit("10.0.0.1"), _stores.NewUnit("10.0.0.2"));
        await _stores.AddedAsync(OfUnit(units[0], "c-1"), OfUnit(units[0], "c-2"), OfUnit(units[1], "c-1"));
        await _stores.AddedAsync(_stores.NewCamera(new CameraEntry { Host = "10.0.0.9", UnitId = units[0].Id }), _stores.NewCamera(new CameraEntry { Host = "10.0.0.8", UnitId = units[0].Id }));

        Assert.Equal(SaveOutcome.Taken, await Cameras.SaveAsync([_stores.NewCamera("10.0.0.7"), OfUnit(units[0], "c-2")], [], Ct));

        Assert.Equal(5, (await Cameras.AllAsync(Ct)).Count);
        Assert.Equal(4, (await Cameras.OfUnitAsync(units[0].Id, Ct)).Count);
    }

    [Fact]
    public async Task Adding_and_editing_is_all_or_nothing()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1", "before")))[0];
        var (mine, yours) = ((await Cameras.FindAsync(camera.Id, Ct))!, (await Cameras.FindAsync(camera.Id, Ct))!);
        Edit(mine, "mine");
        Edit(yours, "yours");

        Assert.Equal(SaveOutcome.Saved, await Cameras.SaveAsync([_stores.NewCamera("10.0.0.2", "second")], [mine], Ct));
        Assert.Equal(SaveOutcome.Stale, await Cameras.SaveAsync([_stores.NewCamera("10.0.0.3", "third")], [yours], Ct));

        Assert.Equal(["mine", "second"], (await Cameras.AllAsync(Ct)).Select(each => each.Name));
        Assert.Equal(2, (await Cameras.FindAsync(camera.Id, Ct))!.Revision);
    }

    [Fact]
    public async Task Saving_a_camera_that_was_removed_meanwhile_is_stale()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        Edit(camera, "gone");
        Assert.True(await Cameras.DeleteAsync(camera.Id, Ct));

        Assert.Equal(SaveOutcome.Stale, await Cameras.SaveAsync([], [camera], Ct));
        Assert.False(await Cameras.DeleteAsync(camera.Id, Ct));
    }

    [Fact]
    public async Task A_camera_cannot_be_saved_for_a_unit_that_was_removed_meanwhile()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        var camera = OfUnit(unit, "c-1");
        await _stores.The<IUnitStore>().DeleteAsync(unit.Id, Ct);

        Assert.Equal(SaveOutcome.Stale, await Cameras.SaveAsync([camera], [], Ct));
    }

    [Fact]
    public async Task A_look_is_no_edit_and_an_edit_leaves_what_was_seen_meanwhile()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        var why = OperatorText.Of($"Nobody answers at {"10.0.0.1"}.");
        await Cameras.ObserveAsync([new(camera.Id, CameraState.Online, null, _stores.Now)], Ct);
        await Cameras.ObserveAsync([new(camera.Id, CameraState.Offline, why, null)], Ct);
        Assert.Equal(1, (await Cameras.FindAsync(camera.Id, Ct))!.Revision);

        Edit(camera, "new name");
        Assert.Equal(SaveOutcome.Saved, await Cameras.SaveAsync([], [camera], Ct));

        var stored = (await Cameras.FindAsync(camera.Id, Ct))!;
        Assert.Equal(("new name", CameraState.Offline, why, _stores.Now), (stored.Name, stored.State, stored.StateDetail, stored.LastSeenAt));
    }

    [Fact]
    public async Task At_another_address_nothing_is_known_yet()
    {
        var id = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0].Id;
        await Cameras.ObserveAsync([new(id, CameraState.Online, null, _stores.Now)], Ct);
        var camera = (await Cameras.FindAsync(id, Ct))!;
        camera.Edit(new CameraEntry { Host = "10.0.0.2" }, _stores.The<ISecretSeal>());

        Assert.Equal(SaveOutcome.Saved, await Cameras.SaveAsync([], [camera], Ct));

        var stored = (await Cameras.FindAsync(id, Ct))!;
        Assert.Equal((CameraState.Unknown, null, null), (stored.State, stored.StateDetail, stored.LastSeenAt));
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_is_not_seen_and_when_it_last_answered_stays()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        await Cameras.ObserveAsync([new(camera.Id, CameraState.Online, null, _stores.Now)], Ct);
        camera.Enable(false);
        Assert.Equal(SaveOutcome.Saved, await Cameras.SaveAsync([], [camera], Ct));

        await Cameras.ObserveAsync([new(camera.Id, CameraState.Offline, OperatorText.Of($"Too late."), null)], Ct);

        var stored = (await Cameras.FindAsync(camera.Id, Ct))!;
        Assert.Equal((CameraState.Disabled, null, _stores.Now), (stored.State, stored.StateDetail, stored.LastSeenAt));
    }

    [Fact]
    public async Task A_look_at_what_the_camera_was_before_an_edit_is_passed_over()
    {
        var camera = (await _stores.AddedAsync(_stores.NewCamera("10.0.0.1")))[0];
        Edit(camera, "edited");
        await Cameras.SaveAsync([], [camera], Ct);

        await Cameras.ObserveAsync([new(camera.Id, CameraState.Offline, null, null) { Revision = 1 }], Ct);
        Assert.Equal(CameraState.Unknown, (await Cameras.FindAsync(camera.Id, Ct))!.State);

        await Cameras.ObserveAsync([new(camera.Id, CameraState.Online, null, _stores.Now) { Revision = 2 }], Ct);
        Assert.Equal(CameraState.Online, (await Cameras.FindAsync(camera.Id, Ct))!.State);
    }

    [Fact]
    public async Task With_a_unit_go_the_cameras_that_only_it_knows_and_no_other()
    {
        var units = await _stores.AddedAsync(_stores.NewUnit("10.0.0.1"), _stores.NewUnit("10.0.0.2"));
        var own = _stores.NewCamera(new CameraEntry { Name = "own", Host = "10.0.0.9", UnitId = units[0].Id, UnitCameraId = "c-2" });
        await _stores.AddedAsync(OfUnit(units[0], "c-1"), own, OfUnit(units[1], "c-1"));

        Assert.True(await _stores.The<IUnitStore>().DeleteAsync(units[0].Id, Ct));

        var left = (await Cameras.FindAsync(own.Id, Ct))!;
        Assert.Equal(2, (await Cameras.AllAsync(Ct)).Count);
        Assert.Equal((null, null, 2), (left.UnitId, left.UnitCameraId, left.Revision));

        Assert.Equal(1, await _stores.The<IUnitStore>().DeleteAllAsync(Ct));
        Assert.Equal([own.Id], (await Cameras.AllAsync(Ct)).Select(camera => camera.Id));
    }

    [Theory]
    [InlineData("100%", "100% sure")]
    [InlineData("TÜR", "Tür 3")]
    [InlineData("서울", "서울 정문")]
    [InlineData("floor", "tagged")]
    [InlineData("10.0.0.7", "addressed")]
    [InlineData("north tagged", "tagged")]
    [InlineData("본사 recorder", "of the unit")]
    public async Task Search_finds_the_words_typed_and_nothing_else(string search, string expected)
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.1.0.1", "본사 Recorder")))[0];
        await _stores.AddedAsync(
            _stores.NewCamera("10.0.0.1", "100% sure"), _stores.NewCamera("10.0.0.2", "1000 sure"), _stores.NewCamera("10.0.0.6", "tagged", "Floor 2", "north"),
            _stores.NewCamera("10.0.0.7", "addressed"), _stores.NewCamera("10.0.0.8", "Tür 3"), _stores.NewCamera("10.0.0.9", "서울 정문"),
            OfUnit(unit, "c-1", "of the unit"));

        var page = await Cameras.ListAsync(new ListQuery(Search: search), new CameraFilter(), Ct);

        Assert.Equal([expected], page.Items.Select(camera => camera.Name));
        Assert.Equal(1, page.Total);
    }

    [Fact]
    public async Task A_list_can_keep_a_tag_a_state_a_source_and_a_unit()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.1.0.1")))[0];
        var cameras = await _stores.AddedAsync(
            _stores.NewCamera("10.0.0.1", "one", "Seoul"), _stores.NewCamera("10.0.0.2", "two", "seoul", "lobby"), OfUnit(unit, "c-1", "three"));
        await Cameras.ObserveAsync([new(cameras[1].Id, CameraState.Offline, null, null)], Ct);

        Assert.Equal(["one", "two"], await NamesAsync(new ListQuery(Tag: "SEOUL"), new CameraFilter()));
        Assert.Equal(["two"], await NamesAsync(new ListQuery(), new CameraFilter(State: CameraState.Offline)));
        Assert.Equal(["three"], await NamesAsync(new ListQuery(), new CameraFilter(Source: CameraSource.Unit)));
        Assert.Equal(["three"], await NamesAsync(new ListQuery(), new CameraFilter(Unit: unit.Id)));
        Assert.Equal(["lobby", "Seoul"], await Cameras.TagsAsync(Ct));
    }

    [Fact]
    public async Task Lists_sort_as_people_count_and_the_most_worrying_first()
    {
        var cameras = await _stores.AddedAsync(
            _stores.NewCamera("10.0.0.10", "Cam 9"), _stores.NewCamera("10.0.0.9", "cam 10"), _stores.NewCamera("10.0.1.1", "Cam 2"),
            _stores.NewCamera(new CameraEntry { Host = "10.0.2.1", Name = "off", Enabled = false }));
        await Cameras.ObserveAsync(
            [new(cameras[0].Id, CameraState.Online, null, _stores.Now), new(cameras[1].Id, CameraState.Offline, null, _stores.Now.AddHours(-1))], Ct);

        Assert.Equal(["Cam 2", "Cam 9", "cam 10", "off"], await SortedAsync(null));
        Assert.Equal(["off", "cam 10", "Cam 9", "Cam 2"], await SortedAsync("-name"));
        Assert.Equal(["cam 10", "Cam 9", "Cam 2", "off"], await SortedAsync("host"));
        Assert.Equal(["cam 10", "Cam 2", "Cam 9", "off"], await SortedAsync("state"));
        Assert.Equal("Cam 9", (await SortedAsync("-lastSeenAt"))[0]);
        Assert.Equal(["Cam 2", "Cam 9", "cam 10", "off"], await SortedAsync("password; drop table Cameras"));
    }

    [Fact]
    public async Task Cameras_are_counted_by_state_and_all_removed_at_once()
    {
        var cameras = await _stores.AddedAsync(_stores.NewCamera("10.0.0.1"), _stores.NewCamera("10.0.0.2"), _stores.NewCamera("10.0.0.3"));
        await Cameras.ObserveAsync([new(cameras[0].Id, CameraState.Online, null, _stores.Now)], Ct);

        var figures = await Cameras.CountAsync(Ct);

        Assert.Equal((1, 2, 2), (figures[CameraState.Online], figures[CameraState.Unknown], figures.Count));
        Assert.Equal(cameras.Select(camera => camera.Id).ToHashSet(), (await Cameras.DeleteAllAsync(Ct)).ToHashSet());
        Assert.Empty(await Cameras.AllAsync(Ct));
    }

    private Camera OfUnit(Unit unit, string key, string? name = null) =>
        _stores.NewCamera(new CameraEntry { Source = CameraSource.Unit, Name = name ?? key, UnitId = unit.Id, UnitCameraId = key });

    private void Edit(Camera camera, string name) =>
        camera.Edit(new CameraEntry { Host = camera.Host, Name = name, Tags = camera.Tags }, _stores.The<ISecretSeal>());

    private async Task<IEnumerable<string>> NamesAsync(ListQuery query, CameraFilter filter) =>
        (await Cameras.ListAsync(query, filter, Ct)).Items.Select(camera => camera.Name);

    private async Task<IReadOnlyList<string>> SortedAsync(string? sort) => [.. await NamesAsync(new ListQuery(Sort: sort), new CameraFilter())];
}
