using Microsoft.EntityFrameworkCore;
using Vics.Domain;

namespace Vics.Infrastructure.Persistence;

/// <summary>Takes one page out of a sorted list.</summary>
internal static class Pages
{
    /// <summary>The page a query asks for, and how many items there are in all.</summary>
    public static async Task<Paged<T>> PageAsync<T>(this IOrderedQueryable<T> list, ListQuery query, CancellationToken ct)
    {
        var total = await list.CountAsync(ct);
        var items = await list.Skip(query.Skip).Take(query.PageSize).ToListAsync(ct);
        return new Paged<T>(items, query.Page, query.PageSize, total);
    }
}
