using Vics.Domain.Packages;

namespace Vics.Domain.Units;

/// <summary>Writes down in the inventory how a unit was found.</summary>
public sealed class UnitRecord(IUnitStore units, IPackageStore packages, TimeProvider clock)
{
    /// <summary>It answered, and this is what it looked like.</summary>
    public async Task SeenAsync(Unit unit, UnitFacts facts, CancellationToken ct, UnitState state = UnitState.Online)
    {
        var installed = facts.InstalledSha256 is { } sha256 ? await InstalledAsync(unit, sha256, ct) : null;
        await units.ObserveAsync(unit.Id, new UnitObservation(state) { ServiceState = facts.ServiceState, Installed = installed, SeenAt = clock.GetUtcNow() }, ct);
    }

    /// <summary>It did not answer, or did not let us in.</summary>
    public Task NotReachedAsync(Unit unit, CancellationToken ct) => BecameAsync(unit.Id, UnitState.Offline, ct);

    /// <summary>Its state changed, whatever else is known of it.</summary>
    public Task BecameAsync(UnitId unit, UnitState state, CancellationToken ct) => units.ObserveAsync(unit, new UnitObservation(state), ct);

    private async Task<InstalledPackage> InstalledAsync(Unit unit, Sha256Digest sha256, CancellationToken ct)
    {
        var package = await packages.FindByContentAsync(sha256, ct);
        var since = unit.Installed is { } known && known.Sha256 == sha256 ? known.InstalledAt : clock.GetUtcNow();
        return new InstalledPackage(package?.Id, package?.Version, sha256, since);
    }
}
