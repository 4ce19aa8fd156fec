using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Live;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Localization;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// Live video of a camera. However many watch, the camera has one viewer. What cannot be shown is answered within five seconds; what was shown goes on by
/// itself when the camera has been away.
/// </summary>
[Route("api/cameras/{id:guid}")]
[Authorize(Policy = Policies.Viewer)]
[ProducesResponseType(StatusCodes.Status409Conflict)]
[ProducesResponseType(StatusCodes.Status502BadGateway)]
public sealed class LiveApiController(ICameraStore cameras, LiveSources sources, LiveJoin join, LiveSocket sockets, IStringLocalizer<SharedText> text) : ApiController
{
    /// <summary>How the stream is doing.</summary>
    [HttpGet("live")]
    [ProducesResponseType<LiveStatusModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Status(CameraId id, StreamKind stream, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is null ? Missing() : Ok(LiveStatusModel.From(sources.StatusOf(id, stream), text.Say));

    /// <summary>Fragmented MP4 without end, H.264 and H.265 as the camera sends them.</summary>
    [HttpGet("live.mp4")]
    [ProducesResponseType<FileResult>(StatusCodes.Status200OK, "video/mp4")]
    public Task<IActionResult> Mp4(CameraId id, StreamKind stream, CancellationToken ct) => AnswerAsync(id, new LiveWish(stream, null), ct);

    /// <summary>One JPEG after the other, as <c>multipart/x-mixed-replace</c>. <c>fps</c> and <c>width</c> are rounded up to one of a few.</summary>
    [HttpGet("live.mjpeg")]
    [ProducesResponseType<FileResult>(StatusCodes.Status200OK, "multipart/x-mixed-replace")]
    public Task<IActionResult> Mjpeg(CameraId id, StreamKind stream, [Range(1, 60)] int? fps, [Range(16, 3840)] int? width, CancellationToken ct) =>
        AnswerAsync(id, new LiveWish(stream, PictureFormat.Near(width, fps)), ct);

    /// <summary>A WebSocket for a player that uses Media Source Extensions.</summary>
    [AcceptVerbs("GET", "CONNECT", Route = "live/mse")]
    [ApiExplorerSettings(IgnoreApi = true)]
    public Task<IActionResult> Mse(CameraId id, StreamKind stream, CancellationToken ct) => SocketAsync(id, new LiveWish(stream, null), ct);

    /// <summary>A WebSocket, one JPEG a binary frame.</summary>
    [AcceptVerbs("GET", "CONNECT", Route = "live/mjpeg")]
    [ApiExplorerSettings(IgnoreApi = true)]
    public Task<IActionResult> Pictures(CameraId id, StreamKind stream, [Range(1, 60)] int? fps, [Range(16, 3840)] int? width, CancellationToken ct) =>
        SocketAsync(id, new LiveWish(stream, PictureFormat.Near(width, fps)), ct);

    private async Task<IActionResult> AnswerAsync(CameraId id, LiveWish wish, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        if (!camera.Enabled)
            return SwitchedOff();
        var attendance = join.Join(camera, wish, ct);
        try
        {
            return new LiveAnswer(attendance, await join.BeginAsync(attendance.Viewer, camera, wish));
        }
        catch (OperationCanceledException)
        {
            attendance.Dispose();
            return new EmptyResult();
        }
        catch
        {
            attendance.Dispose();
            throw;
        }
    }

    private async Task<IActionResult> SocketAsync(CameraId id, LiveWish wish, CancellationToken ct)
    {
        if (!HttpContext.WebSockets.IsWebSocketRequest)
            return Problem(StatusCodes.Status400BadRequest, OperatorText.Of($"This address is for WebSockets."));
        if (!LiveSocket.IsFromOurPage(Request))
            return Problem(StatusCodes.Status403Forbidden, OperatorText.Of($"Pages of other sites may not watch cameras."));
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        if (!camera.Enabled)
            return SwitchedOff();
        await sockets.ServeAsync(HttpContext, camera, wish);
        return new EmptyResult();
    }

    private ObjectResult SwitchedOff() => Conflict(OperatorText.Of($"The camera is switched off in the inventory. Switch it on first."));
}
