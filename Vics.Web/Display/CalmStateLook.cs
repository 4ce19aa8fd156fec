namespace Vics.Web.Display;

/// <summary>How a <see cref="CalmState"/> looks: its icon and word. Its colour stands in site.css, by <c>data-state</c>.</summary>
/// <param name="Icon">The icon's name in the sprite.</param>
/// <param name="Word">The English word, a key of the texts.</param>
public sealed record CalmStateLook(string Icon, string Word)
{
    private static readonly Dictionary<CalmState, CalmStateLook> Looks = new()
    {
        [CalmState.Idle] = new("circle-dashed", "Unknown"),
        [CalmState.Fine] = new("circle-check", "Fine"),
        [CalmState.Busy] = new("refresh", "Busy"),
        [CalmState.Attention] = new("alert-triangle", "Attention"),
        [CalmState.Down] = new("circle-x", "Down"),
    };

    /// <summary>The words of all states, for the check that each is translated.</summary>
    public static IEnumerable<string> Words => Looks.Values.Select(look => look.Word);

    /// <summary>The look of a state.</summary>
    public static CalmStateLook Of(CalmState state) => Looks[state];
}
