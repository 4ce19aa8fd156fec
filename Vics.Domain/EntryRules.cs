namespace Vics.Domain;

/// <summary>What the entries of units and of cameras have in common.</summary>
internal static class EntryRules
{
    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Longest tag.</summary>
    public const int MaxTagLength = 40;

    /// <summary>Most tags on one thing.</summary>
    public const int MaxTags = 20;

    /// <summary>Longest account name.</summary>
    public const int MaxUserNameLength = 64;

    /// <summary>Longest password or passphrase.</summary>
    public const int MaxPasswordLength = 512;

    public static void CheckName(this List<FieldError> errors, string? name)
    {
        if (name?.Length > MaxNameLength)
            errors.Add(new("name", OperatorText.Of($"At most {MaxNameLength} characters.")));
        if (name?.Any(char.IsControl) == true)
            errors.Add(new("name", OperatorText.Of($"Control characters cannot be part of a name.")));
    }

    public static void CheckTags(this List<FieldError> errors, IReadOnlyCollection<string> tags)
    {
        if (tags.Count > MaxTags)
            errors.Add(new("tags", OperatorText.Of($"At most {MaxTags} tags.")));
        if (tags.Any(tag => tag.Length > MaxTagLength || tag.Any(c => char.IsControl(c) || c is ',' or ';')))
            errors.Add(new("tags", OperatorText.Of($"A tag has at most {MaxTagLength} characters and no comma or semicolon.")));
    }

    public static void CheckHost(this List<FieldError> errors, string host)
    {
        if (!Network.HostName.TryParse(host, out _))
            errors.Add(new("host", OperatorText.Of($"“{host}” is neither an IP address nor a host name.")));
    }

    public static void CheckPort(this List<FieldError> errors, string field, int port)
    {
        if (port is < 1 or > 65535)
            errors.Add(new(field, OperatorText.Of($"{port} is not a port: a port is a number from 1 to 65535.")));
    }

    /// <summary>A name of an account, as far as <paramref name="forbidden"/> leaves it one.</summary>
    public static void CheckAccountName(this List<FieldError> errors, string field, string name, Func<char, bool> forbidden)
    {
        if (name.Length > MaxUserNameLength || name.Any(c => char.IsControl(c) || forbidden(c)))
            errors.Add(new(field, OperatorText.Of($"“{name}” is not an account name.")));
    }

    // A line break would end the password early where it is fed to sudo on standard input (sudo(8), -S), and an HTTP header where it is sent in one.
    public static void CheckSecret(this List<FieldError> errors, string field, Secret? secret, int longest = MaxPasswordLength, bool oneLine = true)
    {
        var text = secret?.Reveal() ?? "";
        if (text.Length > longest)
            errors.Add(new(field, OperatorText.Of($"At most {longest} characters.")));
        if (text.Contains('\0') || (oneLine && text.AsSpan().IndexOfAny('\r', '\n') >= 0))
            errors.Add(new(field, OperatorText.Of($"A line break cannot be part of it.")));
    }
}
