using Microsoft.Extensions.Logging;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Network;

namespace Vics.Domain.Units;

/// <summary>Gets in touch with a unit: opens its secrets, connects and pins its host key at the first contact.</summary>
public sealed partial class UnitContact(
    IUnitConnector connector, IUnitStore units, ISecretSeal seal, AuditTrail audit, TimeProvider clock, ILogger<UnitContact> log)
{
    /// <summary>Connects to a unit as it stands in the inventory.</summary>
    /// <exception cref="DeviceException">It is away, refuses us or shows another key.</exception>
    public async Task<IUnitSession> OpenAsync(Unit unit, CancellationToken ct)
    {
        try
        {
            var session = await connector.ConnectAsync(AccessTo(unit), ct);
            return await WithPinnedKeyAsync(unit, session, ct);
        }
        catch (DeviceException refused)
        {
            Log.NotReached(log, unit.Name, unit.Host, unit.Port, refused.Fault.Code);
            throw;
        }
    }

    private UnitAccess AccessTo(Unit unit)
    {
        try
        {
            return UnitAccess.To(unit, seal);
        }
        catch (SecretUnreadableException unreadable)
        {
            throw new DeviceException(
                new(DeviceFaultCode.SecretUnreadable, OperatorText.Of($"The stored password or key of {unit.Name} cannot be opened on this server. Enter it again.")), unreadable);
        }
    }

    private async Task<IUnitSession> WithPinnedKeyAsync(Unit unit, IUnitSession session, CancellationToken ct)
    {
        try
        {
            if (unit.HostKey is null)
                await PinAsync(unit, session.HostKey, ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    // Two first contacts at once may have seen different machines: the one that pins second believes the first.
    private async Task PinAsync(Unit unit, HostKeyFingerprint shown, CancellationToken ct)
    {
        if (await units.PinFirstKeyAsync(unit.Id, shown, clock.GetUtcNow(), ct))
        {
            await audit.RecordAsync(Actor.Server, "unit.hostKeyPinned", unit.Name, unit.Id.Value, $"first contact, {shown.Algorithm} {shown}", ct);
            return;
        }

        if (await units.FindAsync(unit.Id, ct) is { HostKey: { } pinned } && !pinned.Fingerprint.Matches(shown))
            throw new DeviceException(new(DeviceFaultCode.HostKeyChanged, OperatorText.Of($"The unit shows the host key {shown}, but {pinned.Fingerprint} is pinned."), shown));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Unit {Unit} at {Host}:{Port} was not reached: {Fault}")]
        public static partial void NotReached(ILogger logger, string unit, string host, int port, DeviceFaultCode fault);
    }
}
