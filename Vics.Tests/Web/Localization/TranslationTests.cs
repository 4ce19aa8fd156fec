using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Localization;

public sealed partial class TranslationTests
{
    private static readonly string[] Projects = ["Vics.Domain", "Vics.Infrastructure", "Vics.Web"];

    [Fact]
    public void EverySentence_HasItsKorean()
    {
        var korean = Korean().Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);

        var missing = Shown().Where(shown => Hole().Replace(shown.Text, "").Any(char.IsLetter) && !korean.Contains(shown.Text))
            .GroupBy(shown => shown.Text, StringComparer.Ordinal)
            .Select(sentence => $"{sentence.First().Place}: \"{sentence.Key}\"")
            .ToList();

        Assert.True(missing.Count == 0, $"{missing.Count} sentences without an entry in Vics.Web/Resources/*.ko.resx:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void EveryKorean_FillsInTheSameArguments() =>
        Assert.Empty(Korean().Where(entry => !Holes(entry.Key).SetEquals(Holes(entry.Value))).Select(entry => $"{entry.File}: {entry.Key}"));

    [Fact]
    public void NoSentence_HasTwoDifferentKoreans() =>
        Assert.Empty(Korean().GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .Where(same => same.Select(entry => entry.Value).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(same => $"{string.Join(", ", same.Select(entry => entry.File))}: {same.Key}"));

    /// <summary>Tests the finder itself: a check that finds nothing reports nothing.</summary>
    [Fact]
    public void Sentences_AreFound_WhereverTheyStand()
    {
        const string code = """
            class Sample
            {
                [Display(Name = "Host"), Required(ErrorMessage = "Say where.")] public string Host { get; set; }
                object A() => L["Units of {0}", "not this"];
                object B() => text[yes ? "On" : "Off"];
                object C() => OperatorText.Of($"{name} answered {code:X} with {{braces}}.");
                object D() => SharedText.Key("Later");
                object E() => other["not this"];
            }
            """;
        const string view = """<p title='@L["Show \"all\""]'>@L[Model.Any ? "Some" : "None", Model.Count] @Html["not this"] @L[Model.Title]</p>""";

        Assert.Equal(
            ["Host", "Later", "Off", "On", "Say where.", "Units of {0}", "{0} answered {1:X} with {{braces}}."],
            SourceTexts.InCode(code).Select(found => found.Text).Order(StringComparer.Ordinal));
        Assert.Equal(["None", "Show \"all\"", "Some"], SourceTexts.InView(view).Select(found => found.Text).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Text, string Place)> Shown()
    {
        foreach (var role in RoleNames.All)
            yield return (role, nameof(RoleNames));

        foreach (var file in Projects.SelectMany(Repository.SourceFiles))
        {
            var source = File.ReadAllText(file);
            var found = Path.GetExtension(file) switch
            {
                ".cshtml" => SourceTexts.InView(source),
                // The settings' messages are read by who starts the program, in English.
                ".cs" when !file.EndsWith("VicsOptions.cs", StringComparison.Ordinal) => SourceTexts.InCode(source),
                _ => [],
            };
            foreach (var (text, line) in found)
                yield return (text, $"{Repository.Relative(file)}:{line}");
        }
    }

    private static List<(string Key, string Value, string File)> Korean() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "Vics.Web", "Resources"), "*.ko.resx")
           from data in XDocument.Load(file).Root!.Elements("data")
           select ((string)data.Attribute("name")!, (string)data.Element("value")!, Path.GetFileName(file)),
    ];

    private static HashSet<string> Holes(string sentence) => [.. Hole().Matches(sentence).Select(hole => hole.Value)];

    [GeneratedRegex(@"(?<!\{)\{\d+[^}]*\}")]
    private static partial Regex Hole();
}
