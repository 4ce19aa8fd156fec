using Vics.Domain.Accounts;

namespace Vics.Infrastructure.Accounts;

/// <summary>An <see cref="ApiToken"/> as it lies in the database: without the token, which cannot be had back from its hash.</summary>
internal sealed class ApiTokenRow
{
    public required ApiTokenId Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
