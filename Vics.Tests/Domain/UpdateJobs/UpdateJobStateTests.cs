using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Domain.UpdateJobs;

/// <summary>The moves of jobs and targets, and those that are not.</summary>
public sealed class UpdateJobStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TargetCounts AllWell = new(0, 0, 2, 1, 0, 0, 0, 0);
    private static readonly TargetCounts OneFailed = new(0, 0, 2, 0, 1, 0, 0, 0);

    [Fact]
    public void Job_EndsBySuccessOfAllItsTargets()
    {
        var well = NewJob();
        well.Start(Now);
        well.End(AllWell, Now);
        var badly = NewJob();
        badly.Start(Now);
        badly.End(OneFailed, Now);

        Assert.Equal((UpdateJobState.Succeeded, UpdateJobState.Failed), (well.State, badly.State));
        Assert.True(well.IsFinal && badly.IsFinal && !well.CanCancel);
    }

    [Fact]
    public void Job_Cancelled_EndsAtOnceOrWhenItsTargetsHave()
    {
        var scheduled = NewJob();
        scheduled.Cancel(Now);
        var running = NewJob();
        running.Start(Now);
        running.Cancel(Now);

        Assert.Equal((UpdateJobState.Cancelled, UpdateJobState.Cancelling), (scheduled.State, running.State));
        Assert.Equal(Now, scheduled.EndedAt);
        running.End(AllWell, Now);
        Assert.Equal(UpdateJobState.Cancelled, running.State);
    }

    [Fact]
    public void Job_RefusesMovesThatAreNone()
    {
        var job = NewJob();
        Assert.Throws<InvalidOperationException>(() => job.End(AllWell, Now));
        job.Start(Now);
        Assert.Throws<InvalidOperationException>(() => job.Start(Now));
        job.End(AllWell, Now);
        Assert.Throws<InvalidOperationException>(() => job.Cancel(Now));
    }

    [Fact]
    public void SwapRecord_AddsUpTheDowntime_OfStopAndRollback()
    {
        var record = new SwapRecord(
            [At(SwapPhase.Armed, 0), At(SwapPhase.Stopping, 100), At(SwapPhase.Answering, 400), At(SwapPhase.Unhealthy, 2000), At(SwapPhase.Restored, 2300), At(SwapPhase.RolledBack, 2500)],
            Running: false);

        Assert.Equal(TimeSpan.FromMilliseconds(800), record.Downtime);
        Assert.True(record.IsFinal);
    }

    [Fact]
    public void SwapRecord_KnowsNoDowntime_WhileTheRecorderIsDown()
    {
        Assert.Null(new SwapRecord([At(SwapPhase.Armed, 0)], Running: true).Downtime);
        Assert.Null(new SwapRecord([At(SwapPhase.Stopping, 0), At(SwapPhase.Stopped, 50)], Running: true).Downtime);
        Assert.False(new SwapRecord([], Running: false).IsFinal);
    }

    private static SwapEvent At(SwapPhase phase, int milliseconds) => new(phase, TimeSpan.FromMilliseconds(milliseconds), "");

    private static UpdateJob NewJob()
    {
        var package = new Package(EntityId.New<PackageId>(Now), "VICS", "2.0.0", 10, Sha256Digest.Parse(new string('a', 64)), Now, "ann", "");
        return UpdateJob.Create(package, null, new UpdatePlan { Parallelism = 1 }, "", "ann", Now);
    }
}
