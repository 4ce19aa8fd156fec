using Vics.Domain.Cameras;

namespace Vics.Web.Api.Cameras;

/// <summary>A camera that answered a call into the network.</summary>
/// <param name="Address">The address it answered from.</param>
/// <param name="XAddrs">Where it says its ONVIF service is, the one to use first.</param>
/// <param name="Name">As it calls itself; empty where it does not.</param>
/// <param name="Hardware">As it says.</param>
/// <param name="Scopes">All it says of itself.</param>
/// <param name="Known">A camera with this address is in the inventory.</param>
public sealed record DiscoveredCameraModel(
    string Address, IReadOnlyList<string> XAddrs, string Name, string Hardware, IReadOnlyList<string> Scopes, bool Known)
{
    /// <summary>A found camera as the API answers it.</summary>
    public static DiscoveredCameraModel From(FoundCamera found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return new(found.Camera.Address, found.Camera.XAddrs, found.Camera.Name, found.Camera.Hardware, found.Camera.Scopes, found.Known is not null);
    }
}
