namespace Vics.Infrastructure.Persistence;

/// <summary>What a person typed to look for, as patterns for <c>LIKE</c>: each word must be found somewhere, whatever its case.</summary>
internal static class SearchPattern
{
    /// <summary>Makes <c>%</c> and <c>_</c> ordinary characters.</summary>
    public const string Escape = "\\";

    /// <summary>One pattern a word, to be held against <see cref="VicsDbContext.Fold"/>; none where nothing was typed.</summary>
    public static IEnumerable<string> Of(string? search) =>
        (search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => "%" + Escaped(VicsDbContext.Fold(word)!) + "%");

    private static string Escaped(string word) => word.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
