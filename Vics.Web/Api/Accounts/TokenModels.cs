using Vics.Domain.Accounts;

namespace Vics.Web.Api.Accounts;

/// <summary>An API token, without the token itself.</summary>
public sealed record TokenModel(
    ApiTokenId Id, string Name, AccountId UserId, string UserName, string Prefix,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    internal static TokenModel From(ApiToken token) =>
        new(token.Id, token.Name, token.AccountId, token.UserName, token.Prefix, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}

/// <summary>A new API token: the one answer that holds <c>token</c>.</summary>
public sealed record NewTokenModel(
    ApiTokenId Id, string Name, AccountId UserId, string UserName, string Prefix,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string Token)
{
    internal static NewTokenModel From(TokenIssued.Done made) => new(
        made.Token.Id, made.Token.Name, made.Token.AccountId, made.Token.UserName, made.Token.Prefix,
        made.Token.CreatedAt, made.Token.ExpiresAt, made.Secret.Reveal());
}

/// <summary>
/// A token to make: <c>expiresAt</c> or <c>days</c>, or neither for one without end. <c>userId</c> is another account's, for
/// administrators.
/// </summary>
public sealed record TokenRequest(string? Name, DateTimeOffset? ExpiresAt, int? Days, AccountId? UserId);
