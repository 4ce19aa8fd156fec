using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Setup;

namespace Vics.Web.Controllers;

/// <summary>The first visit: the first account. Afterwards this page does not exist.</summary>
[AllowAnonymous]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class SetupController(FirstRun firstRun, SignInThrottle throttle, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("/setup", Name = "Setup")]
    [ResponseCache(NoStore = true)]
    public async Task<IActionResult> Index(CancellationToken ct) => await firstRun.IsOpenAsync(ct) ? View(new SetupForm()) : NotFound();

    [HttpPost("/setup")]
    public async Task<IActionResult> Index(SetupForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (!await firstRun.IsOpenAsync(ct))
            return NotFound();
        if (!ModelState.IsValid)
            return View(form);
        if (throttle.IsTooMuchFor(HttpContext))
        {
            ModelState.AddModelError("", text["Too many attempts. Wait a moment, then try again."]);
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return View(form);
        }

        switch (await firstRun.CompleteAsync(form.Code, form.UserName!.Trim(), new Secret(form.Password!), HttpContext.Origin(), ct))
        {
            case AccountChange.Done(var account):
                await HttpContext.StartSessionAsync(account);
                return RedirectToRoute("Dashboard");
            case AccountChange.Refused(var errors):
                throttle.Count(HttpContext);
                ModelState.Add(errors, text);
                return View(form);
            default:
                return NotFound();
        }
    }
}
