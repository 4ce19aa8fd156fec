using Vics.Domain.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Accounts;

/// <summary>An account, as <c>/api/users</c> shows it.</summary>
public sealed record UserModel(AccountId Id, string UserName, Role Role, DateTimeOffset CreatedAt, DateTimeOffset? LockedUntil)
{
    internal static UserModel From(Account account) => new(account.Id, account.UserName, account.Role, account.CreatedAt, account.LockedUntil);

    internal static EntityTag TagOf(Account account) => EntityTag.Of(account.Id, account.UserName, account.Role);
}

/// <summary>A new account.</summary>
public sealed record NewUserRequest(string? UserName, string? Password, string? Role);

/// <summary>
/// A change of an account. What is left out stays: the password as every secret does, the role for <c>PATCH</c>. The name
/// cannot be changed.
/// </summary>
public sealed record UserRequest(string? UserName, string? Password, string? Role);
