using System.Security.Cryptography;
using System.Text;

namespace Vics.Web.Accounts;

/// <summary>
/// The code that shows, at the first visit, that the visitor can read the server's log. A new one at every start, and
/// after <see cref="MaxWrong"/> wrong ones; it lies in memory only.
/// </summary>
public sealed partial class SetupCode(ILogger<SetupCode> logger)
{
    /// <summary>Wrong codes until the next one is made.</summary>
    public const int MaxWrong = 5;

    // Nothing that is mistaken for something else when it is read from a screen and typed.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 12;
    private readonly Lock _gate = new();
    private string? _code;
    private int _wrong;

    /// <summary>Makes a code and writes it to the log.</summary>
    public void Announce()
    {
        lock (_gate)
            Renew();
    }

    /// <summary>Whether this is the code. Case and dashes do not matter.</summary>
    public bool IsRight(string? typed)
    {
        lock (_gate)
        {
            if (_code is null)
                return false;
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_code), Encoding.UTF8.GetBytes(Plain(typed))))
                return true;
            if (++_wrong >= MaxWrong)
                Renew();
            return false;
        }
    }

    private static string Plain(string? typed) => new([.. (typed ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);

    private void Renew()
    {
        _code = RandomNumberGenerator.GetString(Letters, Length);
        _wrong = 0;
        Log.Code(logger, string.Join('-', _code.Chunk(4).Select(part => new string(part))));
    }

    private static partial class Log
    {
        // The one secret the log may hold: to read the log is what it proves, and it dies with its use.
        [LoggerMessage(Level = LogLevel.Warning, Message = "There is no account yet. Open the product and make the first one with the set-up code {SetupCode}")]
        public static partial void Code(ILogger logger, string setupCode);
    }
}
