namespace Vics.Web.Display;

/// <summary>How a <see cref="CalmState"/> looks: the one place for its colour, icon and word.</summary>
/// <param name="Colour">The Tabler colour name.</param>
/// <param name="Icon">The icon's name in the sprite.</param>
/// <param name="Word">The English word, a key of the texts.</param>
public sealed record CalmStateLook(string Colour, string Icon, string Word)
{
    private static readonly Dictionary<CalmState, CalmStateLook> Looks = new()
    {
        [CalmState.Idle] = new("secondary", "circle-dashed", "Unknown"),
        [CalmState.Fine] = new("green", "circle-check", "Fine"),
        [CalmState.Busy] = new("blue", "refresh", "Busy"),
        [CalmState.Attention] = new("orange", "alert-triangle", "Attention"),
        [CalmState.Down] = new("red", "circle-x", "Down"),
    };

    /// <summary>The words of all states, for the check that each is translated.</summary>
    public static IEnumerable<string> Words => Looks.Values.Select(look => look.Word);

    /// <summary>The look of a state.</summary>
    public static CalmStateLook Of(CalmState state) => Looks[state];
}
