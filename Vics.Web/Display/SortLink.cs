namespace Vics.Web.Display;

/// <summary>The head of a column that sorts its list: <c>&lt;partial name="_SortLink" model='Sort("host", L["Address"])' /&gt;</c>.</summary>
/// <param name="Sort">How the list is sorted now; by name where it is not said.</param>
/// <param name="Column">As the address spells it.</param>
/// <param name="Word">What it is called, in the reader's language.</param>
/// <param name="AddressOf">Where the list is sorted otherwise.</param>
public sealed record SortLink(string? Sort, string Column, string Word, Func<string, string> AddressOf);
