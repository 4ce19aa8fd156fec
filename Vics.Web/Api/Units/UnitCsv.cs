using System.Globalization;
using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Api.Csv;

namespace Vics.Web.Api.Units;

/// <summary>The inventory as a file for a spreadsheet: one unit a line.</summary>
public static class UnitCsv
{
    /// <summary>What a file to import looks like.</summary>
    public static CsvFormat<UnitEntry> Format { get; } = new(
        ["name", "host", "port", "username", "password", "tags"],
        ["host", "username"],
        Read,
        OperatorText.Of($"There is no unit in the file."),
        OperatorText.Of($"The file has more than {CsvSheet.MaxLines} units. Import it in parts."));

    /// <summary>The units without their secrets. What is written can be read again.</summary>
    public static string Write(IEnumerable<Unit> units) => CsvSheet.Write(
        Format.Columns.Where(column => column != "password"),
        units.Select(string?[] (unit) =>
            [unit.Name, unit.Host, unit.Port.ToString(CultureInfo.InvariantCulture), unit.UserName, string.Join(CsvSheet.TagSeparator, unit.Tags)]));

    private static UnitEntry Read(CsvRow row) => new()
    {
        Name = row.Cell("name"),
        Host = row.Cell("host"),
        Port = row.Port("port") ?? 22,
        UserName = row.Cell("username"),
        Password = row.Secret("password"),
        Tags = row.Tags("tags"),
    };
}
