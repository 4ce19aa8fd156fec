namespace Vics.Web.Display;

/// <summary>
/// The calm states a page shows everywhere with the same colour, icon and word; never by colour alone.
/// </summary>
public enum CalmState
{
    /// <summary>Nothing known or nothing going on: grey.</summary>
    Idle,

    /// <summary>All is well: green.</summary>
    Fine,

    /// <summary>Work is going on: blue.</summary>
    Busy,

    /// <summary>A person should look: amber.</summary>
    Attention,

    /// <summary>It does not work: red.</summary>
    Down,
}
