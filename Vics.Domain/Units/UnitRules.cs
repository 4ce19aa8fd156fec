using Vics.Domain.Network;

namespace Vics.Domain.Units;

/// <summary>What a unit's entry must look like. The API, the form and the CSV import all ask here.</summary>
public static class UnitRules
{
    /// <summary>Longest name of a unit.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Longest notes.</summary>
    public const int MaxNotesLength = 4000;

    /// <summary>Longest tag.</summary>
    public const int MaxTagLength = 40;

    /// <summary>Most tags on one unit.</summary>
    public const int MaxTags = 20;

    /// <summary>Longest SSH or API account name.</summary>
    public const int MaxUserNameLength = 64;

    /// <summary>Longest password or passphrase.</summary>
    public const int MaxPasswordLength = 512;

    /// <summary>Longest private key, in characters.</summary>
    public const int MaxPrivateKeyLength = 32_768;

    /// <summary>Everything that is wrong with the entry; empty where it may be saved.</summary>
    public static IReadOnlyList<FieldError> Check(UnitEntry entry)
    {
        var errors = new List<FieldError>();
        CheckAddress(entry, errors);
        CheckAccount(entry, errors);
        CheckTexts(entry, errors);
        return errors;
    }

    private static void CheckAddress(UnitEntry entry, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(entry.Host))
            errors.Add(new("host", OperatorText.Of($"Enter the unit's IP address or host name.")));
        else if (!HostName.TryParse(entry.Host, out _))
            errors.Add(new("host", OperatorText.Of($"“{entry.Host}” is neither an IP address nor a host name.")));
        CheckPort("port", entry.Port, errors);
        CheckPort("apiPort", entry.ApiPort, errors);
    }

    private static void CheckPort(string field, int port, List<FieldError> errors)
    {
        if (port is < 1 or > 65535)
            errors.Add(new(field, OperatorText.Of($"{port} is not a port: a port is a number from 1 to 65535.")));
    }

    private static void CheckAccount(UnitEntry entry, List<FieldError> errors)
    {
        CheckAccountName("userName", entry.UserName, required: true, errors);
        CheckAccountName("apiUserName", entry.ApiUserName, required: false, errors);
        if (!Enum.IsDefined(entry.Authentication))
            errors.Add(new("authentication", OperatorText.Of($"Choose password or private key.")));
        CheckSecret("password", entry.Password, MaxPasswordLength, oneLine: true, errors);
        CheckSecret("passphrase", entry.Passphrase, MaxPasswordLength, oneLine: true, errors);
        CheckSecret("apiPassword", entry.ApiPassword, MaxPasswordLength, oneLine: true, errors);
        CheckSecret("privateKey", entry.PrivateKey, MaxPrivateKeyLength, oneLine: false, errors);
    }

    // An account name that begins with a dash or holds a colon or a blank is no POSIX account, and an option to somebody.
    private static void CheckAccountName(string field, string? name, bool required, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            if (required)
                errors.Add(new(field, OperatorText.Of($"Enter the account to sign in with.")));
        }
        else if (name.Length > MaxUserNameLength || name[0] == '-' || name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is ':' or '/'))
        {
            errors.Add(new(field, OperatorText.Of($"“{name}” is not an account name.")));
        }
    }

    // A line break would end the password early where it is fed to sudo on standard input (sudo(8), -S).
    private static void CheckSecret(string field, Secret? secret, int longest, bool oneLine, List<FieldError> errors)
    {
        var text = secret?.Reveal() ?? "";
        if (text.Length > longest)
            errors.Add(new(field, OperatorText.Of($"At most {longest} characters.")));
        if (text.Contains('\0') || (oneLine && text.AsSpan().IndexOfAny('\r', '\n') >= 0))
            errors.Add(new(field, OperatorText.Of($"A line break cannot be part of it.")));
    }

    private static void CheckTexts(UnitEntry entry, List<FieldError> errors)
    {
        if (entry.Name?.Length > MaxNameLength)
            errors.Add(new("name", OperatorText.Of($"At most {MaxNameLength} characters.")));
        if (entry.Name?.Any(char.IsControl) == true)
            errors.Add(new("name", OperatorText.Of($"Control characters cannot be part of a name.")));
        if (entry.Notes?.Length > MaxNotesLength)
            errors.Add(new("notes", OperatorText.Of($"At most {MaxNotesLength} characters.")));
        if (entry.Tags.Count > MaxTags)
            errors.Add(new("tags", OperatorText.Of($"At most {MaxTags} tags.")));
        if (entry.Tags.Any(tag => tag.Length > MaxTagLength || tag.Any(c => char.IsControl(c) || c is ',' or ';')))
            errors.Add(new("tags", OperatorText.Of($"A tag has at most {MaxTagLength} characters and no comma or semicolon.")));
    }
}
