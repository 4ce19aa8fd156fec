namespace Vics.Domain.Units;

/// <summary>Everything needed to speak to a unit's HTTP API. The password is in the clear: make it late, drop it soon.</summary>
public sealed record UnitApiAccess
{
    /// <summary>IP address or host name of the unit.</summary>
    public required string Host { get; init; }

    /// <summary>Port of its HTTP API.</summary>
    public required int Port { get; init; }

    /// <summary>Account; none where null.</summary>
    public string? UserName { get; init; }

    /// <summary>Its password.</summary>
    public Secret? Password { get; init; }

    /// <summary>Opens the unit's API password.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be opened with this installation's keys.</exception>
    public static UnitApiAccess To(Unit unit, ISecretSeal seal) => new()
    {
        Host = unit.Host,
        Port = unit.ApiPort,
        UserName = unit.ApiUserName,
        Password = unit.ApiPassword is null ? null : seal.Open(unit.ApiPassword),
    };
}

/// <summary>Asks a unit what it records.</summary>
public interface IUnitApi
{
    /// <summary>The unit's own list (<c>GetCamList</c>).</summary>
    /// <exception cref="Network.DeviceException">It is away, refuses the account, or answers what is no list.</exception>
    Task<IReadOnlyList<UnitCamera>> CamerasAsync(UnitApiAccess unit, CancellationToken ct);

    /// <summary>The last key frame of one of its cameras as a JPEG (<c>GetImage</c>).</summary>
    /// <exception cref="Network.DeviceException">As above, or it has no picture of that camera.</exception>
    Task<byte[]> ImageAsync(UnitApiAccess unit, string cameraId, int? width, int? height, CancellationToken ct);

    /// <summary>Where its relay offers a camera (<c>GetStreamUrl</c>), one address per protocol and network interface of the unit, without accounts.</summary>
    /// <exception cref="Network.DeviceException">As above, or it relays no such camera.</exception>
    Task<IReadOnlyList<UnitStream>> StreamsAsync(UnitApiAccess unit, string cameraId, CancellationToken ct);
}

/// <summary>How a unit gets a camera's picture.</summary>
public enum UnitCameraType
{
    /// <summary>Something newer than this program.</summary>
    Unknown = 0,

    /// <summary>A camera plugged into it.</summary>
    Usb = 1,

    /// <summary>A file.</summary>
    File = 2,

    /// <summary>By RTSP.</summary>
    Rtsp = 3,

    /// <summary>By ONVIF.</summary>
    Onvif = 4,

    /// <summary>By GB/T 28181.</summary>
    Gb28181 = 5,

    /// <summary>By HTTP, one JPEG after the other.</summary>
    Mjpeg = 6,
}

/// <summary>A camera as a unit lists it. What it leaves out is empty or false.</summary>
public sealed record UnitCamera
{
    /// <summary>Its key on the unit.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>How the unit gets its picture.</summary>
    public UnitCameraType Type { get; init; }

    /// <summary>Its own address.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its own port, as far as that is a number.</summary>
    public int? Port { get; init; }

    /// <summary>The account the unit uses on it; the password is never told.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Path of its ONVIF service.</summary>
    public string OnvifPath { get; init; } = "";

    /// <summary>ONVIF profile of its main stream.</summary>
    public string ProfileToken { get; init; } = "";

    /// <summary>ONVIF profile of its sub stream.</summary>
    public string SubProfileToken { get; init; } = "";

    /// <summary>Its stream where it is an RTSP or MJPEG camera, without account.</summary>
    public string StreamUrl { get; init; } = "";

    /// <summary>The unit asks for datagrams.</summary>
    public bool UsesUdp { get; init; }

    /// <summary>The unit has a picture of it.</summary>
    public bool Online { get; init; }

    /// <summary>The unit records it.</summary>
    public bool Recording { get; init; }

    /// <summary>It is switched off on the unit.</summary>
    public bool Disabled { get; init; }

    /// <summary>Channel number.</summary>
    public int Channel { get; init; }

    /// <summary>It can be steered.</summary>
    public bool Ptz { get; init; }
}

/// <summary>One address of a unit's relay.</summary>
/// <param name="Protocol"><c>RTSP</c>, <c>RTMP</c> or <c>HLS</c>, in capitals.</param>
/// <param name="Url">Without account.</param>
public sealed record UnitStream(string Protocol, string Url);
