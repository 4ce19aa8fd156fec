using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain.Accounts;
using Vics.Web.Accounts;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.Controllers;

/// <summary>The API tokens of all accounts.</summary>
[Authorize(Policy = Policies.Administrator)]
[Route("/settings/tokens")]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class TokensController(ApiTokenIssue tokens, IStringLocalizer<SharedText> text) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await tokens.ListAsync(null, ct));

    [HttpPost("{id:guid}/delete")]
    public async Task<IActionResult> Delete(ApiTokenId id, CancellationToken ct)
    {
        if (!await tokens.DeleteAsync(id, null, HttpContext.Actor(), ct))
            return NotFound();
        TempData.Flash(CalmState.Fine, text["The token was deleted. It opens nothing any more."]);
        return RedirectToAction(nameof(Index));
    }
}
