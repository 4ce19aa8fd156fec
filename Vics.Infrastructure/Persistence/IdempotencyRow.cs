using Vics.Domain.UpdateJobs;

namespace Vics.Infrastructure.Persistence;

/// <summary>What a client's request made, so that sending it twice does it once.</summary>
internal sealed class IdempotencyRow
{
    public required string Owner { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    public required UpdateJobId JobId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
