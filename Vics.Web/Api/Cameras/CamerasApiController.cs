using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Localization;

namespace Vics.Web.Api.Cameras;

/// <summary>The inventory of cameras. Files of cameras are in <see cref="CameraFilesApiController"/>.</summary>
[Route("api/cameras")]
[Authorize(Policy = Policies.Viewer)]
public sealed class CamerasApiController(CameraInventory inventory, ICameraStore cameras, IStringLocalizer<SharedText> text) : ApiController
{
    /// <summary>One page of cameras. <c>sort</c> takes <c>name</c>, <c>host</c>, <c>state</c>, <c>source</c>, <c>lastSeenAt</c>, with a leading <c>-</c> for descending.</summary>
    [HttpGet]
    public async Task<PageModel<CameraModel>> List(
        [FromQuery] ListRequest list, CameraState? state, CameraSource? source, UnitId? unitId, CancellationToken ct) =>
        PageModel.From(await cameras.ListAsync(list.ToQuery(), new CameraFilter(state, source, unitId), ct), Model);

    /// <summary>One camera.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<CameraModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Get(CameraId id, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is { } camera ? Answer(camera) : Missing();

    /// <summary>Adds a camera.</summary>
    [HttpPost]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<CameraModel>(StatusCodes.Status201Created)]
    public async Task<ObjectResult> Create(CameraRequest request, CancellationToken ct)
    {
        if (!User.MaySave(request.ToEntry(), null))
            return Problem(StatusCodes.Status403Forbidden, CameraRights.Refusal);
        var change = await inventory.AddAsync(request.ToEntry(), Actor, ct);
        return change is CameraChange.Done { Camera: var camera }
            ? CreatedTagged($"/api/cameras/{camera.Id}", Model(camera), TagOf(camera))
            : Answer(change);
    }

    /// <summary>Replaces what a person can change of a camera; a password that is left out stays.</summary>
    [HttpPut("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<CameraModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Replace(CameraId id, CameraRequest request, CancellationToken ct) =>
        await cameras.FindAsync(id, ct) is { } camera ? await SaveAsync(camera, request, ct) : Missing();

    /// <summary>Changes the fields that are sent (JSON merge patch, RFC 7396).</summary>
    [HttpPatch("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<CameraModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Patch(CameraId id, JsonElement patch, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        var (request, errors) = MergePatch.Apply(CameraRequest.From(camera), patch, CameraRequest.Secrets);
        return request is null ? Invalid(errors) : await SaveAsync(camera, request, ct);
    }

    /// <summary>Switches a camera on: it is watched again.</summary>
    [HttpPost("{id:guid}/enable")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<CameraModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Enable(CameraId id, CancellationToken ct) => Answer(await inventory.EnableAsync(id, enabled: true, Actor, ct));

    /// <summary>Switches a camera off: it stays in the inventory and is left alone.</summary>
    [HttpPost("{id:guid}/disable")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<CameraModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Disable(CameraId id, CancellationToken ct) => Answer(await inventory.EnableAsync(id, enabled: false, Actor, ct));

    /// <summary>Removes a camera; its streams end.</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Delete(CameraId id, CancellationToken ct)
    {
        if (await cameras.FindAsync(id, ct) is not { } camera)
            return Missing();
        if (IsStale(TagOf(camera)))
            return Stale();
        return await inventory.DeleteAsync(id, Actor, ct) ? NoContent() : Missing();
    }

    /// <summary>Empties the inventory of cameras. Only with <c>?confirm=all</c>.</summary>
    [HttpDelete]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> DeleteAll(string? confirm, CancellationToken ct)
    {
        if (confirm != "all")
            return Invalid([new("confirm", OperatorText.Of($"This removes every camera. Send {"confirm=all"} if that is meant."))]);
        await inventory.DeleteAllAsync(Actor, ct);
        return NoContent();
    }

    private async Task<ObjectResult> SaveAsync(Camera camera, CameraRequest request, CancellationToken ct)
    {
        if (IsStale(TagOf(camera)))
            return Stale();
        return User.MaySave(request.ToEntry(), camera)
            ? Answer(await inventory.EditAsync(camera.Id, request.ToEntry(), camera.Revision, Actor, ct))
            : Problem(StatusCodes.Status403Forbidden, CameraRights.Refusal);
    }

    private ObjectResult Answer(CameraChange change) => change switch
    {
        CameraChange.Done done => Answer(done.Camera),
        CameraChange.Refused refused => Invalid(refused.Errors),
        CameraChange.Taken => Conflict(OperatorText.Of($"That camera of the unit is already in the inventory.")),
        CameraChange.Stale => Stale(),
        CameraChange.NoSuchCamera => Missing(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Never 304: the tag stands for what people change, and a browser would go on showing an old state for it.
    private OkObjectResult Answer(Camera camera)
    {
        Response.Headers.ETag = TagOf(camera).ToString();
        return Ok(Model(camera));
    }

    private CameraModel Model(Camera camera) => CameraModel.From(camera, text.Say);

    private static EntityTag TagOf(Camera camera) => EntityTag.Of(camera.Id, camera.Revision);
}
