using Vics.Domain.Packages;
using Vics.Domain.UpdateJobs;

namespace Vics.Domain.Units;

/// <summary>
/// One signed-in connection to a unit, used for one thing after the other. Every operation has a time limit of its own and
/// throws <see cref="Network.DeviceException"/> where the unit is away, refuses or fails; a cancelled one may still have happened on the unit.
/// </summary>
public interface IUnitSession : IAsyncDisposable
{
    /// <summary>The key the unit showed.</summary>
    HostKeyFingerprint HostKey { get; }

    /// <summary>Looks at the unit without changing it, and without sudo.</summary>
    Task<UnitFacts> InspectAsync(UpdateProfile profile, CancellationToken ct);

    /// <summary>Tries whether the account may start what an update needs to run as root, by starting a transient service that does nothing.</summary>
    Task<SudoAccess> TrySudoAsync(CancellationToken ct);

    /// <summary>Sends a file by SFTP to <paramref name="path"/>, replacing what is there; the progress counts bytes, in any order.</summary>
    Task SendFileAsync(Stream content, string path, IProgress<long> bytesSent, CancellationToken ct);

    /// <summary>Writes a file's content through to the disk and gives its checksum.</summary>
    Task<Sha256Digest> SyncAndHashAsync(string path, CancellationToken ct);

    /// <summary>Copies a file beside itself with owner, permissions and times, written through to the disk.</summary>
    Task CopyAsync(string path, string copy, CancellationToken ct);

    /// <summary>
    /// Starts the swap on the unit and returns at once: from here on the unit finishes by itself. At most one swap runs on a unit at a time.
    /// After a <see cref="Network.DeviceException"/> that <see cref="Network.DeviceException.IsAway"/>, whether it started is unknown until <see cref="ReadSwapAsync"/> tells.
    /// </summary>
    Task ArmAsync(ArmedSwap swap, CancellationToken ct);

    /// <summary>How far the swap of this target has come, by the unit's own record.</summary>
    Task<SwapRecord> ReadSwapAsync(UpdateTargetId target, CancellationToken ct);

    /// <summary>
    /// Removes what an update leaves behind: the transferred file where it still lies there and the swap's record; and all but the newest
    /// <see cref="UpdateProfile.BackupsKept"/> backups. What is not there is no error. Refused while a swap is at work.
    /// </summary>
    Task CleanUpAsync(UpdateTargetId target, UpdateProfile profile, CancellationToken ct);

    /// <summary>The last lines the recorder wrote to the journal, at most 16 KiB; what may not be read is empty.</summary>
    Task<string> RecentServiceLogAsync(string serviceName, CancellationToken ct);
}
