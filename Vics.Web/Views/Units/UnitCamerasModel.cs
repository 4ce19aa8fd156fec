using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Web.Display;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.Units;

/// <summary>What a unit records, or why that cannot be said.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Cameras">Its own list, in its own order.</param>
/// <param name="Fault">What kept us from it, or null.</param>
/// <param name="MayKeep">Import cameras and edit the unit.</param>
public sealed record UnitCamerasModel(Unit Unit, IReadOnlyList<ListedCamera> Cameras, DeviceFault? Fault, bool MayKeep)
{
    /// <summary>The unit's settings are the place to mend it.</summary>
    public bool IsForSettings => Fault?.Code is DeviceFaultCode.Authentication or DeviceFaultCode.SecretUnreadable or DeviceFaultCode.NotSupported;

    /// <summary>How a camera does on the unit.</summary>
    public static (CalmState State, string Word) StateOf(UnitCamera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return camera switch
        {
            { Disabled: true } => (CalmState.Idle, Key("Switched off")),
            { Online: true } => (CalmState.Fine, Key("Online")),
            _ => (CalmState.Down, Key("Offline")),
        };
    }
}
