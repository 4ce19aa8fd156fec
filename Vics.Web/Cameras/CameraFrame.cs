using System.Text.Json;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Cameras;

namespace Vics.Web.Cameras;

/// <summary>What a page of cameras is told at once.</summary>
/// <param name="Cameras">Those it shows that changed.</param>
/// <param name="Counts">How many cameras there are in each state.</param>
public sealed record CameraFrame(IReadOnlyList<CameraStateRow> Cameras, IReadOnlyList<CameraStateCount> Counts);

/// <summary>How many cameras are in one state.</summary>
/// <param name="State">As pages spell it.</param>
/// <param name="Count">How many.</param>
public sealed record CameraStateCount(string State, int Count);

/// <summary>A camera's state as a page shows it, in the page's language.</summary>
/// <param name="Id">Which camera.</param>
/// <param name="Calm">How the badge looks.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Word">Its word.</param>
/// <param name="Detail">Why it is so; empty where that needs no saying.</param>
/// <param name="LastSeenAt">When it last answered.</param>
public sealed record CameraStateRow(CameraId Id, string Calm, string Icon, string Word, string Detail, DateTimeOffset? LastSeenAt)
{
    /// <summary>A camera as it is now.</summary>
    public static CameraStateRow From(Camera camera, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(camera);
        var (calm, word) = CameraLook.Of(camera.State);
        return new(
            camera.Id, JsonNamingPolicy.CamelCase.ConvertName(calm.ToString()), CalmStateLook.Of(calm).Icon, text[word],
            camera.StateDetail is { } detail ? text.Say(detail) : "", camera.LastSeenAt);
    }
}
