namespace Vics.Domain.Cameras;

/// <summary>How a camera's picture is had.</summary>
public enum CameraSource
{
    /// <summary>The camera is asked by ONVIF where its streams are, and steered by it.</summary>
    Onvif,

    /// <summary>An RTSP address that was typed.</summary>
    Rtsp,

    /// <summary>An HTTP address that delivers one JPEG after the other.</summary>
    Mjpeg,

    /// <summary>A camera that a VICS unit records; watched straight where its password is known, through the unit's relay otherwise.</summary>
    Unit,

    /// <summary>A test pattern, made by the server itself: for the demo and for tests.</summary>
    Test,
}

/// <summary>How RTP comes over an RTSP connection (RFC 2326 §12.39).</summary>
public enum StreamTransport
{
    /// <summary>Interleaved with RTSP: gets through everywhere.</summary>
    Tcp,

    /// <summary>In datagrams of its own.</summary>
    Udp,
}

/// <summary>A camera as last seen.</summary>
public enum CameraState
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Online,

    /// <summary>It does not answer, or would not let us in.</summary>
    Offline,

    /// <summary>Switched off in the inventory: it is left alone.</summary>
    Disabled,
}

/// <summary>Which of a camera's two streams.</summary>
public enum StreamKind
{
    /// <summary>The full picture.</summary>
    Main,

    /// <summary>A smaller one, for walls; the main stream where a camera has no other.</summary>
    Sub,
}
