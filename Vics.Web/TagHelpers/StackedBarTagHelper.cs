using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Vics.Web.TagHelpers;

/// <summary>
/// <c>&lt;stacked-bar label="3 of 8" done="3" running="1" waiting="4" failed="0" /&gt;</c>: one bar with a part for each
/// count. Drawn as SVG: widths in style attributes are forbidden by the content security policy. Scripts move it by
/// the parts' <c>data-part</c> (<c>x</c> and <c>width</c> in percent).
/// </summary>
[HtmlTargetElement("stacked-bar", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StackedBarTagHelper : TagHelper
{
    /// <summary>What the bar says, for those who do not see it.</summary>
    public required string Label { get; set; }

    /// <summary>Ended well.</summary>
    public int Done { get; set; }

    /// <summary>Under way.</summary>
    public int Running { get; set; }

    /// <summary>Ended badly.</summary>
    public int Failed { get; set; }

    /// <summary>Not begun.</summary>
    public int Waiting { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "stacked-bar");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("data-stacked-bar", "");

        var all = Math.Max(1, Done + Running + Failed + Waiting);
        var from = 0;
        foreach (var (part, count) in new[] { ("done", Done), ("failed", Failed), ("running", Running) })
        {
            output.Content.AppendHtml(Part(part, from, count, all));
            from += count;
        }
    }

    private static TagBuilder Part(string part, int from, int count, int all) => new("rect")
    {
        Attributes = { ["data-part"] = part, ["x"] = Percent(from, all), ["width"] = Percent(count, all), ["height"] = "100%" },
    };

    private static string Percent(int count, int all) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / all:0.##}%");
}
