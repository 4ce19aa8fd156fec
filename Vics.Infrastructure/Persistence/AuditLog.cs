using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;

namespace Vics.Infrastructure.Persistence;

/// <summary>The audit log in the database.</summary>
internal sealed class AuditLog(IDbContextFactory<VicsDbContext> contexts) : IAuditLog
{
    /// <inheritdoc/>
    public async Task WriteAsync(AuditEntry entry, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        context.Audit.Add(new AuditRow
        {
            At = entry.At,
            ActorId = entry.Actor.Id?.Value,
            ActorName = entry.Actor.Name,
            Origin = entry.Actor.Origin,
            Action = entry.Action,
            Subject = entry.Subject,
            SubjectId = entry.SubjectId,
            Detail = entry.Detail,
        });
        await context.SaveChangesAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<Paged<AuditEntry>> ListAsync(ListQuery query, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var rows = context.Audit.AsNoTracking();
        foreach (var word in SearchPattern.Of(query.Search))
        {
            rows = rows.Where(row =>
                EF.Functions.Like(VicsDbContext.Fold(row.ActorName)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(row.Action)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(row.Subject)!, word, SearchPattern.Escape)
                || EF.Functions.Like(VicsDbContext.Fold(row.Detail)!, word, SearchPattern.Escape));
        }

        var page = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).PageAsync(query, ct);
        return new Paged<AuditEntry>([.. page.Items.Select(EntryOf)], page.Page, page.PageSize, page.Total);
    }

    private static AuditEntry EntryOf(AuditRow row)
    {
        var actor = new Actor(row.ActorId is { } id ? AccountId.From(id) : null, row.ActorName, row.Origin);
        return new AuditEntry(row.At, actor, row.Action, row.Subject, row.SubjectId, row.Detail);
    }
}
