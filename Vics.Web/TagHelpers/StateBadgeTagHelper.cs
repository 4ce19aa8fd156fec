using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Vics.Web.Display;
using Vics.Web.Localization;

namespace Vics.Web.TagHelpers;

/// <summary>
/// <c>&lt;state-badge state="CalmState.Busy" text="@L["Updating"]" /&gt;</c>: colour, icon and word of a state. Without
/// a text, the state's own word.
/// </summary>
[HtmlTargetElement("state-badge", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StateBadgeTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>The state.</summary>
    public CalmState State { get; set; }

    /// <summary>The word to show instead of the state's own.</summary>
    public string? Text { get; set; }

    /// <summary>The view being written.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var look = CalmStateLook.Of(State);
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "badge state-badge");
        output.Attributes.SetAttribute("data-state", State.ToString().ToLowerInvariant());
        output.Content.SetHtmlContent(IconTagHelper.Draw(ViewContext, look.Icon));
        output.Content.Append(Text ?? text[look.Word]);
    }
}
