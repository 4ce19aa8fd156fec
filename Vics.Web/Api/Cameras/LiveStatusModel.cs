using Vics.Domain.Live;

namespace Vics.Web.Api.Cameras;

/// <summary>How a camera's live stream is doing.</summary>
/// <param name="Running">Its picture is there.</param>
/// <param name="State"><c>idle</c>, <c>starting</c>, <c>live</c> or <c>retrying</c>.</param>
/// <param name="Viewers">How many watch it.</param>
/// <param name="Codec">Of the picture, as RFC 6381 names it; null where nothing is shown.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="FrameRate">Pictures a second, over the last seconds.</param>
/// <param name="BitrateKbps">Kilobits a second, likewise.</param>
/// <param name="Audio">It carries sound.</param>
/// <param name="StartedAt">When it last began.</param>
/// <param name="Restarts">How often it was lost since the server started.</param>
/// <param name="Skipped">Fragments that slow viewers have missed since then.</param>
/// <param name="LastError">What went wrong last, in the asker's language.</param>
/// <param name="LastErrorCode">The same for programs.</param>
public sealed record LiveStatusModel(
    bool Running, LiveState State, int Viewers, string? Codec, int? Width, int? Height, double? FrameRate, int? BitrateKbps, bool Audio,
    DateTimeOffset? StartedAt, int Restarts, long Skipped, string? LastError, string? LastErrorCode)
{
    /// <summary>The API's shape of a status.</summary>
    public static LiveStatusModel From(LiveStatus status, Func<Domain.OperatorText, string> say)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(say);
        var live = status.State is LiveState.Live;
        return new LiveStatusModel(
            live, status.State, status.Viewers, status.Video?.Codec, Pixels(status.Video?.Width), Pixels(status.Video?.Height),
            live ? status.FrameRate : null, live ? status.BitrateKbps : null, status.Video?.HasAudio ?? false, status.StartedAt, status.Restarts, status.Skipped,
            status.LastFault is { } fault ? say(fault.Message) : null, status.LastFault?.CodeName);
    }

    private static int? Pixels(int? count) => count > 0 ? count : null;
}
