namespace Vics.Domain.Accounts;

/// <summary>Who does something, for the audit log.</summary>
/// <param name="Id">The account, or null where the program itself or nobody known acts.</param>
/// <param name="Name">The account's name, or what was typed as one.</param>
/// <param name="Origin">Where from: a network address, <c>command line</c>, <c>server</c>.</param>
public sealed record Actor(AccountId? Id, string Name, string Origin)
{
    /// <summary>The server on its own account: background work, start-up.</summary>
    public static Actor Server { get; } = new(null, "server", "server");
}
