using System.Text;
using Vics.Domain;

namespace Vics.Web.Commands;

/// <summary>Asks for a new password: twice and without echo at a terminal, otherwise the first line of standard input.</summary>
internal static class PasswordPrompt
{
    /// <summary>The password, or null where there is none; then the reason was told.</summary>
    public static async Task<Secret?> ReadAsync(string name, CancellationToken ct)
    {
        var typed = Console.IsInputRedirected ? await Console.In.ReadLineAsync(ct) : Ask($"Password for {name}: ");
        if (string.IsNullOrEmpty(typed))
            return Refuse("No password was given.");
        if (!Console.IsInputRedirected && Ask("The same again: ") != typed)
            return Refuse("The two passwords differ.");
        return new Secret(typed);
    }

    private static Secret? Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return null;
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.Key is ConsoleKey.Enter)
                break;
            if (key.Key is ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
