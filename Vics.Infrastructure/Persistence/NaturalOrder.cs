using System.Text;

namespace Vics.Infrastructure.Persistence;

/// <summary>Sorts texts as people count.</summary>
internal static class NaturalOrder
{
    private const int Digits = 12;

    /// <summary>The text without its case and with every number filled up to the same length.</summary>
    public static string KeyOf(string text)
    {
        var key = new StringBuilder(text.Length + Digits);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end > at)
                key.Append('0', Math.Max(0, Digits - (end - at))).Append(text, at, end - at);
            else
                key.Append(char.ToLowerInvariant(text[end++]));
            at = end;
        }

        return key.ToString();
    }
}
