using Vics.Domain.Cameras;

namespace Vics.Domain.Live;

/// <summary>One of a camera's streams: what everybody who watches it shares.</summary>
/// <param name="Camera">Whose.</param>
/// <param name="Kind">Which of its two.</param>
public readonly record struct LiveStreamId(CameraId Camera, StreamKind Kind);
