using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Cameras;

/// <summary>
/// Steers a camera. 204 where the camera took the command; 409 where it is switched off or cannot be steered; 502 where it is away or refuses.
/// </summary>
[Route("api/cameras/{id:guid}/ptz")]
[Authorize(Policy = Policies.Operator)]
[ProducesResponseType(StatusCodes.Status409Conflict)]
[ProducesResponseType(StatusCodes.Status502BadGateway)]
public sealed class PtzApiController(PtzSteering steering) : ApiController
{
    /// <summary>
    /// Moves at a speed. After <c>timeoutMs</c> the server stops the camera on its own account, whatever became of who asked; a new motion replaces the
    /// running one and its time.
    /// </summary>
    [HttpPost("move")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Move(CameraId id, PtzMoveRequest request, CancellationToken ct) => Answer(await steering.MoveAsync(
        id, new PtzVector(request.Pan, request.Tilt, request.Zoom), TimeSpan.FromMilliseconds(request.TimeoutMs), Actor, ct));

    /// <summary>Stops every axis at once.</summary>
    [HttpPost("stop")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Stop(CameraId id, CancellationToken ct) => Answer(await steering.StopAsync(id, ct));

    /// <summary>Moves by so much of its range.</summary>
    [HttpPost("relative")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Relative(CameraId id, PtzVectorRequest request, CancellationToken ct) =>
        Answer(await steering.MoveByAsync(id, request.ToVector(), Actor, ct));

    /// <summary>Moves to a position.</summary>
    [HttpPost("absolute")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Absolute(CameraId id, PtzVectorRequest request, CancellationToken ct) =>
        Answer(await steering.MoveToAsync(id, request.ToVector(), Actor, ct));

    /// <summary>Moves to its home position.</summary>
    [HttpPost("home")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Home(CameraId id, CancellationToken ct) => Answer(await steering.GoHomeAsync(id, Actor, ct));

    /// <summary>The positions it remembers.</summary>
    [HttpGet("presets")]
    [ProducesResponseType<IReadOnlyList<PtzPresetModel>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Presets(CameraId id, CancellationToken ct) => Answer(await steering.PresetsAsync(id, ct));

    /// <summary>Remembers where it looks now, under a name.</summary>
    [HttpPost("presets")]
    [ProducesResponseType<PtzPresetModel>(StatusCodes.Status201Created)]
    public async Task<IActionResult> SavePreset(CameraId id, PtzPresetRequest request, CancellationToken ct) =>
        await steering.SavePresetAsync(id, request.Name, Actor, ct) is var outcome && outcome is PtzOutcome.Saved { Preset: var preset }
            ? Created($"/api/cameras/{id}/ptz/presets/{Uri.EscapeDataString(preset.Token)}", PtzPresetModel.From(preset))
            : Answer(outcome);

    /// <summary>Moves to a remembered position.</summary>
    [HttpPost("presets/{token}/goto")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> GoToPreset(CameraId id, string token, CancellationToken ct) =>
        Answer(await steering.GoToPresetAsync(id, Decoded(token), Actor, ct));

    /// <summary>Forgets a position.</summary>
    [HttpDelete("presets/{token}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> RemovePreset(CameraId id, string token, CancellationToken ct) =>
        Answer(await steering.RemovePresetAsync(id, Decoded(token), Actor, ct));

    // A slash inside a segment is the one character that routing leaves encoded.
    private static string Decoded(string token) => token.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private IActionResult Answer(PtzOutcome outcome) => outcome switch
    {
        PtzOutcome.Done => NoContent(),
        PtzOutcome.Presets presets => Ok(presets.All.Select(PtzPresetModel.From)),
        PtzOutcome.Refused refused => Invalid(refused.Errors),
        PtzOutcome.NotNow notNow => Conflict(notNow.Reason),
        PtzOutcome.NoSuchCamera => Missing(),
        _ => throw new UnreachableException(),
    };
}
