using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Account;

namespace Vics.Web.Controllers;

/// <summary>One's own account: password, sessions, API tokens.</summary>
[Route("/account")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class AccountController(
    IAccountStore accounts, AccountAdministration administration, SignIn signIn, ApiTokenIssue tokens, IStringLocalizer<SharedText> text) : Controller
{
    private AccountId Me => User.AccountId()!.Value;

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) =>
        await accounts.FindAsync(Me, ct) is { } account ? View(AccountModel.From(account)) : NotFound();

    [HttpPost("password")]
    public async Task<IActionResult> Password(PasswordForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await accounts.FindAsync(Me, ct) is not { } account)
            return NotFound();
        if (!ModelState.IsValid)
            return View(nameof(Index), AccountModel.From(account));

        var change = await administration.ChangeOwnPasswordAsync(
            account, new Secret(form.CurrentPassword!), new Secret(form.NewPassword!), HttpContext.Actor(), ct);
        if (change is AccountChange.Refused(var errors))
        {
            ModelState.Add(errors, text);
            return View(nameof(Index), AccountModel.From(account));
        }

        // The change ended every session; the person who made it goes on in a new one.
        await HttpContext.StartSessionAsync(account);
        TempData.Flash(CalmState.Fine, text["Your password was changed. Other browsers were signed out."]);
        return RedirectToAction(nameof(Index));
    }

    [HttpPost("sign-out-everywhere")]
    public async Task<IActionResult> SignOutEverywhere(CancellationToken ct)
    {
        await signIn.SignOutEverywhereAsync(Me, HttpContext.Actor(), ct);
        await HttpContext.EndSessionAsync();
        return RedirectToRoute("SignIn");
    }

    [HttpGet("tokens")]
    public async Task<IActionResult> Tokens(CancellationToken ct) => View(new TokensModel(await tokens.ListAsync(Me, ct), new()));

    /// <summary>The answer itself shows the new token: a redirect would have to keep it somewhere.</summary>
    [HttpPost("tokens")]
    [ResponseCache(NoStore = true)]
    public async Task<IActionResult> Tokens(TokenForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        string? made = null;
        if (ModelState.IsValid)
        {
            switch (await tokens.CreateAsync(Me, form.Name, tokens.ExpiryAfter(form.Days), HttpContext.Actor(), ct))
            {
                case TokenIssued.Done(_, var secret):
                    made = secret.Reveal();
                    ModelState.Clear();
                    form = new();
                    break;
                case TokenIssued.Refused(var errors):
                    ModelState.Add(errors, text);
                    break;
            }
        }

        return View(new TokensModel(await tokens.ListAsync(Me, ct), form, made));
    }

    [HttpPost("tokens/{id:guid}/delete")]
    public async Task<IActionResult> DeleteToken(ApiTokenId id, CancellationToken ct)
    {
        if (!await tokens.DeleteAsync(id, Me, HttpContext.Actor(), ct))
            return NotFound();
        TempData.Flash(CalmState.Fine, text["The token was deleted. It opens nothing any more."]);
        return RedirectToAction(nameof(Tokens));
    }
}
