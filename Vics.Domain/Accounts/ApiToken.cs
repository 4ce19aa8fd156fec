namespace Vics.Domain.Accounts;

/// <summary>A script's key to the API, acting as its account. The token itself is shown once and stored only as a hash.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AccountId">Whose it is.</param>
/// <param name="UserName">Whose it is, by name.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Prefix">The first characters of the token, to recognise it by.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends, or null.</param>
/// <param name="LastUsedAt">When it was last used (to the minute), or null.</param>
public sealed record ApiToken(
    ApiTokenId Id, AccountId AccountId, string UserName, string Name, string Prefix,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>Keeps API tokens.</summary>
public interface IApiTokenStore
{
    /// <summary>The tokens of one account, or of all where <paramref name="account"/> is null; newest first.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(AccountId? account, CancellationToken ct);

    /// <summary>Makes a token; <c>Secret</c> is the only time it can be read.</summary>
    Task<(ApiToken Token, Secret Secret)> CreateAsync(AccountId account, string name, DateTimeOffset? expiresAt, CancellationToken ct);

    /// <summary>Ends a token. False where there is none, or it belongs to another than <paramref name="owner"/> (null: anyone's).</summary>
    Task<bool> DeleteAsync(ApiTokenId id, AccountId? owner, CancellationToken ct);

    /// <summary>The account a token speaks for, or null where it is unknown, ended or expired.</summary>
    Task<Account?> AuthenticateAsync(Secret token, CancellationToken ct);
}
