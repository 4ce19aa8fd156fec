using System.Globalization;
using Vics.Domain;

namespace Vics.Web.Api.Csv;

/// <summary>What was found in a file.</summary>
/// <param name="Lines">Its units or cameras, each with the number of its line and what could not be read of it.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
/// <param name="Error">Why it could not be read at all; null where it could.</param>
public sealed record CsvFile<TEntry>(IReadOnlyList<ImportLine<TEntry>> Lines, IReadOnlyList<string> IgnoredColumns, OperatorText? Error)
{
    internal static CsvFile<TEntry> Unreadable(OperatorText why) => new([], [], why);
}

/// <summary>What a kind of file looks like.</summary>
/// <param name="Columns">In their usual order.</param>
/// <param name="NeededColumns">Without these nothing can be read.</param>
/// <param name="Read">Makes an entry of a row; what cannot be read goes to the row's errors.</param>
/// <param name="Nothing">Said where there is no row.</param>
/// <param name="TooMany">Said where there are more than <see cref="CsvSheet.MaxLines"/>.</param>
public sealed record CsvFormat<TEntry>(
    IReadOnlyList<string> Columns, IReadOnlyList<string> NeededColumns, Func<CsvRow, TEntry> Read, OperatorText Nothing, OperatorText TooMany);

/// <summary>A row of a file.</summary>
public sealed class CsvRow
{
    private readonly IReadOnlyDictionary<string, int> _places;
    private readonly string[] _cells;

    internal CsvRow(IReadOnlyDictionary<string, int> places, string[] cells) => (_places, _cells) = (places, cells);

    internal List<FieldError> Errors { get; } = [];

    /// <summary>The cell as it stands there; null where the file has no such column. Blanks at its ends may belong to a password.</summary>
    public string? Raw(string column) => _places.TryGetValue(column, out var place) && place < _cells.Length ? _cells[place] : null;

    /// <summary>The cell without what only keeps it in shape; null where it is empty.</summary>
    public string? Cell(string column) => Raw(column)?.Trim() is { Length: > 0 } cell ? CsvSheet.WithoutGuard(cell) : null;

    /// <summary>A password; null where the cell is empty.</summary>
    public Secret? Secret(string column) => Raw(column) is { Length: > 0 } secret ? new Secret(secret) : null;

    /// <summary>Tags, taken apart.</summary>
    public IReadOnlyList<string> Tags(string column) =>
        (Cell(column) ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A port; null where the cell is empty, or is no number, which is an error.</summary>
    public int? Port(string column)
    {
        if (Cell(column) is not { } cell)
            return null;
        if (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port))
            return port;
        Errors.Add(new(column, OperatorText.Of($"“{cell}” is not a port: a port is a number from 1 to 65535.")));
        return null;
    }

    /// <summary>A word out of few; the usual one where the cell is empty, or holds another, which is an error.</summary>
    public T Choice<T>(string column, T usual)
        where T : struct, Enum
    {
        if (Cell(column) is not { } cell)
            return usual;
        // Enum.TryParse takes numbers too.
        if (char.IsAsciiLetter(cell[0]) && Enum.TryParse<T>(cell, ignoreCase: true, out var value) && Enum.IsDefined(value))
            return value;
        Errors.Add(new(column, OperatorText.Of($"“{cell}” is none of {string.Join(", ", Enum.GetNames<T>().Select(CsvSheet.ColumnOf))}.")));
        return usual;
    }

    /// <summary>Yes or no; the usual one where the cell is empty, or holds something else, which is an error.</summary>
    public bool YesOrNo(string column, bool usual)
    {
        switch (Cell(column)?.ToLowerInvariant())
        {
            case null:
                return usual;
            case "true" or "yes" or "1":
                return true;
            case "false" or "no" or "0":
                return false;
            case { } cell:
                Errors.Add(new(column, OperatorText.Of($"“{cell}” is neither true nor false.")));
                return usual;
        }
    }
}
