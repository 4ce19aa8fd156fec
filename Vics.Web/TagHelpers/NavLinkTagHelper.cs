using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Vics.Web.TagHelpers;

/// <summary>
/// An entry of the main menu: <c>&lt;nav-link controller="Units" icon="server" shortcut="u"&gt;Units&lt;/nav-link&gt;</c>.
/// Active on every page of its controller; not shown where the page does not exist or the role may not see it.
/// </summary>
[HtmlTargetElement("nav-link")]
public sealed class NavLinkTagHelper(IUrlHelperFactory urls) : TagHelper
{
    /// <summary>The controller the entry stands for.</summary>
    public required string Controller { get; set; }

    /// <summary>Its first page.</summary>
    public string Action { get; set; } = "Index";

    /// <summary>An icon of the sprite.</summary>
    public required string Icon { get; set; }

    /// <summary>The letter that, after g, goes there.</summary>
    public string? Shortcut { get; set; }

    /// <summary>The roles that may see it, comma-separated; none: all.</summary>
    public string? Roles { get; set; }

    /// <summary>Other controllers whose pages belong here, comma-separated.</summary>
    public string? Also { get; set; }

    /// <summary>The view being written.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var address = urls.GetUrlHelper(ViewContext).Action(new UrlActionContext { Action = Action, Controller = Controller });
        if (address is null || !MayBeSeen())
        {
            output.SuppressOutput();
            return;
        }

        var active = IsActive();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", active ? "nav-item active" : "nav-item");
        output.Content.SetHtmlContent(Link(address, active, (await output.GetChildContentAsync()).GetContent()));
    }

    private TagBuilder Link(string address, bool active, string text)
    {
        var icon = new TagBuilder("span") { Attributes = { ["class"] = "nav-link-icon" } };
        icon.InnerHtml.AppendHtml(IconTagHelper.Draw(ViewContext, Icon));
        var title = new TagBuilder("span") { Attributes = { ["class"] = "nav-link-title" } };
        title.InnerHtml.AppendHtml(text);

        var link = new TagBuilder("a") { Attributes = { ["class"] = "nav-link", ["href"] = address, ["data-nav"] = Controller } };
        if (Shortcut is not null)
            link.Attributes["data-go"] = Shortcut;
        if (active)
            link.Attributes["aria-current"] = "page";
        link.InnerHtml.AppendHtml(icon).AppendHtml(title);
        return link;
    }

    private bool MayBeSeen() => Roles is null || Split(Roles).Any(ViewContext.HttpContext.User.IsInRole);

    private bool IsActive()
    {
        var here = ViewContext.RouteData.Values["controller"]?.ToString();
        return Split(Also ?? "").Append(Controller).Contains(here, StringComparer.OrdinalIgnoreCase);
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
