namespace Vics.Domain.Cameras;

/// <summary>News of a camera.</summary>
/// <param name="Camera">Which.</param>
public abstract record CameraNews(CameraId Camera)
{
    /// <summary>It was added, or edited.</summary>
    public sealed record Changed(CameraId Camera) : CameraNews(Camera);

    /// <summary>It was seen in another state than before.</summary>
    public sealed record Seen(CameraId Camera, CameraState State) : CameraNews(Camera);

    /// <summary>It is gone: its streams end.</summary>
    public sealed record Removed(CameraId Camera) : CameraNews(Camera);
}

/// <summary>Tells whoever listens what becomes of cameras.</summary>
public sealed class CameraFeed : Feed<CameraNews>
{
    /// <summary>Their unit was removed: those that only it knows are gone, the others are on their own.</summary>
    internal void PublishWithoutUnit(IEnumerable<Camera> cameras)
    {
        foreach (var camera in cameras)
            Publish(camera.Source is CameraSource.Unit ? new CameraNews.Removed(camera.Id) : new CameraNews.Changed(camera.Id));
    }
}
