namespace Vics.Domain.UpdateJobs;

/// <summary>How patient the update of a unit is.</summary>
public sealed record UpdateSettings
{
    /// <summary>How often the unit's record of the swap is read.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a unit that went silent in the middle is looked for, before a person is asked to look.</summary>
    public TimeSpan ReconnectLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long to wait before the second attempt to reach it again; doubled up to <see cref="LongestReconnectDelay"/>.</summary>
    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long tidying up after a failure may take.</summary>
    public TimeSpan TidyLimit { get; init; } = TimeSpan.FromSeconds(20);
}
