using Vics.Domain.Network;

namespace Vics.Domain.Live;

/// <summary>What a source is doing.</summary>
public enum LiveState
{
    /// <summary>Nobody watches, and the camera is left alone.</summary>
    Idle,

    /// <summary>The camera is being asked.</summary>
    Starting,

    /// <summary>The picture is there.</summary>
    Live,

    /// <summary>The camera is away or refuses; it is asked again after a while.</summary>
    Retrying,
}

/// <summary>A source at one moment.</summary>
public sealed record LiveStatus
{
    /// <summary>What it is doing.</summary>
    public LiveState State { get; init; }

    /// <summary>How many watch it.</summary>
    public int Viewers { get; init; }

    /// <summary>What is shown, since it last began; null where nothing is.</summary>
    public VideoInit? Video { get; init; }

    /// <summary>Pictures a second; 0 where nothing flows.</summary>
    public double FrameRate { get; init; }

    /// <summary>Kilobits a second.</summary>
    public int BitrateKbps { get; init; }

    /// <summary>When it last began to show something; null where it does not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How often it was lost and asked for again, since this server started.</summary>
    public int Restarts { get; init; }

    /// <summary>Fragments that slow viewers have missed, since this server started.</summary>
    public long Skipped { get; init; }

    /// <summary>What went wrong last, whether or not it is over.</summary>
    public DeviceFault? LastFault { get; init; }
}
