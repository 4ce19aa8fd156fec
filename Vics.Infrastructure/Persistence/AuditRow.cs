namespace Vics.Infrastructure.Persistence;

/// <summary>An <see cref="Domain.Audit.AuditEntry"/> as it lies in the database.</summary>
internal sealed class AuditRow
{
    public long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid? ActorId { get; init; }

    public required string ActorName { get; init; }

    public required string Origin { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required Guid? SubjectId { get; init; }

    public required string? Detail { get; init; }
}
