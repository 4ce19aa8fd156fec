using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Display;

/// <summary>How a <see cref="CalmState"/> looks: its icon and word. Its colour stands in site.css, by <c>data-state</c>.</summary>
/// <param name="Icon">The icon's name in the sprite.</param>
/// <param name="Word">The English word, a key of the texts.</param>
public sealed record CalmStateLook(string Icon, string Word)
{
    private static readonly Dictionary<CalmState, CalmStateLook> Looks = new()
    {
        [CalmState.Idle] = new("circle-dashed", Key("Unknown")),
        [CalmState.Fine] = new("circle-check", Key("Fine")),
        [CalmState.Busy] = new("refresh", Key("Busy")),
        [CalmState.Attention] = new("alert-triangle", Key("Attention")),
        [CalmState.Down] = new("circle-x", Key("Down")),
    };

    /// <summary>The look of a state.</summary>
    public static CalmStateLook Of(CalmState state) => Looks[state];
}
