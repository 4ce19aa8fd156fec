namespace Vics.Domain;

/// <summary>Words that units and cameras are found and chosen by.</summary>
public static class Tags
{
    /// <summary>Trimmed, each once whatever its case, sorted.</summary>
    public static IReadOnlyList<string> Normal(IEnumerable<string> typed) =>
        [.. typed.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
