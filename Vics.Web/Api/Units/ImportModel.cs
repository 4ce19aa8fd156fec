using Vics.Domain;
using Vics.Domain.Units;

namespace Vics.Web.Api.Units;

/// <summary>How an import went.</summary>
/// <param name="Units">How many units the file adds.</param>
/// <param name="Imported">They are in the inventory; false for a dry run.</param>
/// <param name="IgnoredColumns">Columns of the file that mean nothing here.</param>
public sealed record ImportModel(int Units, bool Imported, IReadOnlyList<string> IgnoredColumns)
{
    /// <summary>The result in the shape of the API.</summary>
    public static ImportModel From(ImportResult result, UnitCsvFile file)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(file);
        return new(result.Units, result.Imported, file.IgnoredColumns);
    }

    /// <summary>The most errors told at once: who has more has one that repeats.</summary>
    public const int MaxErrors = 100;

    /// <summary>The errors of an import as fields of the request: <c>lines[3].port</c>, <c>lines[3]</c>, <c>file</c>.</summary>
    public static IEnumerable<FieldError> Errors(IReadOnlyList<ImportError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var told = errors.Take(MaxErrors).Select(error => error.Error with { Field = FieldOf(error) });
        return errors.Count <= MaxErrors ? told : told.Append(new("file", OperatorText.Of($"There are {errors.Count - MaxErrors} more errors.")));
    }

    private static string FieldOf(ImportError error) => error switch
    {
        { Line: 0 } => "file",
        { Error.Field: "" } => $"lines[{error.Line}]",
        _ => $"lines[{error.Line}].{UnitCsv.ColumnOf(error.Error.Field)}",
    };
}
