using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Walls;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Walls;

/// <summary>
/// Saved walls. Everyone saves walls of their own and sees those that are shared; a wall is changed by its owner, a shared one by administrators too.
/// </summary>
[Route("api/walls")]
[Authorize(Policy = Policies.Viewer)]
public sealed class WallsApiController(WallLayouts walls, IWallLayoutStore store) : ApiController
{
    private WallEditor Reader => new(User.AccountId() ?? default, User.May(Role.Administrator));

    /// <summary>One page of the walls that the asker sees, own ones first.</summary>
    [HttpGet]
    public async Task<PageModel<WallModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        var reader = Reader;
        var named = (await store.ListAsync(reader.Account, ct)).Where(wall => wall.Name.Contains(list.ToQuery().Search ?? "", StringComparison.OrdinalIgnoreCase));
        return PageModel.From(named.ToList(), list, wall => WallModel.From(wall, reader));
    }

    /// <summary>One wall.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<WallModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Get(WallLayoutId id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } wall ? Tagged(WallModel.From(wall, Reader), TagOf(wall)) : Missing();

    /// <summary>Saves a new wall of the asker's.</summary>
    [HttpPost]
    [ProducesResponseType<WallModel>(StatusCodes.Status201Created)]
    public async Task<ActionResult> Create(WallRequest request, CancellationToken ct)
    {
        var change = await walls.AddAsync(request.ToWall(), Reader.Account, Actor, ct);
        return change is WallChange.Done { Wall: var wall } ? CreatedTagged($"/api/walls/{wall.Id}", WallModel.From(wall, Reader), TagOf(wall)) : Answer(change);
    }

    /// <summary>Replaces a wall.</summary>
    [HttpPut("{id:guid}")]
    [ProducesResponseType<WallModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Replace(WallLayoutId id, WallRequest request, CancellationToken ct) =>
        await FindAsync(id, ct) is { } wall ? await SaveAsync(wall, request, ct) : Missing();

    /// <summary>Changes the fields that are sent (JSON merge patch, RFC 7396).</summary>
    [HttpPatch("{id:guid}")]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<WallModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Patch(WallLayoutId id, JsonElement patch, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } wall)
            return Missing();
        var (request, errors) = MergePatch.Apply(WallRequest.From(wall), patch);
        return request is null ? Invalid(errors) : await SaveAsync(wall, request, ct);
    }

    /// <summary>Removes a wall.</summary>
    [HttpDelete("{id:guid}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> Delete(WallLayoutId id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } wall)
            return Missing();
        if (IsStale(TagOf(wall)))
            return Stale();
        var change = await walls.DeleteAsync(id, Reader, Actor, ct);
        return change is WallChange.Done ? NoContent() : Answer(change);
    }

    private async Task<WallLayout?> FindAsync(WallLayoutId id, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } wall && wall.IsVisibleTo(Reader.Account) ? wall : null;

    private async Task<ActionResult> SaveAsync(WallLayout wall, WallRequest request, CancellationToken ct) =>
        IsStale(TagOf(wall)) ? Stale() : Answer(await walls.EditAsync(wall.Id, request.ToWall(), wall.Revision, Reader, Actor, ct));

    private ActionResult Answer(WallChange change) => change switch
    {
        WallChange.Done { Wall: var wall } => Tagged(WallModel.From(wall, Reader), TagOf(wall)),
        WallChange.Refused refused => Invalid(refused.Errors),
        WallChange.NameTaken taken => Conflict(OperatorText.Of($"You already have a wall called “{taken.Name}”.")),
        WallChange.NotYours => Problem(StatusCodes.Status403Forbidden, OperatorText.Of($"This wall is for its owner and administrators to change.")),
        WallChange.Stale => Stale(),
        WallChange.NoSuchWall => Missing(),
        _ => throw new UnreachableException(),
    };

    private static EntityTag TagOf(WallLayout wall) => EntityTag.Of(wall.Id, wall.Revision);
}
