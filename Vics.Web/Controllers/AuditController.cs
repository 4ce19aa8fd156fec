using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Audit;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Views.Audit;

namespace Vics.Web.Controllers;

/// <summary>Who did what: the audit log.</summary>
[Authorize(Policy = Policies.Administrator)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class AuditController(IAuditLog audit) : Controller
{
    [HttpGet("/audit")]
    public async Task<IActionResult> Index([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        return ModelState.IsValid ? View(AuditPageModel.From(await audit.ListAsync(list.ToQuery(), ct), list.Search)) : BadRequest();
    }
}
