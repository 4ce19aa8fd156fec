using System.Text;
using Vics.Domain;

namespace Vics.Infrastructure.Ssh;

/// <summary>Text from a unit is untrusted: it is cut and cleaned before it goes anywhere.</summary>
internal static class UnitText
{
    /// <summary>One line without control characters (a terminal's escape sequences among them), at most <paramref name="longest"/> characters.</summary>
    public static string OneLine(string text, int longest)
    {
        var line = new StringBuilder();
        foreach (var c in text)
        {
            if (line.Length >= longest)
                break;
            var blank = char.IsControl(c) || char.IsWhiteSpace(c);
            if (!blank)
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Lines kept, other control characters dropped, at most the last <paramref name="longest"/> characters.</summary>
    public static string Lines(string text, int longest)
    {
        var clean = string.Concat(text.Where(c => c is '\n' or '\t' || !char.IsControl(c)));
        return clean.Length <= longest ? clean : clean[^longest..];
    }

    /// <summary>The text without the secret, in the spellings a shell or a log may give it.</summary>
    public static string Scrub(string text, Secret? secret)
    {
        var value = secret?.Reveal();
        if (string.IsNullOrEmpty(value))
            return text;
        foreach (var spelling in new[] { UnitCommands.ShellQuote(value), value, Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) })
            text = text.Replace(spelling, "***", StringComparison.Ordinal);
        return text;
    }
}
