using Vics.Domain;
using Vics.Domain.Accounts;

namespace Vics.Web.Views.Users;

/// <summary>What the list of accounts shows.</summary>
public sealed record UserListModel(IReadOnlyList<UserModel> Users, string? Search, int Page, int PageSize, int Total)
{
    internal static UserListModel From(IReadOnlyList<Domain.Accounts.Account> all, ListQuery query, DateTimeOffset now)
    {
        var found = all.Where(account => query.Search is null || account.UserName.Contains(query.Search, StringComparison.OrdinalIgnoreCase)).ToList();
        var page = found.Skip(query.Skip).Take(query.PageSize).Select(account => UserModel.From(account, now));
        return new([.. page], query.Search, query.Page, query.PageSize, found.Count);
    }
}

/// <summary>An account as its page shows it. <paramref name="LockedUntil"/> is null where the lock has ended.</summary>
public sealed record UserModel(AccountId Id, string UserName, string Role, DateTimeOffset CreatedAt, DateTimeOffset? LockedUntil)
{
    internal static UserModel From(Domain.Accounts.Account account, DateTimeOffset now) =>
        new(account.Id, account.UserName, account.Role.NameOf(), account.CreatedAt, account.LockedUntil > now ? account.LockedUntil : null);
}
