using Vics.Domain.Accounts;

namespace Vics.Domain.Audit;

/// <summary>One line of the audit log: who did what to what, when and from where. Never a secret.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who, and from where.</param>
/// <param name="Action">What was done: noun and verb, <c>unit.created</c>, <c>account.signInRefused</c>.</param>
/// <param name="Subject">To what, as a person would name it.</param>
/// <param name="SubjectId">Its id, or null.</param>
/// <param name="Detail">What changed, or null.</param>
public sealed record AuditEntry(DateTimeOffset At, Actor Actor, string Action, string Subject, Guid? SubjectId, string? Detail);

/// <summary>The audit log: written by every change of state, never changed.</summary>
public interface IAuditLog
{
    /// <summary>Adds a line.</summary>
    Task WriteAsync(AuditEntry entry, CancellationToken ct);

    /// <summary>Reads it, newest first; <see cref="ListQuery.Search"/> looks in actor, action, subject and detail.</summary>
    Task<Paged<AuditEntry>> ListAsync(ListQuery query, CancellationToken ct);
}
