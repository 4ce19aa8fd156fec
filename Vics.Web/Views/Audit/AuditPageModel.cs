using Vics.Domain;
using Vics.Domain.Audit;

namespace Vics.Web.Views.Audit;

/// <summary>What the audit page shows.</summary>
public sealed record AuditPageModel(Paged<AuditEntry> Entries, string? Search)
{
    internal static AuditPageModel From(Paged<AuditEntry> entries, string? search) => new(entries, search);
}
