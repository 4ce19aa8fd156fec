using System.Linq.Expressions;

namespace Vics.Infrastructure.Persistence;

/// <summary>By which field a list is wanted sorted. Each list knows its fields; what it does not know leaves it in its own order.</summary>
/// <param name="Field">As the API spells it, or empty.</param>
/// <param name="Descending">The last first.</param>
internal readonly record struct SortOrder(string Field, bool Descending)
{
    /// <summary>Reads <c>name</c> or <c>-name</c>.</summary>
    public static SortOrder Of(string? sort) => sort switch
    {
        null or "" => new("", false),
        ['-', .. var field] => new(field, true),
        _ => new(sort, false),
    };

    /// <summary>Sorts by a key; the caller adds what decides between equals.</summary>
    public IOrderedQueryable<T> Apply<T, TKey>(IQueryable<T> list, Expression<Func<T, TKey>> key) =>
        Descending ? list.OrderByDescending(key) : list.OrderBy(key);
}
