namespace Vics.Domain.Cameras;

/// <summary>How gently cameras are looked after.</summary>
public sealed record CameraMonitorSettings
{
    /// <summary>Each camera is asked once in so long.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A camera that stays away is asked more and more seldom, at least once in so long (or in <see cref="Interval"/>, where that is longer).</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>At the start every camera is asked within so long.</summary>
    public TimeSpan FirstRound { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Cameras and units asked at once.</summary>
    public int MaxAtOnce { get; init; } = 16;

    /// <summary>A look that takes longer found nobody.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old "last seen" of a camera that stays online may become in the inventory: every look would be a write.</summary>
    public TimeSpan SeenAccuracy { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>The inventory is read again once in so long: news may have been missed, and another server may have changed it.</summary>
    public TimeSpan Resync { get; init; } = TimeSpan.FromMinutes(1);
}
