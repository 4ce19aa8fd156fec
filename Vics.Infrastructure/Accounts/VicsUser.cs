using Microsoft.AspNetCore.Identity;
using Vics.Domain.Accounts;

namespace Vics.Infrastructure.Accounts;

/// <summary>
/// An account as ASP.NET Core Identity keeps it. The role is a column, not Identity's role tables: an account has exactly one of three
/// fixed roles, each including the one below, which a column says and two tables with a link between them would only allow.
/// </summary>
internal sealed class VicsUser : IdentityUser<Guid>
{
    /// <summary>What it may do.</summary>
    public Role Role { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>As the domain sees it.</summary>
    public Account ToAccount(DateTimeOffset now) => new(AccountId.From(Id), UserName!, Role, CreatedAt, LockoutEnd > now ? LockoutEnd : null);
}
