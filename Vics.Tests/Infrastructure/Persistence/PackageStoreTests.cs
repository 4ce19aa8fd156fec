using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

public sealed class PackageStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IPackageStore Packages => _stores.The<IPackageStore>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_package_comes_back_as_it_was_added()
    {
        var package = await _stores.AddedPackageAsync("2.1.0", 'a');

        Assert.Equal(package, await Packages.FindAsync(package.Id, Ct));
        Assert.Equal(package, await Packages.FindByContentAsync(package.Sha256, Ct));
    }

    [Fact]
    public async Task The_same_content_is_added_once()
    {
        var package = await _stores.AddedPackageAsync("2.1.0", 'a');

        Assert.False(await Packages.AddAsync(package with { Id = EntityId.New<PackageId>(_stores.Now), Version = "other" }, Ct));
    }

    [Fact]
    public async Task The_newest_comes_first_unless_asked_otherwise()
    {
        foreach (var (version, digit) in new[] { ("2.9", 'a'), ("2.10", 'b'), ("1.0", 'c') })
        {
            await _stores.AddedPackageAsync(version, digit);
            _stores.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["1.0", "2.10", "2.9"], await VersionsAsync(new ListQuery()));
        Assert.Equal(["1.0", "2.9", "2.10"], await VersionsAsync(new ListQuery(Sort: "version")));
        Assert.Equal(["2.9", "2.10", "1.0"], await VersionsAsync(new ListQuery(Sort: "uploadedAt")));
        Assert.Equal(["1.0", "2.10", "2.9"], await VersionsAsync(new ListQuery(Sort: "nonsense")));
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("RECORDER-2")]
    [InlineData("fixes 100%")]
    [InlineData("abababab")]
    [InlineData("ABABAB")]
    public async Task Search_looks_in_version_file_name_notes_and_checksum(string search)
    {
        var digest = Sha256Digest.Parse(string.Concat(Enumerable.Repeat("ab", 32)));
        await Packages.AddAsync(new Package(EntityId.New<PackageId>(_stores.Now), "recorder-2.1.bin", "2.1", 5, digest, _stores.Now, "ann", "Fixes 100% of it"), Ct);
        await _stores.AddedPackageAsync("3.0", 'c');

        Assert.Equal(["2.1"], await VersionsAsync(new ListQuery(Search: search)));
    }

    [Theory]
    [InlineData(UpdateJobState.Scheduled, PackageRemoval.InUse)]
    [InlineData(UpdateJobState.Running, PackageRemoval.InUse)]
    [InlineData(UpdateJobState.Cancelling, PackageRemoval.InUse)]
    [InlineData(UpdateJobState.Cancelled, PackageRemoval.Removed)]
    [InlineData(UpdateJobState.Failed, PackageRemoval.Removed)]
    [InlineData(UpdateJobState.Succeeded, PackageRemoval.Removed)]
    public async Task A_package_stays_while_an_unfinished_job_needs_it(UpdateJobState state, PackageRemoval expected)
    {
        var package = await _stores.AddedPackageAsync("2.1.0", 'a');
        var (job, _) = await _stores.AddedJobAsync(package, _stores.NewUnit("10.0.0.1"));
        await _stores.MoveAsync(job, state);

        Assert.Equal(expected, await Packages.DeleteAsync(package.Id, Ct));
        Assert.Equal("2.1.0", (await _stores.The<IUpdateJobStore>().FindAsync(job.Id, Ct))!.PackageVersion);
    }

    [Fact]
    public async Task Removing_what_is_not_there_says_so()
    {
        Assert.Equal(PackageRemoval.NoSuchPackage, await Packages.DeleteAsync(EntityId.New<PackageId>(_stores.Now), Ct));
    }

    private async Task<IEnumerable<string>> VersionsAsync(ListQuery query) => (await Packages.ListAsync(query, Ct)).Items.Select(package => package.Version);
}
