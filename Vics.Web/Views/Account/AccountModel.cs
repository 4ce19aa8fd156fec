using Vics.Domain.Accounts;

namespace Vics.Web.Views.Account;

/// <summary>What the own account page shows.</summary>
public sealed record AccountModel(string UserName, string Role, DateTimeOffset CreatedAt)
{
    internal static AccountModel From(Domain.Accounts.Account account) => new(account.UserName, account.Role.NameOf(), account.CreatedAt);
}
