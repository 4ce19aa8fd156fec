using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Domain.Network;

namespace Vics.Domain.Units;

/// <summary>What a connection test showed.</summary>
public sealed record ConnectionTestResult
{
    /// <summary>The unit is ready to be updated.</summary>
    public required bool Ok { get; init; }

    /// <summary>Why not, for programs; null where it is.</summary>
    public string? Code { get; init; }

    /// <summary>The outcome in a sentence.</summary>
    public required OperatorText Message { get; init; }

    /// <summary>The key the unit showed; null where it got not that far.</summary>
    public HostKeyFingerprint? HostKey { get; init; }

    /// <summary>That key is the pinned one.</summary>
    public bool HostKeyPinned { get; init; }

    /// <summary>How root is had; null where it was not tried.</summary>
    public SudoKind? Sudo { get; init; }

    /// <summary>What was seen; null where the unit was not reached.</summary>
    public UnitFacts? Facts { get; init; }

    /// <summary>Every check that was made.</summary>
    public IReadOnlyList<PreflightCheck> Checks { get; init; } = [];
}

/// <summary>Connects to a unit now and looks whether an update would go through, without changing anything.</summary>
public sealed class ConnectionTest(UnitContact contact, UnitRecord record, IUnitStore units, IUpdateProfileStore profiles, AuditTrail audit)
{
    /// <summary>Tests one unit; null where there is none.</summary>
    public async Task<ConnectionTestResult?> RunAsync(UnitId id, Actor actor, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return null;
        var profile = await profiles.ForAsync(unit, ct);
        var result = await TestAsync(unit, profile, ct);
        await audit.RecordAsync(actor, "unit.tested", unit.Name, unit.Id.Value, result.Code ?? "ok", ct);
        return result;
    }

    private async Task<ConnectionTestResult> TestAsync(Unit unit, UpdateProfile profile, CancellationToken ct)
    {
        HostKeyFingerprint? shown = null;
        try
        {
            await using var session = await contact.OpenAsync(unit, ct);
            shown = session.HostKey;
            var facts = await session.InspectAsync(profile, ct);
            var sudo = await session.TrySudoAsync(ct);
            await record.SeenAsync(unit, facts, ct);
            return Judge(shown, facts, sudo, Preflight.Check(facts, sudo, profile, packageBytes: 0));
        }
        catch (DeviceException fault)
        {
            await record.NotReachedAsync(unit, ct);
            return new ConnectionTestResult
            {
                Ok = false,
                Code = fault.Fault.CodeName,
                Message = fault.Fault.Message,
                HostKey = shown ?? fault.Fault.ShownKey,
                HostKeyPinned = shown is not null,
            };
        }
    }

    private static ConnectionTestResult Judge(HostKeyFingerprint shown, UnitFacts facts, SudoAccess sudo, IReadOnlyList<PreflightCheck> checks)
    {
        var failed = checks.FirstOrDefault(check => !check.Ok);
        return new ConnectionTestResult
        {
            Ok = failed is null,
            Code = failed?.Code,
            Message = failed?.Message ?? OperatorText.Of($"The unit is ready to be updated."),
            HostKey = shown,
            HostKeyPinned = true,
            Sudo = sudo.Kind,
            Facts = facts,
            Checks = checks,
        };
    }
}
