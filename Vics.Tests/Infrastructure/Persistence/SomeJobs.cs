using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Infrastructure.Persistence;

/// <summary>Packages and jobs, so that a test states only what matters to it.</summary>
internal static class SomeJobs
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Package> AddedPackageAsync(this StoresOnDisk stores, string version, char digit)
    {
        var package = new Package(
            EntityId.New<PackageId>(stores.Now), "recorder", version, 1000, Sha256Digest.Parse(new string(digit, 64)), stores.Now, "ann", "notes");
        Assert.True(await stores.The<IPackageStore>().AddAsync(package, Ct));
        return package;
    }

    public static (UpdateJob Job, UpdateTarget[] Targets) NewJob(this StoresOnDisk stores, Package package, params Unit[] units)
    {
        var job = UpdateJob.Create(package, null, new UpdatePlan { Parallelism = 4, SkipIfCurrent = false }, "a note", "ann", stores.Now);
        return (job, [.. units.Select(unit => UpdateTarget.Create(job.Id, unit, package.SizeBytes, stores.Now))]);
    }

    public static async Task<(UpdateJob Job, UpdateTarget[] Targets)> AddedJobAsync(this StoresOnDisk stores, Package package, params Unit[] units)
    {
        var (job, targets) = stores.NewJob(package, units);
        Assert.Null(await stores.The<IUpdateJobStore>().AddAsync(job, targets, null, Ct));
        return (job, targets);
    }

    /// <summary>Takes a scheduled job to a state by its own moves, saving each.</summary>
    public static async Task MoveAsync(this StoresOnDisk stores, UpdateJob job, UpdateJobState state)
    {
        var jobs = stores.The<IUpdateJobStore>();
        if (state is UpdateJobState.Scheduled)
            return;
        if (state is not UpdateJobState.Cancelled)
        {
            job.Start(stores.Now);
            Assert.True(await jobs.SaveAsync(job, UpdateJobState.Scheduled, Ct));
        }

        var before = job.State;
        if (state is UpdateJobState.Cancelled or UpdateJobState.Cancelling)
            job.Cancel(stores.Now);
        else if (state is not UpdateJobState.Running)
            job.End(new TargetCounts(0, 0, 1, 0, state is UpdateJobState.Failed ? 1 : 0, 0, 0, 0), stores.Now);
        if (job.State != before)
            Assert.True(await jobs.SaveAsync(job, before, Ct));
        Assert.Equal(state, job.State);
    }
}
