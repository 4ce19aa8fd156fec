using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>What was found in a file of units.</summary>
/// <param name="Lines">Its units, each with the number of its line and what could not be read of it.</param>
/// <param name="IgnoredColumns">Columns that mean nothing here.</param>
/// <param name="Error">Why it could not be read at all; null where it could.</param>
public sealed record UnitCsvFile(IReadOnlyList<ImportLine> Lines, IReadOnlyList<string> IgnoredColumns, OperatorText? Error)
{
    internal static UnitCsvFile Unreadable(OperatorText why) => new([], [], why);

    /// <summary>Passwords stand in it.</summary>
    public bool CarriesSecrets => Lines.Any(line => line.Entry.Password is not null);
}

/// <summary>
/// Reads units from CSV as spreadsheets write it: with commas, semicolons or tabs between the cells, with or without a
/// byte order mark, columns in any order. Everything that is wrong is told by the line of the file; deciding is left to
/// the inventory.
/// </summary>
public sealed class UnitCsvReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Delimiters = [",", ";", "\t"];
    private static readonly string[] NeededColumns = ["host", "username"];

    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _ignored = [];
    private readonly List<ImportLine> _lines = [];
    private int _width;

    private UnitCsvReader()
    {
    }

    /// <summary>Reads a whole file; its size is limited by who receives it.</summary>
    public static async Task<UnitCsvFile> ReadAsync(Stream content, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        try
        {
            var text = StrictUtf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
            return text.Contains('\0') ? NotUtf8() : new UnitCsvReader().Read(text);
        }
        catch (DecoderFallbackException)
        {
            return NotUtf8();
        }
    }

    private static UnitCsvFile NotUtf8() =>
        UnitCsvFile.Unreadable(OperatorText.Of($"The file is not UTF-8 text. In Excel, save it as “CSV UTF-8 (Comma delimited)”."));

    private UnitCsvFile Read(string text)
    {
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = DelimiterOf(text),
            // Skipping them ourselves keeps the count of lines right.
            IgnoreBlankLines = false,
            BadDataFound = null,
        });

        if (ReadHeader(parser) is { } wrong)
            return UnitCsvFile.Unreadable(wrong);
        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            if (parser.Record is not { } cells || cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (_lines.Count == UnitCsv.MaxUnits)
                return UnitCsvFile.Unreadable(OperatorText.Of($"The file has more than {UnitCsv.MaxUnits} units. Import it in parts."));
            _lines.Add(ReadLine(line, cells, parser.RawRecord));
        }

        return _lines.Count == 0
            ? UnitCsvFile.Unreadable(OperatorText.Of($"There is no unit in the file."))
            : new UnitCsvFile(_lines, _ignored, null);
    }

    /// <summary>European and Korean spreadsheets write semicolons. No column has any of these in its name.</summary>
    private static string DelimiterOf(string text)
    {
        var header = text.TrimStart('\r', '\n').Split('\r', '\n')[0];
        return Delimiters.MaxBy(delimiter => header.Split(delimiter).Length)!;
    }

    private OperatorText? ReadHeader(CsvParser parser)
    {
        while (parser.Read())
        {
            if (parser.Record is { } cells && !cells.All(string.IsNullOrWhiteSpace))
                return ReadHeader(cells);
        }

        return OperatorText.Of($"The file is empty.");
    }

    private OperatorText? ReadHeader(string[] cells)
    {
        _width = cells.Length;
        for (var place = 0; place < cells.Length; place++)
        {
            var name = cells[place].Trim();
            if (!UnitCsv.Columns.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                if (name.Length > 0)
                    _ignored.Add(name);
            }
            else if (!_columns.TryAdd(name, place))
            {
                return OperatorText.Of($"The first line names the column “{name}” twice.");
            }
        }

        var missing = NeededColumns.Where(name => !_columns.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? null
            : OperatorText.Of($"The first line must name the columns. Missing: {string.Join(", ", missing)}. Known: {string.Join(", ", UnitCsv.Columns)}.");
    }

    private ImportLine ReadLine(int number, string[] cells, string raw)
    {
        var errors = new List<FieldError>();
        if (cells.Skip(_width).Any(cell => cell.Length > 0))
            errors.Add(new("", OperatorText.Of($"There are more cells than columns. Is a quotation mark missing?")));
        if (raw.Count(c => c == '"') % 2 != 0)
            errors.Add(new("", OperatorText.Of($"A quotation mark is not closed.")));

        var entry = new UnitEntry
        {
            Name = Cell("name"),
            Host = Cell("host"),
            Port = Port(Cell("port"), errors),
            UserName = Cell("username"),
            // Blanks at its ends may belong to a password.
            Password = Raw("password") is { Length: > 0 } password ? new Secret(password) : null,
            Tags = (Cell("tags") ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        return new ImportLine(number, entry, errors);

        string? Raw(string column) => _columns.TryGetValue(column, out var place) && place < cells.Length ? cells[place] : null;
        string? Cell(string column) => Raw(column) is { } cell ? UnitCsv.WithoutGuard(cell.Trim()) : null;
    }

    private static int Port(string? cell, List<FieldError> errors)
    {
        if (string.IsNullOrEmpty(cell))
            return 22;
        if (int.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port))
            return port;
        errors.Add(new("port", OperatorText.Of($"“{cell}” is not a port: a port is a number from 1 to 65535.")));
        return 22;
    }
}
