namespace Vics.Domain.Units;

/// <summary>What a unit's entry must look like. The API, the form and the CSV import all ask here.</summary>
public static class UnitRules
{
    /// <summary>Longest name of a unit.</summary>
    public const int MaxNameLength = EntryRules.MaxNameLength;

    /// <summary>Longest notes.</summary>
    public const int MaxNotesLength = 4000;

    /// <summary>Longest tag.</summary>
    public const int MaxTagLength = EntryRules.MaxTagLength;

    /// <summary>Most tags on one unit.</summary>
    public const int MaxTags = EntryRules.MaxTags;

    /// <summary>Longest SSH or API account name.</summary>
    public const int MaxUserNameLength = EntryRules.MaxUserNameLength;

    /// <summary>Longest password or passphrase.</summary>
    public const int MaxPasswordLength = EntryRules.MaxPasswordLength;

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
        else
            errors.CheckHost(entry.Host);
        errors.CheckPort("port", entry.Port);
        errors.CheckPort("apiPort", entry.ApiPort);
    }

    private static void CheckAccount(UnitEntry entry, List<FieldError> errors)
    {
        CheckAccountName("userName", entry.UserName, required: true, errors);
        CheckAccountName("apiUserName", entry.ApiUserName, required: false, errors);
        if (!Enum.IsDefined(entry.Authentication))
            errors.Add(new("authentication", OperatorText.Of($"Choose password or private key.")));
        errors.CheckSecret("password", entry.Password);
        errors.CheckSecret("passphrase", entry.Passphrase);
        errors.CheckSecret("apiPassword", entry.ApiPassword);
        errors.CheckSecret("privateKey", entry.PrivateKey, MaxPrivateKeyLength, oneLine: false);
    }

    // An account name that begins with a dash or holds a colon or a blank is no POSIX account, and an option to somebody.
    private static void CheckAccountName(string field, string? name, bool required, List<FieldError> errors)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            if (required)
                errors.Add(new(field, OperatorText.Of($"Enter the account to sign in with.")));
        }
        else if (name[0] == '-')
        {
            errors.Add(new(field, OperatorText.Of($"“{name}” is not an account name.")));
        }
        else
        {
            errors.CheckAccountName(field, name, c => char.IsWhiteSpace(c) || c is ':' or '/');
        }
    }

    private static void CheckTexts(UnitEntry entry, List<FieldError> errors)
    {
        errors.CheckName(entry.Name);
        if (entry.Notes?.Length > MaxNotesLength)
            errors.Add(new("notes", OperatorText.Of($"At most {MaxNotesLength} characters.")));
        errors.CheckTags(entry.Tags);
    }
}
