using Vics.Domain.Cameras;
using Vics.Web.Display;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.Cameras;

/// <summary>How a camera's state looks and which words stand for what is known of it; the words are keys of the texts.</summary>
public static class CameraLook
{
    /// <summary>A camera's state.</summary>
    public static (CalmState State, string Word) Of(CameraState state) => state switch
    {
        CameraState.Online => (CalmState.Fine, Key("Online")),
        CameraState.Offline => (CalmState.Down, Key("Offline")),
        CameraState.Disabled => (CalmState.Idle, Key("Switched off")),
        _ => (CalmState.Idle, Key("Not checked yet")),
    };

    /// <summary>How a camera's picture is had.</summary>
    public static string Of(CameraSource source) => source switch
    {
        CameraSource.Rtsp => Key("RTSP address"),
        CameraSource.Mjpeg => Key("MJPEG address"),
        CameraSource.Unit => Key("Camera of a unit"),
        CameraSource.Test => Key("Test pattern"),
        _ => Key("ONVIF"),
    };

    /// <summary>Where it is, short enough for a column: never with an account, and without the path of a stream.</summary>
    public static string Place(Camera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        var host = camera.Host.Contains(':', StringComparison.Ordinal) ? $"[{camera.Host}]" : camera.Host;
        return camera.Host.Length == 0 ? "" : $"{host}:{camera.Port}";
    }
}
