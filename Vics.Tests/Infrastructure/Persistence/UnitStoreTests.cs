using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class UnitStoreTests : IAsyncLifetime
{
    private static readonly HostKeyFingerprint Key = new("ssh-ed25519", new string('a', 43));
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IUnitStore Units => _stores.The<IUnitStore>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_unit_comes_back_as_it_was_saved()
    {
        var unit = _stores.NewUnit("10.0.0.1", "Gate", tags: ["north", "Floor 2"]);
        unit.Pin(Key, _stores.Now);
        await _stores.AddedAsync(unit);

        var found = await Units.FindAsync(unit.Id, Ct);

        Assert.NotNull(found);
        Assert.Equivalent(unit, found);
        Assert.Equal(Key, found.HostKey!.Fingerprint);
        Assert.Null(found.Installed);
        Assert.Equal("unit-password", _stores.The<ISecretSeal>().Open(found.Password!).Reveal());
    }

    [Fact]
    public async Task Adding_units_is_all_or_nothing()
    {
        await _stores.AddedAsync(_stores.NewUnit("10.0.0.1"));

        Assert.False(await Units.AddAsync([_stores.NewUnit("10.0.0.2"), _stores.NewUnit("10.0.0.1")], Ct));

        Assert.Single(await Units.AllAsync(Ct));
    }

    [Fact]
    public async Task The_second_of_two_edits_of_the_same_revision_is_stale()
    {
        var id = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0].Id;
        var (mine, yours) = ((await Units.FindAsync(id, Ct))!, (await Units.FindAsync(id, Ct))!);
        Edit(mine, "10.0.0.1", "mine");
        Edit(yours, "10.0.0.1", "yours");

        Assert.Equal(SaveOutcome.Saved, await Units.SaveAsync(mine, Ct));
        Assert.Equal(SaveOutcome.Stale, await Units.SaveAsync(yours, Ct));

        var stored = (await Units.FindAsync(id, Ct))!;
        Assert.Equal(("mine", 2), (stored.Name, stored.Revision));
    }

    [Fact]
    public async Task An_edit_cannot_take_the_address_of_another_unit()
    {
        var added = await _stores.AddedAsync(_stores.NewUnit("10.0.0.1"), _stores.NewUnit("10.0.0.2"));
        Edit(added[1], "10.0.0.1", "two");

        Assert.Equal(SaveOutcome.Taken, await Units.SaveAsync(added[1], Ct));
    }

    [Fact]
    public async Task Saving_a_unit_that_was_removed_meanwhile_is_stale()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        Edit(unit, "10.0.0.1", "gone");
        Assert.True(await Units.DeleteAsync(unit.Id, Ct));

        Assert.Equal(SaveOutcome.Stale, await Units.SaveAsync(unit, Ct));
        Assert.False(await Units.DeleteAsync(unit.Id, Ct));
    }

    [Fact]
    public async Task An_edit_leaves_what_was_seen_meanwhile()
    {
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        var installed = Installed("1.0", '1');
        await Units.ObserveAsync(unit.Id, new(UnitState.Online) { ServiceState = ServiceState.Active, Installed = installed, SeenAt = _stores.Now }, Ct);
        Edit(unit, "10.0.0.1", "new name");

        Assert.Equal(SaveOutcome.Saved, await Units.SaveAsync(unit, Ct));

        var stored = (await Units.FindAsync(unit.Id, Ct))!;
        Assert.Equal("new name", stored.Name);
        Assert.Equal((UnitState.Online, ServiceState.Active, installed, _stores.Now), (stored.State, stored.ServiceState, stored.Installed, stored.LastSeenAt));
    }

    [Fact]
    public async Task Another_address_forgets_what_was_seen_and_the_pinned_key()
    {
        var id = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0].Id;
        Assert.True(await Units.PinFirstKeyAsync(id, Key, _stores.Now, Ct));
        await Units.ObserveAsync(id, new(UnitState.Online) { Installed = Installed("1.0", '1'), SeenAt = _stores.Now }, Ct);
        var unit = (await Units.FindAsync(id, Ct))!;
        Edit(unit, "10.0.0.9", "moved");

        Assert.Equal(SaveOutcome.Saved, await Units.SaveAsync(unit, Ct));

        var stored = (await Units.FindAsync(id, Ct))!;
        Assert.Equal((null, null, null, UnitState.Unknown), (stored.HostKey, stored.Installed, stored.LastSeenAt, stored.State));
    }

    [Fact]
    public async Task An_observation_is_no_edit_and_a_null_in_it_leaves_what_was_known()
    {
        var id = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0].Id;
        await Units.ObserveAsync(id, new(UnitState.Online) { ServiceState = ServiceState.Active, Installed = Installed("1.0", '1'), SeenAt = _stores.Now }, Ct);

        await Units.ObserveAsync(id, new(UnitState.Offline), Ct);

        var stored = (await Units.FindAsync(id, Ct))!;
        Assert.Equal((UnitState.Offline, ServiceState.Active, "1.0", 1), (stored.State, stored.ServiceState, stored.Installed!.Version, stored.Revision));
    }

    [Fact]
    public async Task The_same_file_keeps_the_time_it_was_first_seen_and_another_takes_its_own()
    {
        var id = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0].Id;
        var first = _stores.Now;
        await Units.ObserveAsync(id, new(UnitState.Online) { Installed = Installed("1.0", '1') }, Ct);
        _stores.Clock.Advance(TimeSpan.FromHours(1));

        await Units.ObserveAsync(id, new(UnitState.Online) { Installed = Installed("1.0 final", '1') }, Ct);
        Assert.Equal((first, "1.0 final"), ((await Units.FindAsync(id, Ct))!.Installed!.InstalledAt, (await Units.FindAsync(id, Ct))!.Installed!.Version));

        await Units.ObserveAsync(id, new(UnitState.Online) { Installed = Installed("2.0", '2') }, Ct);
        Assert.Equal(_stores.Now, (await Units.FindAsync(id, Ct))!.Installed!.InstalledAt);
    }

    [Fact]
    public async Task Only_the_first_contact_pins_a_key()
    {
        var id = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0].Id;

        Assert.True(await Units.PinFirstKeyAsync(id, Key, _stores.Now, Ct));
        Assert.False(await Units.PinFirstKeyAsync(id, Key with { Sha256 = new string('b', 43) }, _stores.Now, Ct));

        Assert.Equal(new PinnedHostKey(Key.Algorithm, Key.Sha256, _stores.Now), (await Units.FindAsync(id, Ct))!.HostKey);
    }

    [Theory]
    [InlineData("100%", "100% sure")]
    [InlineData("a_b", "a_b")]
    [InlineData(@"back\slash", @"back\slash")]
    [InlineData("BÜRO", "Büro 3")]
    [InlineData("서울", "서울 본사")]
    [InlineData("floor", "tagged")]
    [InlineData("2.1.0-rc", "versioned")]
    [InlineData("10.0.0.7", "versioned")]
    [InlineData("north tagged", "tagged")]
    public async Task Search_finds_the_words_typed_and_nothing_else(string search, string expected)
    {
        var units = await _stores.AddedAsync(
            _stores.NewUnit("10.0.0.1", "100% sure"), _stores.NewUnit("10.0.0.2", "1000 sure"), _stores.NewUnit("10.0.0.3", "a_b"),
            _stores.NewUnit("10.0.0.4", "axb"), _stores.NewUnit("10.0.0.5", @"back\slash"), _stores.NewUnit("10.0.0.6", "tagged", tags: ["Floor 2", "north"]),
            _stores.NewUnit("10.0.0.7", "versioned"), _stores.NewUnit("10.0.0.8", "Büro 3"), _stores.NewUnit("10.0.0.9", "서울 본사"));
        await Units.ObserveAsync(units[6].Id, new(UnitState.Online) { Installed = Installed("2.1.0-RC", '1') }, Ct);

        var page = await Units.ListAsync(new ListQuery(Search: search), state: null, Ct);

        Assert.Equal([expected], page.Items.Select(unit => unit.Name));
        Assert.Equal(1, page.Total);
    }

    [Fact]
    public async Task Tags_choose_units_whatever_their_case()
    {
        await _stores.AddedAsync(
            _stores.NewUnit("10.0.0.1", "one", tags: ["Seoul", "lobby"]), _stores.NewUnit("10.0.0.2", "two", tags: ["seoul"]),
            _stores.NewUnit("10.0.0.3", "three", tags: ["Seoul-East"]), _stores.NewUnit("10.0.0.4", "four"));

        Assert.Equal(["one", "two"], (await Units.ListAsync(new ListQuery(Tag: "SEOUL"), state: null, Ct)).Items.Select(unit => unit.Name));
        Assert.Equal(["one", "three"], Names(await Units.SelectAsync(new UnitSelection.ByTags(["seoul-east", "lobby"]), Ct)));
        Assert.Equal(["lobby", "Seoul-East"], (await Units.TagsAsync(Ct)).Where(tag => !tag.Equals("seoul", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(3, (await Units.TagsAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_list_can_keep_one_state()
    {
        var units = await _stores.AddedAsync(_stores.NewUnit("10.0.0.1", "one"), _stores.NewUnit("10.0.0.2", "two"), _stores.NewUnit("10.0.0.3", "three"));
        await Units.ObserveAsync(units[1].Id, new(UnitState.Offline), Ct);

        var away = await Units.ListAsync(new ListQuery(), UnitState.Offline, Ct);

        Assert.Equal(["two"], away.Items.Select(unit => unit.Name));
        Assert.Equal(1, away.Total);
        Assert.Equal(2, (await Units.ListAsync(new ListQuery(), UnitState.Unknown, Ct)).Total);
    }

    [Fact]
    public async Task Chosen_by_id_those_that_are_gone_are_left_out()
    {
        var units = await _stores.AddedAsync(_stores.NewUnit("10.0.0.2", "b"), _stores.NewUnit("10.0.0.1", "a"), _stores.NewUnit("10.0.0.3", "c"));
        await Units.DeleteAsync(units[2].Id, Ct);

        Assert.Equal(["a", "b"], Names(await Units.SelectAsync(new UnitSelection.ByIds([.. units.Select(unit => unit.Id)]), Ct)));
        Assert.Empty(await Units.SelectAsync(new UnitSelection.ByIds([]), Ct));
        Assert.Empty(await Units.SelectAsync(new UnitSelection.ByTags([]), Ct));
    }

    [Fact]
    public async Task Lists_sort_as_people_count()
    {
        var units = await _stores.AddedAsync(
            _stores.NewUnit("10.0.0.10", "Unit 9"), _stores.NewUnit("10.0.0.9", "unit 10"), _stores.NewUnit("10.0.1.1", "Unit 2"));
        await Units.ObserveAsync(units[0].Id, new(UnitState.Online) { Installed = Installed("2.10", '1'), SeenAt = _stores.Now }, Ct);
        await Units.ObserveAsync(units[1].Id, new(UnitState.NeedsAttention) { Installed = Installed("2.9", '2'), SeenAt = _stores.Now.AddHours(-1) }, Ct);

        Assert.Equal(["Unit 2", "Unit 9", "unit 10"], await SortedAsync(null));
        Assert.Equal(["unit 10", "Unit 9", "Unit 2"], await SortedAsync("-name"));
        Assert.Equal(["unit 10", "Unit 9", "Unit 2"], await SortedAsync("host"));
        Assert.Equal(["Unit 9", "unit 10", "Unit 2"], await SortedAsync("-version"));
        Assert.Equal(["Unit 9", "unit 10", "Unit 2"], await SortedAsync("-lastSeenAt"));
        Assert.Equal(["unit 10", "Unit 2", "Unit 9"], await SortedAsync("state"));
        Assert.Equal(["Unit 2", "Unit 9", "unit 10"], await SortedAsync("password; drop table Units"));
    }

    [Fact]
    public async Task Pages_neither_overlap_nor_leave_out()
    {
        await _stores.AddedAsync([.. Enumerable.Range(1, 25).Select(n => _stores.NewUnit($"10.0.0.{n}", "same name"))]);

        var pages = new List<Paged<Unit>>();
        for (var page = 1; page <= 4; page++)
            pages.Add(await Units.ListAsync(new ListQuery(page, 10), state: null, Ct));

        Assert.Equal([10, 10, 5, 0], pages.Select(page => page.Items.Count));
        Assert.Equal(25, pages.SelectMany(page => page.Items).Select(unit => unit.Id).Distinct().Count());
        Assert.All(pages, page => Assert.Equal(25, page.Total));
        Assert.Empty((await Units.ListAsync(new ListQuery(int.MaxValue, 500), state: null, Ct)).Items);
    }

    [Fact]
    public async Task Emptying_the_inventory_says_how_many_there_were()
    {
        await _stores.AddedAsync(_stores.NewUnit("10.0.0.1"), _stores.NewUnit("10.0.0.2"));

        Assert.Equal(2, await Units.DeleteAllAsync(Ct));
        Assert.Empty(await Units.AllAsync(Ct));
    }

    private static IEnumerable<string> Names(IEnumerable<Unit> units) => units.Select(unit => unit.Name);

    private InstalledPackage Installed(string version, char digit) => new(null, version, Sha256Digest.Parse(new string(digit, 64)), _stores.Now);

    private void Edit(Unit unit, string host, string name) =>
        unit.Edit(new UnitEntry { Host = host, Name = name, UserName = "mirero", Tags = unit.Tags }, _stores.The<ISecretSeal>());

    private async Task<IEnumerable<string>> SortedAsync(string? sort) => Names((await Units.ListAsync(new ListQuery(Sort: sort), state: null, Ct)).Items);
}
