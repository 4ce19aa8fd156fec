using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Accounts;

/// <summary>The accounts, for administrators.</summary>
[Authorize(Policy = Policies.Administrator)]
[Route("api/users")]
[Tags("Users")]
public sealed class UsersApiController(IAccountStore accounts, AccountAdministration administration) : ApiController
{
    [HttpGet]
    public async Task<PageModel<UserModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        var search = list.ToQuery().Search ?? "";
        var found = (await accounts.ListAsync(ct)).Where(account => account.UserName.Contains(search, StringComparison.OrdinalIgnoreCase));
        return PageModel.From([.. found], list, UserModel.From);
    }

    [HttpGet("{id:guid}")]
    [ProducesResponseType<UserModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Get(AccountId id, CancellationToken ct) =>
        await accounts.FindAsync(id, ct) is { } account ? Tagged(UserModel.From(account), UserModel.TagOf(account)) : Missing();

    [HttpPost]
    [ProducesResponseType<UserModel>(StatusCodes.Status201Created)]
    public async Task<IActionResult> Create(NewUserRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var errors = Missing(request);
        if (!RoleNames.TryParse(request.Role, out var role))
            errors.Add(WrongRole);
        if (errors.Count > 0)
            return Invalid(errors);

        return await administration.CreateAsync(request.UserName!.Trim(), new Secret(request.Password!), role, Actor, ct) switch
        {
            AccountChange.Done(var account) => CreatedTagged($"/api/users/{account.Id}", UserModel.From(account), UserModel.TagOf(account)),
            AccountChange.Refused(var refused) when await accounts.FindByNameAsync(request.UserName.Trim(), ct) is not null => Conflict(refused[0].Message),
            var other => Answer(other),
        };
    }

    [HttpPut("{id:guid}")]
    [HttpPatch("{id:guid}")]
    [ProducesResponseType<UserModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Update(AccountId id, UserRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await accounts.FindAsync(id, ct) is not { } account)
            return Missing();
        if (IsStale(UserModel.TagOf(account)))
            return Stale();
        if (request.UserName is { } name && name != account.UserName)
            return Invalid([new("userName", OperatorText.Of($"The name of an account cannot be changed."))]);

        var role = account.Role;
        if ((request.Role is not null || HttpMethods.IsPut(Request.Method)) && !RoleNames.TryParse(request.Role, out role))
            return Invalid([WrongRole]);

        var password = string.IsNullOrEmpty(request.Password) ? null : new Secret(request.Password);
        return Answer(await administration.ChangeAsync(id, role, password, Actor, ct));
    }

    [HttpPost("{id:guid}/unlock")]
    [ProducesResponseType<UserModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Unlock(AccountId id, CancellationToken ct) => Answer(await administration.UnlockAsync(id, Actor, ct));

    [HttpDelete("{id:guid}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<IActionResult> Delete(AccountId id, CancellationToken ct)
    {
        if (await accounts.FindAsync(id, ct) is not { } account)
            return Missing();
        if (IsStale(UserModel.TagOf(account)))
            return Stale();

        return await administration.DeleteAsync(id, Actor, ct) switch
        {
            AccountChange.Done => NoContent(),
            AccountChange.Refused(var errors) => Conflict(errors[0].Message),
            _ => Missing(),
        };
    }

    private static FieldError WrongRole => new("role", OperatorText.Of($"A role is viewer, operator or administrator."));

    private static List<FieldError> Missing(NewUserRequest request)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(request.UserName))
            errors.Add(new("userName", OperatorText.Of($"Enter a user name.")));
        if (string.IsNullOrEmpty(request.Password))
            errors.Add(new("password", OperatorText.Of($"Enter a password.")));
        return errors;
    }

    private ActionResult Answer(AccountChange change) => change switch
    {
        AccountChange.Done(var account) => Tagged(UserModel.From(account), UserModel.TagOf(account)),
        AccountChange.Refused(var errors) => Invalid(errors),
        _ => Missing(),
    };
}
