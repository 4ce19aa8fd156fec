using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Localization;

namespace Vics.Web.Api.Units;

/// <summary>The inventory of units. Files of units are in <see cref="UnitFilesApiController"/>.</summary>
[Route("api/units")]
[Authorize(Policy = Policies.Viewer)]
public sealed class UnitsApiController(UnitInventory inventory, IUnitStore units, IStringLocalizer<SharedText> text) : ApiController
{
    /// <summary>One page of units. <c>sort</c> takes <c>name</c>, <c>host</c>, <c>state</c>, <c>version</c>, <c>lastSeenAt</c>, with a leading <c>-</c> for descending.</summary>
    [HttpGet]
    public async Task<PageModel<UnitModel>> List([FromQuery] ListRequest list, UnitState? state, CancellationToken ct) =>
        PageModel.From(await units.ListAsync(list.ToQuery(), state, ct), UnitModel.From);

    /// <summary>One unit.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<UnitModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Get(UnitId id, CancellationToken ct) =>
        await units.FindAsync(id, ct) is { } unit ? Answer(unit) : Missing();

    /// <summary>Adds a unit.</summary>
    [HttpPost]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<UnitModel>(StatusCodes.Status201Created)]
    public async Task<ObjectResult> Create(UnitRequest request, CancellationToken ct)
    {
        if (Refusal(request, null) is { } refusal)
            return refusal;
        var change = await inventory.AddAsync(request.ToEntry(), Actor, ct);
        return change is InventoryChange.Done { Unit: var unit }
            ? CreatedTagged($"/api/units/{unit.Id}", UnitModel.From(unit), TagOf(unit))
            : Answer(change);
    }

    /// <summary>Replaces what a person can change of a unit; secrets that are left out stay.</summary>
    [HttpPut("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<UnitModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Replace(UnitId id, UnitRequest request, CancellationToken ct) =>
        await units.FindAsync(id, ct) is { } unit ? await SaveAsync(unit, request, ct) : Missing();

    /// <summary>Changes the fields that are sent (JSON merge patch, RFC 7396).</summary>
    [HttpPatch("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<UnitModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Patch(UnitId id, JsonElement patch, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return Missing();
        var (request, errors) = MergePatch.Apply(UnitRequest.From(unit), patch, UnitRequest.Secrets);
        return request is null ? Invalid(errors) : await SaveAsync(unit, request, ct);
    }

    /// <summary>Removes a unit.</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Delete(UnitId id, CancellationToken ct)
    {
        if (await units.FindAsync(id, ct) is not { } unit)
            return Missing();
        if (IsStale(TagOf(unit)))
            return Stale();
        return await inventory.DeleteAsync(id, Actor, ct) ? NoContent() : Missing();
    }

    /// <summary>Empties the inventory. Only with <c>?confirm=all</c>.</summary>
    [HttpDelete]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> DeleteAll(string? confirm, CancellationToken ct)
    {
        if (confirm != "all")
            return Invalid([new("confirm", OperatorText.Of($"This removes every unit. Send {"confirm=all"} if that is meant."))]);
        await inventory.DeleteAllAsync(Actor, ct);
        return NoContent();
    }

    /// <summary>Connects to a unit now and looks whether an update would go through. 200 whatever comes out: <c>ok</c> and <c>code</c> tell.</summary>
    [HttpPost("{id:guid}/test")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<ConnectionTestModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Test(UnitId id, [FromServices] ConnectionTest test, CancellationToken ct) =>
        await test.RunAsync(id, Actor, ct) is { } result ? Ok(ConnectionTestModel.From(result, text.Say)) : Missing();

    /// <summary>Trusts a host key from now on, after a person compared it.</summary>
    [HttpPost("{id:guid}/host-key")]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType<UnitModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> PinHostKey(UnitId id, HostKeyRequest request, CancellationToken ct) =>
        Answer(await inventory.PinHostKeyAsync(id, request.Sha256, request.Algorithm, Actor, ct));

    private async Task<ObjectResult> SaveAsync(Unit unit, UnitRequest request, CancellationToken ct)
    {
        if (IsStale(TagOf(unit)))
            return Stale();
        return Refusal(request, unit) ?? Answer(await inventory.EditAsync(unit.Id, request.ToEntry(), unit.Revision, Actor, ct));
    }

    private ObjectResult? Refusal(UnitRequest request, Unit? unit)
    {
        if (request.UnsupportedFields() is { Count: > 0 } unsupported)
            return Invalid(unsupported);
        return User.MaySave(request.ToEntry(), unit) ? null : Problem(StatusCodes.Status403Forbidden, InventoryRights.Refusal);
    }

    private ObjectResult Answer(InventoryChange change) => change switch
    {
        InventoryChange.Done done => Answer(done.Unit),
        InventoryChange.Refused refused => Invalid(refused.Errors),
        InventoryChange.AddressTaken taken => Conflict(OperatorText.Of($"Another unit already has the address {taken.Host} and port {taken.Port}.")),
        InventoryChange.Stale => Stale(),
        InventoryChange.NoSuchUnit => Missing(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Never 304: the tag stands for what people change, and a browser would go on showing an old state for it.
    private OkObjectResult Answer(Unit unit)
    {
        Response.Headers.ETag = TagOf(unit).ToString();
        return Ok(UnitModel.From(unit));
    }

    private static EntityTag TagOf(Unit unit) => EntityTag.Of(unit.Id, unit.Revision);
}
