using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Profiles = Vics.Domain.Units.UpdateProfiles;

namespace Vics.Web.Api.UpdateProfiles;

/// <summary>How units of one kind are updated. Everyone reads, administrators write.</summary>
[Route("api/update-profiles")]
[Authorize(Policy = Policies.Viewer)]
public sealed class UpdateProfilesApiController(Profiles profiles, IUpdateProfileStore store) : ApiController
{
    /// <summary>One page of profiles, the default first.</summary>
    [HttpGet]
    public async Task<PageModel<UpdateProfileModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        var named = (await store.ListAsync(ct)).Where(profile => profile.Name.Contains(list.ToQuery().Search ?? "", StringComparison.OrdinalIgnoreCase));
        return PageModel.From(named.ToList(), list, UpdateProfileModel.From);
    }

    /// <summary>One profile.</summary>
    [HttpGet("{id:guid}")]
    [ProducesResponseType<UpdateProfileModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Get(UpdateProfileId id, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } profile ? Tagged(UpdateProfileModel.From(profile), TagOf(profile)) : Missing();

    /// <summary>Adds a profile.</summary>
    [HttpPost]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType<UpdateProfileModel>(StatusCodes.Status201Created)]
    public async Task<ActionResult> Create(UpdateProfileRequest request, CancellationToken ct)
    {
        var change = await profiles.AddAsync(request.ToProfile(), Actor, ct);
        return change is ProfileChange.Done { Profile: var profile }
            ? CreatedTagged($"/api/update-profiles/{profile.Id}", UpdateProfileModel.From(profile), TagOf(profile))
            : Answer(change);
    }

    /// <summary>Replaces a profile.</summary>
    [HttpPut("{id:guid}")]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType<UpdateProfileModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Replace(UpdateProfileId id, UpdateProfileRequest request, CancellationToken ct) =>
        await store.FindAsync(id, ct) is { } profile ? await SaveAsync(profile, request, ct) : Missing();

    /// <summary>Changes the fields that are sent (JSON merge patch, RFC 7396). A <c>probePath</c> of null turns the probe off.</summary>
    [HttpPatch("{id:guid}")]
    [Authorize(Policy = Policies.Administrator)]
    [Consumes("application/merge-patch+json", "application/json")]
    [ProducesResponseType<UpdateProfileModel>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Patch(UpdateProfileId id, JsonElement patch, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } profile)
            return Missing();
        var (request, errors) = MergePatch.Apply(UpdateProfileRequest.From(profile), patch, "probePath");
        return request is null ? Invalid(errors) : await SaveAsync(profile, request, ct);
    }

    /// <summary>Removes a profile; its units fall back to the default, which itself stays (409).</summary>
    [HttpDelete("{id:guid}")]
    [Authorize(Policy = Policies.Administrator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> Delete(UpdateProfileId id, CancellationToken ct)
    {
        if (await store.FindAsync(id, ct) is not { } current)
            return Missing();
        if (IsStale(TagOf(current)))
            return Stale();
        return await profiles.DeleteAsync(id, Actor, ct) switch
        {
            ProfileChange.Done => NoContent(),
            ProfileChange.Refused refused => Conflict(refused.Errors[0].Message),
            var change => Answer(change),
        };
    }

    private async Task<ActionResult> SaveAsync(UpdateProfile profile, UpdateProfileRequest request, CancellationToken ct) =>
        IsStale(TagOf(profile)) ? Stale() : Answer(await profiles.EditAsync(profile.Id, request.ToProfile(), profile.Revision, Actor, ct));

    private ActionResult Answer(ProfileChange change) => change switch
    {
        ProfileChange.Done { Profile: var profile } => Tagged(UpdateProfileModel.From(profile), TagOf(profile)),
        ProfileChange.Refused refused => Invalid(refused.Errors),
        ProfileChange.NameTaken taken => Conflict(OperatorText.Of($"Another update profile is already called “{taken.Name}”.")),
        ProfileChange.Stale => Stale(),
        ProfileChange.NoSuchProfile => Missing(),
        _ => throw new UnreachableException(),
    };

    private static EntityTag TagOf(UpdateProfile profile) => EntityTag.Of(profile.Id, profile.Revision);
}
