using System.ComponentModel.DataAnnotations;
using Vics.Domain;

namespace Vics.Web.Api.Conventions;

/// <summary>
/// Which part of a list is asked for: <c>?page=1&amp;pageSize=50&amp;search=&amp;tag=&amp;sort=</c>. An action takes
/// <c>[FromQuery] ListRequest list</c>; what is out of range is answered with 400 before it runs.
/// </summary>
public sealed class ListRequest
{
    /// <summary>From 1.</summary>
    [Range(1, 1_000_000)]
    public int Page { get; set; } = 1;

    /// <summary>Items a page.</summary>
    [Range(1, ListQuery.MaxPageSize)]
    public int PageSize { get; set; } = 50;

    /// <summary>Words looked for.</summary>
    [StringLength(200)]
    public string? Search { get; set; }

    /// <summary>Only what carries this tag.</summary>
    [StringLength(100)]
    public string? Tag { get; set; }

    /// <summary>A field's name, with a leading <c>-</c> for descending.</summary>
    [StringLength(100)]
    public string? Sort { get; set; }

    /// <summary>The same for a store.</summary>
    public ListQuery ToQuery() => new(Page, PageSize, Given(Search), Given(Tag), Given(Sort));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>One page of a list, as the API answers it.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">Items a page.</param>
/// <param name="Total">Items on all pages.</param>
public sealed record PageModel<T>(IReadOnlyList<T> Items, int Page, int PageSize, int Total);

/// <summary>Makes pages for the API.</summary>
public static class PageModel
{
    /// <summary>A page of the domain's things, each in its API shape: <c>PageModel.From(units, UnitModel.From)</c>.</summary>
    public static PageModel<TModel> From<T, TModel>(Paged<T> page, Func<T, TModel> model)
    {
        ArgumentNullException.ThrowIfNull(page);
        return new([.. page.Items.Select(model)], page.Page, page.PageSize, page.Total);
    }

    /// <summary>One page out of a list that is short enough to be held whole.</summary>
    public static PageModel<TModel> From<T, TModel>(IReadOnlyCollection<T> all, ListRequest list, Func<T, TModel> model)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(list);
        return new([.. all.Skip(list.ToQuery().Skip).Take(list.PageSize).Select(model)], list.Page, list.PageSize, all.Count);
    }
}
