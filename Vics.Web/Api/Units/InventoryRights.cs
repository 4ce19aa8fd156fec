using System.Security.Claims;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Units;
using Vics.Web.Accounts;

namespace Vics.Web.Api.Units;

/// <summary>
/// Who may do what to the inventory: the one place for pages and API alike (in words: docs/guide/units.md).
/// <list type="bullet">
/// <item>A viewer reads, never a secret.</item>
/// <item>An operator keeps the inventory without its secrets: adds, edits, tests and removes units.</item>
/// <item>An administrator also sets and removes secrets, trusts another host key, and empties the inventory.</item>
/// </list>
/// A stored password goes to whatever answers at the unit's address. Who could change that address could have it sent to
/// a machine of his own and read it there, so the address of a unit with secrets counts as one of its secrets.
/// </summary>
public static class InventoryRights
{
    /// <summary>May add, edit, test and remove units.</summary>
    public static bool MayKeepUnits(this ClaimsPrincipal user) => user.May(Role.Operator);

    /// <summary>May set and remove passwords and keys, trust another host key and empty the inventory.</summary>
    public static bool MaySetSecrets(this ClaimsPrincipal user) => user.May(Role.Administrator);

    /// <summary>May move a unit to another address.</summary>
    public static bool MayMove(this ClaimsPrincipal user, Unit unit) => user.MaySetSecrets() || !unit.HasSecrets();

    /// <summary>May save this entry as it is: over <paramref name="unit"/>, or as a new one where that is null.</summary>
    public static bool MaySave(this ClaimsPrincipal user, UnitEntry entry, Unit? unit)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (user.MaySetSecrets())
            return true;
        return user.MayKeepUnits() && !entry.CarriesSecrets && (unit is null || user.MayMove(unit) || IsSameAddress(entry, unit));
    }

    /// <summary>Why something may not be saved.</summary>
    public static OperatorText Refusal { get; } = OperatorText.Of(
        $"Passwords and keys, and the address of a unit that has some, are for administrators to change.");

    /// <summary>Something secret is stored for the unit.</summary>
    public static bool HasSecrets(this Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit is not { Password: null, PrivateKey: null, Passphrase: null, ApiPassword: null };
    }

    private static bool IsSameAddress(UnitEntry entry, Unit unit) =>
        entry.Port == unit.Port && Domain.Network.HostName.TryParse(entry.Host, out var host) && host == unit.Host;
}
