using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Cameras;

/// <summary>What a camera of the inventory offers, and its picture of now.</summary>
[Route("api/cameras/{id:guid}")]
[Authorize(Policy = Policies.Viewer)]
public sealed class CameraPicturesApiController(ICameraStore cameras, CameraStreams streams, CameraStills stills) : ApiController
{
    /// <summary>When the picture was taken: ISO 8601, UTC, with milliseconds, which <c>Last-Modified</c> has not.</summary>
    public const string TakenAtHeader = "X-Taken-At";

    /// <summary>The profiles it offers by ONVIF. 409 where it is switched off or is not asked by ONVIF; 502 where it is away or refuses.</summary>
    [HttpGet("profiles")]
    [ProducesResponseType<IReadOnlyList<CameraProfileModel>>(StatusCodes.Status200OK)]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status502BadGateway)]
    public async Task<ObjectResult> Profiles(CameraId id, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        if ((HindranceOf(camera) ?? NoOnvif(camera)) is { } reason)
            return Conflict(reason);
        return Ok((await streams.FactsAsync(camera, ct)).Profiles.Select(CameraProfileModel.From));
    }

    /// <summary>
    /// One JPEG of now. Without <c>width</c> it comes in the camera's own size: its own snapshot where it offers one, else taken from the stream. With
    /// <c>width</c> it is taken from the stream and scaled down to that; only where no stream can be had it is the camera's own snapshot, in its own
    /// size. A picture younger than a second is answered again. 409 where the camera is switched off; 502 where it is away or refuses.
    /// </summary>
    [HttpGet("capture")]
    [ProducesResponseType<FileContentResult>(StatusCodes.Status200OK, "image/jpeg")]
    [ProducesResponseType(StatusCodes.Status409Conflict)]
    [ProducesResponseType(StatusCodes.Status502BadGateway)]
    public async Task<IActionResult> Capture(CameraId id, [Range(16, 3840)] int? width, StreamKind stream, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        if (HindranceOf(camera) is { } reason)
            return Conflict(reason);
        var still = await stills.TakeAsync(camera, stream, width, ct);
        Response.Headers.CacheControl = "no-store";
        Response.Headers[TakenAtHeader] = still.TakenAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Response.Headers.LastModified = still.TakenAt.ToString("R", CultureInfo.InvariantCulture);
        return File(still.Jpeg, "image/jpeg");
    }

    private static OperatorText? HindranceOf(Camera camera) =>
        camera.Enabled ? null : OperatorText.Of($"The camera is switched off in the inventory. Switch it on first.");

    private static OperatorText? NoOnvif(Camera camera) => CameraStreams.HasProfiles(camera) ? null : OperatorText.Of($"Only a camera that is asked by ONVIF has profiles.");
}
