namespace Vics.Domain.Cameras;

/// <summary>A still picture of a camera.</summary>
/// <param name="Jpeg">The picture.</param>
/// <param name="TakenAt">When it was taken, as far as this server can tell: when the camera or its unit handed it over.</param>
public sealed record StillPicture(byte[] Jpeg, DateTimeOffset TakenAt);

/// <summary>Takes stills from streams that are being watched anyway, so that the camera is not asked once more.</summary>
public interface ILiveStills
{
    /// <summary>One JPEG of now, or null where nobody watches that stream, or it has shown no picture yet.</summary>
    Task<StillPicture?> TryTakeAsync(CameraId camera, StreamKind kind, int? width, CancellationToken ct);
}
