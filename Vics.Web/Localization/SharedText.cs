namespace Vics.Web.Localization;

/// <summary>
/// Names the product's texts: <c>IStringLocalizer&lt;SharedText&gt;</c>, in views <c>L["Units"]</c>. The key is the
/// English sentence; the Korean ones stand in <c>Resources/*.ko.resx</c>, one file a feature.
/// </summary>
public sealed class SharedText
{
    private SharedText()
    {
    }

    /// <summary>
    /// Marks a sentence that is looked up elsewhere (<c>L[model.Title]</c>), so that the check for missing translations
    /// finds it.
    /// </summary>
    public static string Key(string sentence) => sentence;
}
