using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Vics.Web.Localization;

namespace Vics.Web.TagHelpers;

/// <summary>
/// <c>&lt;pager page="2" page-size="50" total="123" /&gt;</c>: "51–100 of 123" and links to the neighbours that keep
/// the rest of the address (search, sort, chips).
/// </summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PagerTagHelper(IStringLocalizer<SharedText> text) : TagHelper
{
    /// <summary>This page, from 1.</summary>
    public int Page { get; set; } = 1;

    /// <summary>Rows on a page.</summary>
    public int PageSize { get; set; } = 50;

    /// <summary>Rows in all.</summary>
    public int Total { get; set; }

    /// <summary>The view being written.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    private int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", text["Pages"].Value);
        output.Attributes.SetAttribute("data-pager", $"{Page}/{Pages}");

        var range = new TagBuilder("p") { Attributes = { ["class"] = "m-0 text-secondary" } };
        range.InnerHtml.Append(Range());
        output.Content.AppendHtml(range);
        if (Pages > 1)
            output.Content.AppendHtml(Links());
    }

    private string Range()
    {
        if (Total == 0)
            return text["None"];
        var first = (Page - 1) * PageSize + 1;
        return text["{0}–{1} of {2}", first, Math.Min(Page * PageSize, Total), Total];
    }

    private TagBuilder Links()
    {
        var list = new TagBuilder("ul") { Attributes = { ["class"] = "pagination m-0 ms-auto" } };
        list.InnerHtml.AppendHtml(Arrow("chevron-left", Page - 1, text["Previous page"]));
        foreach (var page in Enumerable.Range(1, Pages).Where(IsNear))
            list.InnerHtml.AppendHtml(Number(page));
        list.InnerHtml.AppendHtml(Arrow("chevron-right", Page + 1, text["Next page"]));
        return list;
    }

    private bool IsNear(int page) => page == 1 || page == Pages || Math.Abs(page - Page) <= 2;

    private TagBuilder Number(int page)
    {
        var link = new TagBuilder("a") { Attributes = { ["class"] = "page-link", ["href"] = AddressOf(page) } };
        if (page == Page)
            link.Attributes["aria-current"] = "page";
        link.InnerHtml.Append(page.ToString(CultureInfo.InvariantCulture));
        return Item(link, page == Page ? "active" : "");
    }

    private TagBuilder Arrow(string icon, int page, string label)
    {
        var possible = page >= 1 && page <= Pages;
        var link = new TagBuilder(possible ? "a" : "span") { Attributes = { ["class"] = "page-link", ["aria-label"] = label } };
        if (possible)
        {
            link.Attributes["href"] = AddressOf(page);
            link.Attributes["rel"] = page < Page ? "prev" : "next";
        }

        link.InnerHtml.AppendHtml(IconTagHelper.Draw(ViewContext, icon));
        return Item(link, possible ? "" : "disabled");
    }

    private static TagBuilder Item(TagBuilder link, string state)
    {
        var item = new TagBuilder("li") { Attributes = { ["class"] = $"page-item {state}".TrimEnd() } };
        item.InnerHtml.AppendHtml(link);
        return item;
    }

    private string AddressOf(int page)
    {
        var request = ViewContext.HttpContext.Request;
        var kept = request.Query.Where(part => !string.Equals(part.Key, "page", StringComparison.OrdinalIgnoreCase));
        var query = new QueryBuilder(kept) { { "page", page.ToString(CultureInfo.InvariantCulture) } };
        return $"{request.PathBase}{request.Path}{query}";
    }
}
