using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Users;

namespace Vics.Web.Controllers;

/// <summary>The accounts, for administrators.</summary>
[Authorize(Policy = Policies.Administrator)]
[Route("/settings/users")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UsersController(
    IAccountStore accounts, AccountAdministration administration, TimeProvider clock, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        return ModelState.IsValid ? View(UserListModel.From(await accounts.ListAsync(ct), list.ToQuery(), clock.GetUtcNow())) : BadRequest();
    }

    [HttpGet("new")]
    public IActionResult Create() => View(new NewUserForm());

    [HttpPost("new")]
    public async Task<IActionResult> Create(NewUserForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!RoleNames.TryParse(form.Role, out var role))
            ModelState.AddModelError(nameof(form.Role), text["Choose a role."]);
        if (!ModelState.IsValid)
            return View(form);

        var change = await administration.CreateAsync(form.UserName!.Trim(), new Secret(form.Password!), role, HttpContext.Actor(), ct);
        if (change is AccountChange.Refused(var errors))
        {
            ModelState.Add(errors, text);
            return View(form);
        }

        TempData.Flash(CalmState.Fine, text["The account {0} was made.", form.UserName.Trim()]);
        return RedirectToAction(nameof(Index));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Edit(AccountId id, CancellationToken ct) =>
        await accounts.FindAsync(id, ct) is { } account ? View(nameof(Edit), UserModel.From(account, clock.GetUtcNow())) : NotFound();

    [HttpPost("{id:guid}/role")]
    public async Task<IActionResult> ChangeRole(AccountId id, [FromForm] string? role, CancellationToken ct)
    {
        if (RoleNames.TryParse(role, out var chosen))
            return await AnswerAsync(id, await administration.ChangeRoleAsync(id, chosen, HttpContext.Actor(), ct), text["The role was changed."], ct);

        ModelState.AddModelError(nameof(role), text["Choose a role."]);
        return await Edit(id, ct);
    }

    [HttpPost("{id:guid}/password")]
    public async Task<IActionResult> ResetPassword(AccountId id, ResetPasswordForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!ModelState.IsValid)
            return await Edit(id, ct);

        var change = await administration.ResetPasswordAsync(id, new Secret(form.Password!), HttpContext.Actor(), ct);
        return await AnswerAsync(id, change, text["The password was set. The account was signed out everywhere."], ct);
    }

    [HttpPost("{id:guid}/unlock")]
    public async Task<IActionResult> Unlock(AccountId id, CancellationToken ct) =>
        await AnswerAsync(id, await administration.UnlockAsync(id, HttpContext.Actor(), ct), text["The account may sign in again."], ct);

    [HttpPost("{id:guid}/delete")]
    public async Task<IActionResult> Delete(AccountId id, [FromForm] string? confirmName, CancellationToken ct)
    {
        if (await accounts.FindAsync(id, ct) is not { } account)
            return NotFound();
        if (confirmName?.Trim() != account.UserName)
        {
            ModelState.AddModelError(nameof(confirmName), text["Type the name of the account to delete it."]);
            return await Edit(id, ct);
        }

        var change = await administration.DeleteAsync(id, HttpContext.Actor(), ct);
        return await AnswerAsync(id, change, text["The account {0} was deleted.", account.UserName], ct, gone: true);
    }

    private async Task<IActionResult> AnswerAsync(AccountId id, AccountChange change, string done, CancellationToken ct, bool gone = false)
    {
        switch (change)
        {
            case AccountChange.Done:
                TempData.Flash(CalmState.Fine, done);
                return gone ? RedirectToAction(nameof(Index)) : RedirectToAction(nameof(Edit), new { id });
            case AccountChange.Refused(var errors):
                ModelState.Add(errors, text);
                return await Edit(id, ct);
            default:
                return NotFound();
        }
    }
}
