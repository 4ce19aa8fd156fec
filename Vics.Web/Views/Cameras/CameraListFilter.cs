using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;

namespace Vics.Web.Views.Cameras;

/// <summary>What of the list is wanted, as it stands in the page's address.</summary>
public sealed record CameraListFilter
{
    private const int PageSize = 50;
    private const int LongestSearch = 200;

    /// <summary>Words looked for.</summary>
    public string? Search { get; init; }

    /// <summary>Only cameras with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Only cameras in this state.</summary>
    public CameraState? State { get; init; }

    /// <summary>Only cameras of this kind.</summary>
    public CameraSource? Source { get; init; }

    /// <summary>Only cameras of this unit.</summary>
    public UnitId? Unit { get; init; }

    /// <summary>The column, with a leading <c>-</c> for descending.</summary>
    public string? Sort { get; init; }

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Some cameras may be left out.</summary>
    public bool IsNarrow => !string.IsNullOrWhiteSpace(Search) || !string.IsNullOrEmpty(Tag) || State is not null || Source is not null || Unit is not null;

    /// <summary>What is kept of the list.</summary>
    public CameraFilter Kept => new(State, Source, Unit);

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
            ("state", Word(State)),
            ("source", Word(Source)),
            ("unit", Unit?.ToString()),
            ("sort", Sort),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        };
        return path + new QueryBuilder(parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => KeyValuePair.Create(part.Key, part.Value!)));
    }

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } some ? JsonNamingPolicy.CamelCase.ConvertName(some.ToString()) : null;
}
