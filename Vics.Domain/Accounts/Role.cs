namespace Vics.Domain.Accounts;

/// <summary>What an account may do. Each role may do what the one before it may.</summary>
public enum Role
{
    /// <summary>Looks: lists, states, pictures.</summary>
    Viewer = 1,

    /// <summary>Also steers cameras, uploads packages, updates units and keeps the inventory without its secrets.</summary>
    Operator = 2,

    /// <summary>Also keeps accounts, inventory secrets, profiles and the audit log.</summary>
    Administrator = 3,
}

/// <summary>The roles by the names that cookies, policies, the API and the command line use.</summary>
public static class RoleNames
{
    /// <summary><see cref="Role.Viewer"/>.</summary>
    public const string Viewer = "viewer";

    /// <summary><see cref="Role.Operator"/>.</summary>
    public const string Operator = "operator";

    /// <summary><see cref="Role.Administrator"/>.</summary>
    public const string Administrator = "administrator";

    /// <summary>Every role's name, the weakest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Administrator];

    /// <summary>The name of a role.</summary>
    public static string NameOf(this Role role) => All[(int)role - 1];

    /// <summary>Reads a role's name, whatever its case.</summary>
    public static bool TryParse(string? name, out Role role)
    {
        var index = All.ToList().FindIndex(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        role = (Role)(index + 1);
        return index >= 0;
    }
}
