using System.Globalization;
using CsvHelper;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>The inventory as a file for a spreadsheet: one unit a line. Reading is in <see cref="UnitCsvReader"/>.</summary>
public static class UnitCsv
{
    /// <summary>What such a file is called in HTTP.</summary>
    public const string ContentType = "text/csv";

    /// <summary>The largest file taken in, in bytes.</summary>
    public const int MaxBytes = 5_000_000;

    /// <summary>The most units taken in at once.</summary>
    public const int MaxUnits = 10_000;

    /// <summary>What stands between the tags of one cell.</summary>
    public const string TagSeparator = "; ";

    /// <summary>The columns of a file to import, in their usual order.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["name", "host", "port", "username", "password", "tags"];

    /// <summary>The column of a unit's field: they differ in case only.</summary>
    public static string ColumnOf(string field) => field.ToLowerInvariant();

    /// <summary>The units without their secrets. What is written can be read again.</summary>
    public static string Write(IEnumerable<Unit> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            WriteLine(csv, Columns.Where(column => column != "password"));
            foreach (var unit in units)
                WriteLine(csv, [unit.Name, unit.Host, unit.Port.ToString(CultureInfo.InvariantCulture), unit.UserName, string.Join(TagSeparator, unit.Tags)]);
        }

        return text.ToString();
    }

    /// <summary>
    /// A spreadsheet runs a cell that begins like this as a formula, whoever typed it (OWASP "CSV injection"); an
    /// apostrophe in front keeps it text.
    /// </summary>
    internal static bool LooksLikeFormula(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    /// <summary>Takes the apostrophe off again.</summary>
    internal static string WithoutGuard(string cell) => cell.StartsWith('\'') && LooksLikeFormula(cell[1..]) ? cell[1..] : cell;

    private static void WriteLine(CsvWriter csv, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(LooksLikeFormula(cell) ? $"'{cell}" : cell);
        csv.NextRecord();
    }
}
