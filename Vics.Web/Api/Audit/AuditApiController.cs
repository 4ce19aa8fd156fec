using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain.Audit;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Audit;

/// <summary>The audit log, newest first, for administrators.</summary>
[Authorize(Policy = Policies.Administrator)]
[Route("api/audit")]
[Tags("Audit")]
public sealed class AuditApiController(IAuditLog audit) : ApiController
{
    [HttpGet]
    public async Task<PageModel<AuditModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        return PageModel.From(await audit.ListAsync(list.ToQuery(), ct), AuditModel.From);
    }
}

/// <summary>One line of the audit log.</summary>
public sealed record AuditModel(
    DateTimeOffset At, Guid? ActorId, string Actor, string Origin, string Action, string Subject, Guid? SubjectId, string? Detail)
{
    internal static AuditModel From(AuditEntry entry) => new(
        entry.At, entry.Actor.Id?.Value, entry.Actor.Name, entry.Actor.Origin, entry.Action, entry.Subject, entry.SubjectId, entry.Detail);
}
