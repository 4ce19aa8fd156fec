namespace Vics.Domain.Live;

/// <summary>How patient and how generous live video is.</summary>
public sealed record LiveSettings
{
    /// <summary>How long a source is kept after its last viewer.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a camera may take to say what its stream is.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the first key frame may take: some cameras send one a minute. That the camera is not silent meanwhile is watched by who reads it.</summary>
    public TimeSpan KeyFrameLimit { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A stream in which nothing came for so long is dead, whatever its connection says.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long who asks for a picture waits for the stream to begin, before hearing why it does not.</summary>
    public TimeSpan JoinLimit { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>A viewer that lags by more than this goes on at the newest key frame.</summary>
    public TimeSpan LagLimit { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Oldest fragment kept for who joins: cameras with "smart" codecs send a key frame once in a minute or two.</summary>
    public TimeSpan LongestGroup { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most that is kept of one stream, in bytes.</summary>
    public int MostBytes { get; init; } = 8 << 20;

    /// <summary>Programs that read or convert video, at once on this server.</summary>
    public int MaxProcesses { get; init; } = 64;

    /// <summary>Sound is passed on where the camera sends any.</summary>
    public bool Audio { get; init; } = true;

    /// <summary>The waits between attempts to reach a camera.</summary>
    public BackOffSettings BackOff { get; init; } = new();
}
