using System.Security.Claims;
using Vics.Domain.Accounts;
using Vics.Domain.Units;
using Vics.Web.Accounts;

namespace Vics.Web.Views.UpdateProfiles;

/// <summary>The list of update profiles.</summary>
/// <param name="Profiles">All of them, the default first.</param>
/// <param name="MayEdit">Add, edit and remove.</param>
public sealed record UpdateProfileListModel(IReadOnlyList<UpdateProfile> Profiles, bool MayEdit)
{
    /// <summary>What the page shows.</summary>
    public static UpdateProfileListModel From(IReadOnlyList<UpdateProfile> profiles, ClaimsPrincipal user) =>
        new(profiles, user.May(Role.Administrator));
}
