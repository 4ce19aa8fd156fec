namespace Vics.Domain.UpdateJobs;

/// <summary>How far along a target is. The transfer takes most of the time, so it takes most of the bar.</summary>
public static class UpdateProgress
{
    private const int TransferBegins = 10;
    private const int TransferEnds = 70;

    /// <summary>0–100, never falling while the target runs.</summary>
    public static int PercentOf(UpdateTarget target)
    {
        if (target.IsFinal)
            return 100;
        return target.Step switch
        {
            null => 0,
            UpdateStep.Connect => 2,
            UpdateStep.Preflight => 5,
            UpdateStep.Transfer => TransferBegins + Share(target.BytesSent, target.BytesTotal),
            UpdateStep.Verify => TransferEnds,
            UpdateStep.Stop => 78,
            UpdateStep.Install => 82,
            UpdateStep.Start => 85,
            UpdateStep.Health => 88,
            UpdateStep.Rollback => 92,
            UpdateStep.Cleanup => 97,
            _ => 0,
        };
    }

    private static int Share(long sent, long total) =>
        total == 0 ? 0 : (int)((TransferEnds - TransferBegins) * sent / total);
}
