namespace Vics.Domain;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1 to <see cref="MaxPageSize"/>.</param>
/// <param name="Search">Words looked for, or null.</param>
/// <param name="Tag">Only what carries this tag, or null.</param>
/// <param name="Sort">A field's name, with a leading <c>-</c> for descending, or null for the list's own order.</param>
public sealed record ListQuery(int Page = 1, int PageSize = 50, string? Search = null, string? Tag = null, string? Sort = null)
{
    /// <summary>The longest page a list gives out.</summary>
    public const int MaxPageSize = 500;

    /// <summary>How many items come before this page.</summary>
    public int Skip => (int)Math.Min((long)(Page - 1) * PageSize, int.MaxValue);
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Items a page.</param>
/// <param name="Total">Items on all pages.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, int Page, int PageSize, int Total);
