using System.Security.Claims;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Network;
using Vics.Domain.Units;
using Vics.Web.Api.Cameras;

namespace Vics.Web.Views.Cameras;

/// <summary>One camera: what is known of it and what may be done with it.</summary>
public sealed record CameraDetailsModel
{
    /// <summary>The camera.</summary>
    public required Camera Camera { get; init; }

    /// <summary>The unit that records it, or null.</summary>
    public Unit? Unit { get; init; }

    /// <summary>What the camera says of itself, where the page waits for that: without a script.</summary>
    public CameraFactsModel? Facts { get; init; }

    /// <summary>Edit, switch and remove.</summary>
    public required bool MayKeep { get; init; }

    /// <summary>Shows the controls of PTZ.</summary>
    public required bool ShowsPtz { get; init; }

    /// <summary>Why it cannot be steered now; null where it can.</summary>
    public OperatorText? PtzHindrance => PtzSteering.HindranceOf(Camera);

    /// <summary>It has a smaller picture too.</summary>
    public bool HasSubStream => CameraStreams.HasSubStream(Camera);

    /// <summary>It can be asked what it offers.</summary>
    public bool HasProfiles => Camera.Enabled && CameraStreams.HasProfiles(Camera);

    /// <summary>What the page shows to a reader.</summary>
    public static CameraDetailsModel From(Camera camera, Unit? unit, ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(camera);
        return new()
        {
            Camera = camera,
            Unit = unit,
            MayKeep = user.MayKeepCameras(),
            ShowsPtz = camera.Ptz && user.MayKeepCameras(),
        };
    }
}

/// <summary>What a camera says of itself, or why it does not.</summary>
public sealed record CameraFactsModel(Camera Camera, CameraFacts? Facts, DeviceFault? Fault, string? MainToken, string? SubToken);
