using System.Globalization;
using Vics.Domain.Packages;

namespace Vics.Domain.UpdateJobs;

/// <summary>Where an update puts its files on a unit: always beside the file it replaces, so that a rename is atomic.</summary>
public static class StagedFiles
{
    /// <summary>The transferred file of a target.</summary>
    public static string NewFile(string targetPath, UpdateTargetId target) => $"{targetPath}.vics-new-{target.Value:N}";

    /// <summary>A second name the unit gives the old file itself while it swaps: its first way back, before the backup.</summary>
    public static string OldFile(string targetPath, UpdateTargetId target) => $"{targetPath}.vics-old-{target.Value:N}";

    /// <summary>The name all backups of a file begin with; what follows sorts by age.</summary>
    public static string BackupPrefix(string targetPath) => $"{targetPath}.vics-backup-";

    /// <summary>The copy of the file replaced now.</summary>
    public static string Backup(string targetPath, Sha256Digest old, DateTimeOffset at) =>
        BackupPrefix(targetPath) + at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + old.Abbreviated;
}
