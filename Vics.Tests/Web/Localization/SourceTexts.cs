using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Vics.Tests.Web.Localization;

/// <summary>
/// Finds the sentences the product may show: <c>L["…"]</c> in views and code, <c>OperatorText.Of($"…")</c>,
/// <c>SharedText.Key("…")</c>, and the texts of display and validation attributes.
/// </summary>
internal static class SourceTexts
{
    private static readonly string[] LocalizerNames = ["L", "text", "_text", "localizer", "_localizer"];
    private static readonly string[] AttributeTexts = ["Name", "Description", "Prompt", "ErrorMessage"];

    /// <summary>The sentences of a C# file, with the line each stands in.</summary>
    public static IEnumerable<(string Text, int Line)> InCode(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        return root.DescendantNodes().SelectMany(TextsOf).Select(found => (found.Text, LineOf(found.Node)));
    }

    /// <summary>The sentences of a view. Razor is no C#, but what follows <c>L[</c> is.</summary>
    public static IEnumerable<(string Text, int Line)> InView(string source)
    {
        for (var at = source.IndexOf("L[", StringComparison.Ordinal); at >= 0; at = source.IndexOf("L[", at + 1, StringComparison.Ordinal))
        {
            if (at > 0 && char.IsLetterOrDigit(source[at - 1]))
                continue;
            var line = source.AsSpan(0, at).Count('\n') + 1;
            foreach (var (text, _) in TextsOf(SyntaxFactory.ParseExpression(source, at, consumeFullText: false).FirstElementAccess()))
                yield return (text, line);
        }
    }

    private static SyntaxNode FirstElementAccess(this ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().OfType<ElementAccessExpressionSyntax>().FirstOrDefault() ?? (SyntaxNode)expression;

    private static IEnumerable<(string Text, SyntaxNode Node)> TextsOf(SyntaxNode node) => node switch
    {
        ElementAccessExpressionSyntax access when LocalizerNames.Contains(access.Expression.ToString()) =>
            Literals(access.ArgumentList.Arguments[0].Expression),
        InvocationExpressionSyntax call when call.Expression.ToString() is "OperatorText.Of" => Templates(call.ArgumentList.Arguments[0].Expression),
        InvocationExpressionSyntax call when call.Expression.ToString() is "SharedText.Key" or "Key" => Literals(call.ArgumentList.Arguments[0].Expression),
        AttributeArgumentSyntax { NameEquals: { } name } argument when AttributeTexts.Contains(name.Name.ToString()) && IsForForms(argument) =>
            Literals(argument.Expression),
        _ => [],
    };

    private static bool IsForForms(AttributeArgumentSyntax argument) =>
        argument.Parent?.Parent is AttributeSyntax attribute
        && attribute.Name.ToString() is "Display" or "Required" or "StringLength" or "MaxLength" or "MinLength" or "Range"
            or "RegularExpression" or "EmailAddress" or "Compare" or "Url";

    /// <summary>A plain string, or those of the branches of a choice.</summary>
    private static IEnumerable<(string Text, SyntaxNode Node)> Literals(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => [(literal.Token.ValueText, literal)],
        ParenthesizedExpressionSyntax inner => Literals(inner.Expression),
        ConditionalExpressionSyntax choice => Literals(choice.WhenTrue).Concat(Literals(choice.WhenFalse)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Literals(arm.Expression)),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => Sum(sum),
        _ => [],
    };

    private static IEnumerable<(string Text, SyntaxNode Node)> Sum(BinaryExpressionSyntax sum)
    {
        var (left, right) = (Literals(sum.Left).ToList(), Literals(sum.Right).ToList());
        return left.Count == 1 && right.Count == 1 ? [(left[0].Text + right[0].Text, sum)] : [];
    }

    /// <summary>Interpolated strings as FormattableString.Format has them: holes become {0}, {1} … in order.</summary>
    private static IEnumerable<(string Text, SyntaxNode Node)> Templates(ExpressionSyntax expression) => expression switch
    {
        InterpolatedStringExpressionSyntax sentence => [(Template(sentence), sentence)],
        ParenthesizedExpressionSyntax inner => Templates(inner.Expression),
        ConditionalExpressionSyntax choice => Templates(choice.WhenTrue).Concat(Templates(choice.WhenFalse)),
        SwitchExpressionSyntax choice => choice.Arms.SelectMany(arm => Templates(arm.Expression)),
        _ => [],
    };

    private static string Template(InterpolatedStringExpressionSyntax sentence)
    {
        var hole = 0;
        return string.Concat(sentence.Contents.Select(part => part switch
        {
            InterpolatedStringTextSyntax text => text.TextToken.ValueText,
            InterpolationSyntax filled => $"{{{hole++}{filled.AlignmentClause}{filled.FormatClause}}}",
            _ => "",
        }));
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
