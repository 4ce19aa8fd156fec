using Vics.Domain;
using Vics.Domain.Cameras;

namespace Vics.Web.Views.Home;

/// <summary>How the cameras are, and which are down.</summary>
/// <param name="States">Cameras by state.</param>
/// <param name="Down">Those that are down, by name; not all where there are many.</param>
public sealed record CameraFigures(IReadOnlyDictionary<CameraState, int> States, IReadOnlyList<Camera> Down)
{
    /// <summary>How many of those that are down are listed.</summary>
    public const int DownShown = 10;

    /// <summary>All cameras.</summary>
    public int Total => States.Values.Sum();

    /// <summary>How many are down beyond those that are listed.</summary>
    public int MoreDown => Math.Max(0, States.GetValueOrDefault(CameraState.Offline) - Down.Count);

    /// <summary>The states in the order of the page. The one of cameras that were not asked yet is shown only while there are some.</summary>
    public IEnumerable<CameraState> Shown => new[] { CameraState.Online, CameraState.Offline, CameraState.Disabled, CameraState.Unknown }
        .Where(state => state is not CameraState.Unknown || States.GetValueOrDefault(state) > 0);

    /// <summary>Asks the inventory.</summary>
    public static async Task<CameraFigures> FromAsync(ICameraStore cameras, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        var down = await cameras.ListAsync(new ListQuery(PageSize: DownShown), new CameraFilter(CameraState.Offline), ct);
        return new CameraFigures(await cameras.CountAsync(ct), down.Items);
    }
}
