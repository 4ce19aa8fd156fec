using Microsoft.Extensions.Localization;
using Vics.Domain;

namespace Vics.Web.Localization;

/// <summary>Says the domain's sentences in the reader's language.</summary>
public static class OperatorTextExtensions
{
    /// <summary>The sentence: <c>@L.Say(target.Message)</c>.</summary>
    public static string Say(this IStringLocalizer<SharedText> L, OperatorText text)
    {
        ArgumentNullException.ThrowIfNull(L);
        ArgumentNullException.ThrowIfNull(text);
        return L[text.Template, [.. text.Arguments]];
    }
}
