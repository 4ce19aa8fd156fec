namespace Vics.Web.Views.Shared;

/// <summary>Tags as they are typed into one field.</summary>
public static class TypedTags
{
    /// <summary>Takes them apart, at commas and semicolons.</summary>
    public static string[] Split(string? typed) => (typed ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
