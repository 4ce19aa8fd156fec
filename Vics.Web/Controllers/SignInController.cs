using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Localization;
using Vics.Web.Views.SignIn;

namespace Vics.Web.Controllers;

/// <summary>Signing in and out.</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SignInController(
    SignIn signIn, FirstRun firstRun, SignInThrottle throttle, TimeProvider clock, IStringLocalizer<SharedText> text) : Controller
{
    [AllowAnonymous]
    [HttpGet("/sign-in", Name = "SignIn")]
    [ResponseCache(NoStore = true)]
    public async Task<IActionResult> Index(string? returnUrl, CancellationToken ct)
    {
        if (User.Identity?.IsAuthenticated == true)
            return LocalRedirect(Local(returnUrl));
        return await firstRun.IsOpenAsync(ct) ? RedirectToRoute("Setup") : View(new SignInForm { ReturnUrl = returnUrl });
    }

    [AllowAnonymous]
    [HttpPost("/sign-in")]
    public async Task<IActionResult> Index(SignInForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!ModelState.IsValid)
            return View(form);
        if (throttle.IsTooMuchFor(HttpContext))
            return Refused(form, text["Too many attempts. Wait a moment, then try again."], StatusCodes.Status429TooManyRequests);

        switch (await signIn.AttemptAsync(form.UserName!.Trim(), new Secret(form.Password!), HttpContext.Origin(), ct))
        {
            case PasswordCheck.Right(var account):
                await HttpContext.StartSessionAsync(account);
                return LocalRedirect(Local(form.ReturnUrl));
            case PasswordCheck.LockedOut(var until):
                throttle.Count(HttpContext);
                return Refused(form, text["Too many wrong passwords. Try again in {0} minutes.", MinutesUntil(until)]);
            default:
                throttle.Count(HttpContext);
                return Refused(form, text["The user name or the password is not right."]);
        }
    }

    [HttpPost("/sign-out", Name = "SignOut")]
    public async Task<IActionResult> SignOutHere(CancellationToken ct)
    {
        await HttpContext.EndSessionAsync();
        await signIn.SignedOutAsync(HttpContext.Actor(), ct);
        return RedirectToRoute("SignIn");
    }

    private string Local(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? returnUrl : Url.Content("~/");

    private int MinutesUntil(DateTimeOffset until) => Math.Max(1, (int)Math.Ceiling((until - clock.GetUtcNow()).TotalMinutes));

    private ViewResult Refused(SignInForm form, string message, int status = StatusCodes.Status200OK)
    {
        ModelState.AddModelError("", message);
        Response.StatusCode = status;
        return View(form);
    }
}
