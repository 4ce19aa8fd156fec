using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Vics.Web.TagHelpers;

/// <summary>
/// <c>&lt;local-time value="@unit.LastSeenAt" format="ago" /&gt;</c>: a moment, written in UTC by the server and turned
/// into the browser's zone by site.js. Null is a dash.
/// </summary>
[HtmlTargetElement("local-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class LocalTimeTagHelper : TagHelper
{
    /// <summary>The moment.</summary>
    public DateTimeOffset? Value { get; set; }

    /// <summary><c>datetime</c>, <c>date</c>, <c>time</c> (with seconds), <c>zoned</c> (names the zone) or <c>ago</c>.</summary>
    public string Format { get; set; } = "datetime";

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Value is not { } moment)
        {
            output.TagName = "span";
            output.Content.SetContent("–");
            return;
        }

        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("data-local-time", Format);
        output.Content.SetContent(moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
    }
}
