using Vics.Domain.Accounts;

namespace Vics.Domain.Audit;

/// <summary>Writes to the audit log with the time of now.</summary>
public sealed class AuditTrail(IAuditLog log, TimeProvider clock)
{
    /// <summary>Adds a line: who, what, to what.</summary>
    public Task RecordAsync(Actor actor, string action, string subject, Guid? subjectId, string? detail, CancellationToken ct) =>
        log.WriteAsync(new AuditEntry(clock.GetUtcNow(), actor, action, subject, subjectId, detail), ct);
}
