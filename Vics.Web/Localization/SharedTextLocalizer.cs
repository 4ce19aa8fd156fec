using System.Globalization;
using System.Reflection;
using System.Resources;
using Microsoft.Extensions.Localization;

namespace Vics.Web.Localization;

/// <summary>
/// Looks a sentence up in every <c>Resources/*.ko.resx</c>, so that features keep their texts apart and all pages find
/// them. A sentence that stands in none is shown as it is, in English.
/// </summary>
internal sealed class SharedTextLocalizer : IStringLocalizer<SharedText>
{
    private readonly Dictionary<string, string> _korean = ReadKorean();

    public LocalizedString this[string name] => Find(name) is { } text ? new(name, text) : new(name, name, resourceNotFound: !IsEnglish);

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var text = this[name];
            return new(name, string.Format(CultureInfo.CurrentCulture, text.Value, arguments), text.ResourceNotFound);
        }
    }

    private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName != "ko";

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        IsEnglish ? [] : _korean.Select(text => new LocalizedString(text.Key, text.Value));

    private string? Find(string name) => IsEnglish ? null : _korean.GetValueOrDefault(name);

    /// <summary>All files come from one satellite assembly; where two hold a sentence, the first file's name wins.</summary>
    private static Dictionary<string, string> ReadKorean()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var satellite = typeof(SharedText).Assembly.GetSatelliteAssembly(CultureInfo.GetCultureInfo("ko"));
        foreach (var file in satellite.GetManifestResourceNames().Order(StringComparer.Ordinal))
            foreach (var (key, value) in Read(satellite, file))
                texts.TryAdd(key, value);

        return texts;
    }

    private static List<(string Key, string Value)> Read(Assembly satellite, string file)
    {
        using var reader = new ResourceReader(satellite.GetManifestResourceStream(file)!);
        return [.. reader.Cast<System.Collections.DictionaryEntry>().Select(entry => ((string)entry.Key, (string)entry.Value!))];
    }
}
