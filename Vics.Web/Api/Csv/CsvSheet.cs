using System.Globalization;
using System.Text;
using CsvHelper;

namespace Vics.Web.Api.Csv;

/// <summary>A list as a file for a spreadsheet. Reading is in <see cref="CsvFileReader"/>.</summary>
public static class CsvSheet
{
    /// <summary>What such a file is called in HTTP.</summary>
    public const string ContentType = "text/csv";

    /// <summary>The largest file taken in, in bytes.</summary>
    public const int MaxBytes = 5_000_000;

    /// <summary>The most units or cameras taken in at once.</summary>
    public const int MaxLines = 10_000;

    /// <summary>What stands between the tags of one cell.</summary>
    public const string TagSeparator = "; ";

    // Excel takes a file without a byte order mark for the machine's old code page and garbles Korean names.
    private static readonly UTF8Encoding WithMark = new(encoderShouldEmitUTF8Identifier: true);

    /// <summary>The column of a field: they differ in case only.</summary>
    public static string ColumnOf(string field) => field.ToLowerInvariant();

    /// <summary>A header and its rows.</summary>
    public static string Write(IEnumerable<string> columns, IEnumerable<IEnumerable<string?>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            WriteLine(csv, columns);
            foreach (var row in rows)
                WriteLine(csv, row);
        }

        return text.ToString();
    }

    /// <summary>The file as a person opens it.</summary>
    public static byte[] ForSpreadsheets(string csv) => [.. WithMark.Preamble, .. WithMark.GetBytes(csv)];

    /// <summary>
    /// A spreadsheet runs a cell that begins like this as a formula, whoever typed it (OWASP "CSV injection"); an
    /// apostrophe in front keeps it text.
    /// </summary>
    internal static bool LooksLikeFormula(string cell) => cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    /// <summary>Takes the apostrophe off again.</summary>
    internal static string WithoutGuard(string cell) => cell.StartsWith('\'') && LooksLikeFormula(cell[1..]) ? cell[1..] : cell;

    private static void WriteLine(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(LooksLikeFormula(cell ?? "") ? $"'{cell}" : cell);
        csv.NextRecord();
    }
}
