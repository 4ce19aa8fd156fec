using Vics.Domain;
using Vics.Domain.Units;
using Vics.Web.Api.Csv;

namespace Vics.Web.Views.Units;

/// <summary>The import page: before a file was chosen, and what was found in it.</summary>
public sealed record ImportPageModel
{
    /// <summary>How many units and errors are listed.</summary>
    public const int RowsShown = 50;

    /// <summary>A file was looked at.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Passwords may stand in the file.</summary>
    public required bool MaySetSecrets { get; init; }

    /// <summary>The units found.</summary>
    public IReadOnlyList<ImportLine<UnitEntry>> Lines { get; init; } = [];

    /// <summary>What is wrong, by line; line 0 is the file as a whole.</summary>
    public IReadOnlyList<ImportError> Errors { get; init; } = [];

    /// <summary>Columns that mean nothing here.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>It can be imported as it is.</summary>
    public bool IsGood => IsPreview && Errors.Count == 0;

    /// <summary>What was found in a file.</summary>
    public static ImportPageModel From(CsvFile<UnitEntry> file, IReadOnlyList<ImportError> errors, bool maySetSecrets)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new() { IsPreview = true, MaySetSecrets = maySetSecrets, Lines = file.Lines, Errors = errors, IgnoredColumns = file.IgnoredColumns };
    }

    /// <summary>A file that cannot be imported at all.</summary>
    public static ImportPageModel Of(OperatorText error, bool maySetSecrets) =>
        new() { IsPreview = true, MaySetSecrets = maySetSecrets, Errors = [new(0, new("file", error))] };
}
