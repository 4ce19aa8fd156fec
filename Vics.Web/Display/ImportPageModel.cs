using Vics.Domain;
using Vics.Web.Api.Csv;

namespace Vics.Web.Display;

/// <summary>What an import page says of a file, whatever stands in it.</summary>
public abstract record ImportFindings
{
    /// <summary>How many lines and errors are listed.</summary>
    public const int RowsShown = 50;

    /// <summary>What is wrong, by line; line 0 is the file as a whole.</summary>
    public IReadOnlyList<ImportError> Errors { get; init; } = [];

    /// <summary>Columns that mean nothing here.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];
}

/// <summary>An import page: before a file was chosen, and what was found in it.</summary>
public sealed record ImportPageModel<TEntry> : ImportFindings
{
    /// <summary>A file was looked at.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Passwords may stand in the file.</summary>
    public required bool MaySetSecrets { get; init; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<ImportLine<TEntry>> Lines { get; init; } = [];

    /// <summary>It can be imported as it is.</summary>
    public bool IsGood => IsPreview && Errors.Count == 0;
}

/// <summary>Makes import pages.</summary>
public static class ImportPageModel
{
    /// <summary>What was found in a file.</summary>
    public static ImportPageModel<TEntry> From<TEntry>(CsvFile<TEntry> file, IReadOnlyList<ImportError> errors, bool maySetSecrets)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new() { IsPreview = true, MaySetSecrets = maySetSecrets, Lines = file.Lines, Errors = errors, IgnoredColumns = file.IgnoredColumns };
    }

    /// <summary>A file that cannot be imported at all.</summary>
    public static ImportPageModel<TEntry> Of<TEntry>(OperatorText error, bool maySetSecrets) =>
        new() { IsPreview = true, MaySetSecrets = maySetSecrets, Errors = [new(0, new("file", error))] };
}
