using Vics.Domain.Cameras;

namespace Vics.Domain.Live;

/// <summary>Takes stills from what is being watched anyway: the newest picture that has come, decoded from its key frame on.</summary>
public sealed class LiveStills(LiveSources sources, IPictureMaker pictures, TimeProvider clock) : ILiveStills
{
    /// <inheritdoc/>
    public async Task<StillPicture?> TryTakeAsync(CameraId camera, StreamKind kind, int? width, CancellationToken ct)
    {
        if (sources.LastGroup(camera, kind) is not { } shown)
            return null;
        var age = clock.GetElapsedTime(shown.Group[^1].ArrivedAt);
        var takenAt = clock.GetUtcNow() - age;
        var jpeg = await pictures.LastAsync(shown.Init, [.. shown.Group.Select(fragment => fragment.Bytes)], width, ct);
        return new StillPicture(jpeg, takenAt);
    }
}
