using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Vics.Web.TagHelpers;

/// <summary>
/// <c>&lt;icon name="server" /&gt;</c>: an icon of the sprite, for the eye only; a control without a word needs an
/// aria-label of its own. Names stand in <c>FrontEnd/icons.txt</c>.
/// </summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>The icon's name in the sprite.</summary>
    public required string Name { get; set; }

    /// <summary>More classes: <c>icon-lg text-red</c>.</summary>
    public string? Class { get; set; }

    /// <summary>The view being written.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = null;
        output.Content.SetHtmlContent(Draw(ViewContext, Name, Class));
    }

    /// <summary>The icon, for tag helpers that hold one.</summary>
    internal static TagBuilder Draw(ViewContext view, string name, string? more = null)
    {
        var use = new TagBuilder("use") { Attributes = { ["href"] = $"{AssetUrl.Of(view, "lib/icons.svg")}#{name}" } };
        var svg = new TagBuilder("svg") { Attributes = { ["class"] = more is null ? "icon" : $"icon {more}", ["aria-hidden"] = "true" } };
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }
}
