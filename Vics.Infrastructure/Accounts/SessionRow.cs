namespace Vics.Infrastructure.Accounts;

/// <summary>A browser session: what its cookie opens. The key in the cookie cannot be had back from its hash.</summary>
internal sealed class SessionRow
{
    public required string KeyHash { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The authentication ticket, protected.</summary>
    public required byte[] Ticket { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
