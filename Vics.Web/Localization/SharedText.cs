namespace Vics.Web.Localization;

/// <summary>
/// Names the product's texts: <c>IStringLocalizer&lt;SharedText&gt;</c>, in views <c>L["Units"]</c>. The key is the
/// English sentence; the Korean ones stand in <c>Resources/*.ko.resx</c>, one file a feature.
/// </summary>
public sealed class SharedText;
