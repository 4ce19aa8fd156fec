using Microsoft.EntityFrameworkCore;
using Vics.Domain.Units;

namespace Vics.Infrastructure.Persistence;

/// <summary>Chooses by tags, whatever their case, from anything that has a column of them.</summary>
internal static class TagQueries
{
    /// <summary>Those that carry any of some tags.</summary>
    public static IQueryable<T> Tagged<T>(this IQueryable<T> list, IReadOnlyCollection<string> tags)
        where T : class
    {
        var wanted = tags.Select(VicsDbContext.Fold).ToList();
        return list.Where(item => EF.Property<IReadOnlyList<string>>(item, nameof(Unit.Tags)).Any(tag => wanted.Contains(VicsDbContext.Fold(tag))));
    }

    /// <summary>Every tag in use, sorted; of one that is spelt in several ways, the one with the capitals.</summary>
    public static async Task<IReadOnlyList<string>> TagsInUseAsync<T>(this IQueryable<T> list, CancellationToken ct)
        where T : class
    {
        // Flattened here: SQLite cannot join a table with the list inside its own row.
        var tags = await list.Select(item => EF.Property<IReadOnlyList<string>>(item, nameof(Unit.Tags))).ToListAsync(ct);
        return [.. tags.SelectMany(each => each).Order(StringComparer.Ordinal).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(NaturalOrder.KeyOf, StringComparer.Ordinal)];
    }
}
