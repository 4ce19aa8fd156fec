using Microsoft.AspNetCore.Authorization;
using Vics.Domain.Accounts;

namespace Vics.Web.Accounts;

/// <summary>
/// What an endpoint demands, for pages and API alike: <c>[Authorize(Policy = Policies.Operator)]</c>. Each is the role
/// that may do it and those above. An endpoint that says nothing demands an account of any role.
/// </summary>
public static class Policies
{
    /// <summary>Looks.</summary>
    public const string Viewer = RoleNames.Viewer;

    /// <summary>Works: updates units, keeps the inventory.</summary>
    public const string Operator = RoleNames.Operator;

    /// <summary>Keeps accounts, profiles and the audit log.</summary>
    public const string Administrator = RoleNames.Administrator;

    internal static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        for (var weakest = 0; weakest < RoleNames.All.Count; weakest++)
        {
            var roles = RoleNames.All.Skip(weakest).ToArray();
            options.AddPolicy(RoleNames.All[weakest], policy => policy.RequireRole(roles));
        }
    }
}
