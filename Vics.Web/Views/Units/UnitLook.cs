using Vics.Domain.Units;
using Vics.Web.Display;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.Units;

/// <summary>How the states of a unit look and which word stands beside them; the words are keys of the texts.</summary>
public static class UnitLook
{
    /// <summary>A unit's state. Under update is busy, not down.</summary>
    public static (CalmState State, string Word) Of(UnitState state) => state switch
    {
        UnitState.Online => (CalmState.Fine, Key("Online")),
        UnitState.Offline => (CalmState.Down, Key("Out of reach")),
        UnitState.Updating => (CalmState.Busy, Key("Updating")),
        UnitState.NeedsAttention => (CalmState.Attention, Key("Needs attention")),
        _ => (CalmState.Idle, Key("Not contacted yet")),
    };

    /// <summary>The recorder service's state.</summary>
    public static (CalmState State, string Word) Of(ServiceState state) => state switch
    {
        ServiceState.Active => (CalmState.Fine, Key("Running")),
        ServiceState.Inactive => (CalmState.Attention, Key("Stopped")),
        ServiceState.Failed => (CalmState.Down, Key("Failed")),
        _ => (CalmState.Idle, Key("Unknown")),
    };
}
