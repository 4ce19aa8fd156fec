using Vics.Domain.Units;

namespace Vics.Web.Views.Units;

/// <summary>The question before units are removed: what goes, and what must be typed.</summary>
public sealed record RemovalModel
{
    /// <summary>How many names are listed before "and n more".</summary>
    public const int NamesShown = 12;

    /// <summary>What must be typed.</summary>
    public required string Word { get; init; }

    /// <summary>How many units go.</summary>
    public required int Count { get; init; }

    /// <summary>The units; empty where all go.</summary>
    public required IReadOnlyList<Unit> Units { get; init; }

    /// <summary>Every unit goes.</summary>
    public bool IsAll => Units.Count == 0;

    /// <summary>Some units: a single one by its name, several by a word.</summary>
    public static RemovalModel Of(IReadOnlyList<Unit> units, string word)
    {
        ArgumentNullException.ThrowIfNull(units);
        return new() { Units = units, Count = units.Count, Word = units.Count == 1 ? units[0].Name : word };
    }

    /// <summary>All units.</summary>
    public static RemovalModel OfAll(int count, string word) => new() { Units = [], Count = count, Word = word };

    /// <summary>What was typed is what was asked for.</summary>
    public bool IsConfirmedBy(string? typed) => string.Equals(typed?.Trim(), Word.Trim(), StringComparison.Ordinal);
}
