using Vics.Domain;

namespace Vics.Web.Api.Csv;

/// <summary>The errors of an import as fields of the request: <c>lines[3].port</c>, <c>lines[3]</c>, <c>file</c>.</summary>
public static class ImportErrors
{
    /// <summary>The most errors told at once: who has more has one that repeats.</summary>
    public const int MaxErrors = 100;

    /// <summary>The same errors, each at its field.</summary>
    public static IEnumerable<FieldError> ByField(IReadOnlyList<ImportError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var told = errors.Take(MaxErrors).Select(error => error.Error with { Field = FieldOf(error) });
        return errors.Count <= MaxErrors ? told : told.Append(new("file", OperatorText.Of($"There are {errors.Count - MaxErrors} more errors.")));
    }

    private static string FieldOf(ImportError error) => error switch
    {
        { Line: 0 } => "file",
        { Error.Field: "" } => $"lines[{error.Line}]",
        _ => $"lines[{error.Line}].{CsvSheet.ColumnOf(error.Error.Field)}",
    };
}
