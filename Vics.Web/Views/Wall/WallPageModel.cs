using Vics.Domain.Walls;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.Wall;

/// <summary>The page of the wall.</summary>
/// <param name="IsEmpty">There is no camera to show.</param>
/// <param name="MayKeep">May add cameras, and steer them.</param>
public sealed record WallPageModel(bool IsEmpty, bool MayKeep)
{
    /// <summary>The ways to divide the wall in the order of their keys, with what is written on their buttons.</summary>
    public static IReadOnlyList<(WallPattern Pattern, int Cells, string Label, string Word)> Patterns { get; } =
    [
        (WallPattern.One, 1, "1", Key("One picture")),
        (WallPattern.Four, 4, "4", Key("Four pictures")),
        (WallPattern.Nine, 9, "9", Key("Nine pictures")),
        (WallPattern.Sixteen, 16, "16", Key("Sixteen pictures")),
        (WallPattern.OneAndFive, 6, "1+5", Key("One large picture and five small ones")),
    ];

    /// <summary>Seconds a tour may stay on a page, as the page offers them.</summary>
    public static IReadOnlyList<int> TourSteps { get; } = [5, 10, 20, 30, 60];
}
