using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Vics.Domain;

namespace Vics.Web.Api.Csv;

/// <summary>
/// Reads CSV as spreadsheets write it: with commas, semicolons or tabs between the cells, with or without a
/// byte order mark, columns in any order. Everything that is wrong is told by the line of the file; deciding is left to
/// the inventory.
/// </summary>
public static class CsvFileReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly string[] Delimiters = [",", ";", "\t"];

    /// <summary>Reads a whole file; its size is limited by who receives it.</summary>
    public static async Task<CsvFile<TEntry>> ReadAsync<TEntry>(Stream content, CsvFormat<TEntry> format, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(format);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        try
        {
            var text = StrictUtf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
            return text.Contains('\0') ? NotUtf8<TEntry>() : new Reading<TEntry>(format).Read(text);
        }
        catch (DecoderFallbackException)
        {
            return NotUtf8<TEntry>();
        }
    }

    private static CsvFile<TEntry> NotUtf8<TEntry>() =>
        CsvFile<TEntry>.Unreadable(OperatorText.Of($"The file is not UTF-8 text. In Excel, save it as “CSV UTF-8 (Comma delimited)”."));

    private sealed class Reading<TEntry>(CsvFormat<TEntry> format)
    {
        private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> _ignored = [];
        private readonly List<ImportLine<TEntry>> _lines = [];
        private int _width;

        public CsvFile<TEntry> Read(string text)
        {
            using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = DelimiterOf(text),
                // Skipping them ourselves keeps the count of lines right.
                IgnoreBlankLines = false,
                BadDataFound = null,
            });

            if (ReadHeader(parser) is { } wrong)
                return CsvFile<TEntry>.Unreadable(wrong);
            for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
            {
                if (parser.Record is not { } cells || cells.All(string.IsNullOrWhiteSpace))
                    continue;
                if (_lines.Count == CsvSheet.MaxLines)
                    return CsvFile<TEntry>.Unreadable(format.TooMany);
                _lines.Add(ReadLine(line, cells, parser.RawRecord));
            }

            return _lines.Count == 0 ? CsvFile<TEntry>.Unreadable(format.Nothing) : new CsvFile<TEntry>(_lines, _ignored, null);
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
                if (!format.Columns.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    if (name.Length > 0)
                        _ignored.Add(name);
                }
                else if (!_places.TryAdd(name, place))
                {
                    return OperatorText.Of($"The first line names the column “{name}” twice.");
                }
            }

            if (_places.Count == 0)
                return OperatorText.Of($"The first line must name the columns. Known: {string.Join(", ", format.Columns)}.");
            var missing = format.NeededColumns.Where(name => !_places.ContainsKey(name)).ToList();
            return missing.Count == 0
                ? null
                : OperatorText.Of($"The first line must name the columns. Missing: {string.Join(", ", missing)}. Known: {string.Join(", ", format.Columns)}.");
        }

        private ImportLine<TEntry> ReadLine(int number, string[] cells, string raw)
        {
            var row = new CsvRow(_places, cells);
            if (cells.Skip(_width).Any(cell => cell.Length > 0))
                row.Errors.Add(new("", OperatorText.Of($"There are more cells than columns. Is a quotation mark missing?")));
            if (raw.Count(c => c == '"') % 2 != 0)
                row.Errors.Add(new("", OperatorText.Of($"A quotation mark is not closed.")));
            return new ImportLine<TEntry>(number, format.Read(row), row.Errors);
        }
    }
}
