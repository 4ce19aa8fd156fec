using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Views.Units;

/// <summary>What of the list is wanted, as it stands in the page's address.</summary>
public sealed record UnitFilter
{
    private const int PageSize = 50;
    private const int LongestSearch = 200;

    /// <summary>Words looked for.</summary>
    public string? Search { get; init; }

    /// <summary>Only units with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only units in this state.</summary>
    public UnitState? State { get; init; }

    /// <summary>The column, with a leading <c>-</c> for descending.</summary>
    public string? Sort { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Some units may be left out.</summary>
    public bool IsNarrow => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrEmpty(Tag) || State is not null;

    /// <summary>The same for the store. An address typed wrong shows the list, not an error.</summary>
    public ListQuery ToQuery() => new(
        Math.Clamp(Page, 1, 100_000),
        PageSize,
        string.IsNullOrWhiteSpace(Search) ? null : Search.Trim()[..Math.Min(Search.Trim().Length, LongestSearch)],
        string.IsNullOrEmpty(Tag) ? null : Tag,
        Sort);

    /// <summary>The address of this part of the list. Not by route values: to MVC the word <c>page</c> means a Razor page.</summary>
    public string AddressOn(string? path)
    {
        var parts = new (string Key, string? Value)[]
        {
            ("search", Search),
            ("tag", Tag),
            ("state", State is { } state ? JsonNamingPolicy.CamelCase.ConvertName(state.ToString()) : null),
            ("sort", Sort),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        };
        return path + new QueryBuilder(parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => KeyValuePair.Create(part.Key, part.Value!)));
    }
}
