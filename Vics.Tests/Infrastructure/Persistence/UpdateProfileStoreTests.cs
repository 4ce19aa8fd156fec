using Vics.Domain;
using Vics.Domain.Units;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class UpdateProfileStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IUpdateProfileStore Profiles => _stores.The<IUpdateProfileStore>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_fresh_installation_has_the_default_profile()
    {
        var profile = Assert.Single(await Profiles.ListAsync(Ct));

        Assert.Equal(profile, await Profiles.DefaultAsync(Ct));
        Assert.Equal(UpdateProfile.CreateDefault(_stores.Now) with { Id = profile.Id }, profile);
    }

    [Fact]
    public async Task Names_are_unique_whatever_their_case()
    {
        var one = await AddedAsync("Recorders");
        var two = await AddedAsync("Others");

        Assert.Equal(SaveOutcome.Taken, await Profiles.AddAsync(one with { Id = NewId(), Name = "RECORDERS" }, Ct));
        Assert.Equal(SaveOutcome.Taken, await Profiles.SaveAsync(two with { Name = "recorders" }, Ct));
    }

    [Fact]
    public async Task Saving_counts_the_revision_up_and_an_older_one_is_stale()
    {
        var profile = await AddedAsync("Recorders");

        Assert.Equal(SaveOutcome.Saved, await Profiles.SaveAsync(profile with { SettleSeconds = 9 }, Ct));
        Assert.Equal(SaveOutcome.Stale, await Profiles.SaveAsync(profile with { SettleSeconds = 7 }, Ct));

        Assert.Equal(profile with { SettleSeconds = 9, Revision = profile.Revision + 1 }, await Profiles.FindAsync(profile.Id, Ct));
    }

    [Fact]
    public async Task There_is_always_one_default_and_only_one()
    {
        var first = await Profiles.DefaultAsync(Ct);
        var second = await AddedAsync("Second");

        Assert.Equal(SaveOutcome.Saved, await Profiles.SaveAsync(second with { IsDefault = true }, Ct));
        Assert.Equal(second.Id, (await Profiles.DefaultAsync(Ct)).Id);
        Assert.False((await Profiles.FindAsync(first.Id, Ct))!.IsDefault);

        var asDefault = await Profiles.DefaultAsync(Ct);
        Assert.Equal(SaveOutcome.Saved, await Profiles.SaveAsync(asDefault with { IsDefault = false }, Ct));
        Assert.Equal(second.Id, (await Profiles.DefaultAsync(Ct)).Id);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Profiles.DeleteAsync(second.Id, Ct));
        Assert.Equal([second.Id, first.Id], (await Profiles.ListAsync(Ct)).Select(profile => profile.Id));
    }

    [Fact]
    public async Task Units_of_a_removed_profile_fall_back_to_the_default()
    {
        var profile = await AddedAsync("Recorders");
        var unit = Unit.Create(new UnitEntry { Host = "10.0.0.1", UserName = "mirero", ProfileId = profile.Id }, _stores.The<ISecretSeal>(), _stores.Now);
        await _stores.AddedAsync(unit);

        Assert.True(await Profiles.DeleteAsync(profile.Id, Ct));
        Assert.False(await Profiles.DeleteAsync(profile.Id, Ct));

        Assert.Null((await _stores.The<IUnitStore>().FindAsync(unit.Id, Ct))!.ProfileId);
    }

    [Fact]
    public async Task A_unit_saved_with_a_profile_that_was_removed_meanwhile_is_stale()
    {
        var profile = await AddedAsync("Recorders");
        var unit = (await _stores.AddedAsync(_stores.NewUnit("10.0.0.1")))[0];
        await Profiles.DeleteAsync(profile.Id, Ct);
        unit.Edit(new UnitEntry { Host = "10.0.0.1", UserName = "mirero", ProfileId = profile.Id }, _stores.The<ISecretSeal>());

        Assert.Equal(SaveOutcome.Stale, await _stores.The<IUnitStore>().SaveAsync(unit, Ct));
    }

    private static UpdateProfileId NewId() => EntityId.New<UpdateProfileId>(DateTimeOffset.UnixEpoch);

    private async Task<UpdateProfile> AddedAsync(string name)
    {
        var profile = new UpdateProfile { Id = NewId(), Name = name, ProbePath = null, Revision = 1 };
        Assert.Equal(SaveOutcome.Saved, await Profiles.AddAsync(profile, Ct));
        return profile;
    }
}
