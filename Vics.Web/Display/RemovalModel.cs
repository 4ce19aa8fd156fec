namespace Vics.Web.Display;

/// <summary>The question before units or cameras are removed: what goes, and what must be typed.</summary>
public sealed record RemovalModel
{
    /// <summary>How many names are listed before "and n more".</summary>
    public const int NamesShown = 12;

    /// <summary>What must be typed.</summary>
    public required string Word { get; init; }

    /// <summary>How many go.</summary>
    public required int Count { get; init; }

    /// <summary>Which; empty where all go.</summary>
    public required IReadOnlyList<RemovalItem> Items { get; init; }

    /// <summary>All go.</summary>
    public bool IsAll => Items.Count == 0;

    /// <summary>The only one that goes, or null.</summary>
    public RemovalItem? OnlyOne => Items.Count == 1 ? Items[0] : null;

    /// <summary>Some: a single one by its name, several by a word. Null where there is nothing to remove.</summary>
    public static RemovalModel? Of(IReadOnlyList<RemovalItem> items, string word)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0 ? null : new() { Items = items, Count = items.Count, Word = items.Count == 1 ? items[0].Name : word };
    }

    /// <summary>All.</summary>
    public static RemovalModel OfAll(int count, string word) => new() { Items = [], Count = count, Word = word };

    /// <summary>What was typed is what was asked for.</summary>
    public bool IsConfirmedBy(string? typed) => string.Equals(typed?.Trim(), Word.Trim(), StringComparison.Ordinal);
}

/// <summary>Something that is to be removed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it is.</param>
public sealed record RemovalItem(Guid Id, string Name, string Place);
