using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>A camera as its unit lists it.</summary>
public sealed record UnitCameraModel
{
    /// <summary>Its key on the unit.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How the unit gets its picture.</summary>
    public required UnitCameraType Type { get; init; }

    /// <summary>Its own address; empty where it has none.</summary>
    public required string Host { get; init; }

    /// <summary>Its own port.</summary>
    public required int? Port { get; init; }

    /// <summary>The unit has a picture of it.</summary>
    public required bool Online { get; init; }

    /// <summary>The unit records it.</summary>
    public required bool Recording { get; init; }

    /// <summary>It is switched off on the unit.</summary>
    public required bool Disabled { get; init; }

    /// <summary>Channel number.</summary>
    public required int Channel { get; init; }

    /// <summary>It can be steered.</summary>
    public required bool Ptz { get; init; }

    /// <summary>Its stream where it is an RTSP camera, without account; null otherwise.</summary>
    public required string? RtspUrl { get; init; }

    /// <summary>Path of its ONVIF service; null where it has none.</summary>
    public required string? OnvifPath { get; init; }

    /// <summary>The camera in <c>/api/cameras</c> that it was imported as; null where it was not.</summary>
    public required CameraId? CameraId { get; init; }

    /// <summary>A camera in the shape of the API.</summary>
    public static UnitCameraModel From(ListedCamera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        var listed = camera.Listed;
        return new()
        {
            Id = listed.Id,
            Name = listed.Name,
            Type = listed.Type,
            Host = listed.Host,
            Port = listed.Port,
            Online = listed.Online,
            Recording = listed.Recording,
            Disabled = listed.Disabled,
            Channel = listed.Channel,
            Ptz = listed.Ptz,
            RtspUrl = listed.StreamUrl.Length > 0 ? listed.StreamUrl : null,
            OnvifPath = listed.OnvifPath.Length > 0 ? listed.OnvifPath : null,
            CameraId = camera.Known?.Id,
        };
    }
}

/// <summary>Which of a unit's cameras to import.</summary>
/// <param name="CameraIds">Their keys on the unit; null or left out for all.</param>
public sealed record UnitCameraImportRequest(IReadOnlyList<string>? CameraIds);

/// <summary>What an import did.</summary>
/// <param name="Added">How many cameras were new.</param>
/// <param name="Updated">How many the unit said something new of.</param>
/// <param name="Unchanged">How many were as they are.</param>
/// <param name="Cameras">All of them, in the unit's order.</param>
public sealed record UnitCameraImportModel(int Added, int Updated, int Unchanged, IReadOnlyList<CameraId> Cameras);
