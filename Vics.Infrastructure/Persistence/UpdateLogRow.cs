using Vics.Domain;
using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence;

/// <summary>An <see cref="UpdateLogLine"/> as it lies in the database; <see cref="Id"/> keeps the order.</summary>
internal sealed class UpdateLogRow
{
    public long Id { get; init; }

    public required UpdateTargetId TargetId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required UpdateStep? Step { get; init; }

    public required UpdateLogLevel Level { get; init; }

    public required OperatorText Text { get; init; }
}
