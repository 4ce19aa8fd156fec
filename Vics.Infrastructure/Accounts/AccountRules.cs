using Vics.Domain;
using Vics.Domain.Accounts;

namespace Vics.Infrastructure.Accounts;

/// <summary>What may be an account's name, password and role.</summary>
internal static class AccountRules
{
    private const int MaxUserNameLength = 64;

    // Hashing time grows with the length; nobody types more.
    private const int MaxPasswordLength = 512;

    /// <summary>Everything that is wrong with a new account.</summary>
    public static IReadOnlyList<FieldError> Check(string userName, Secret password, Role role, AccountOptions options)
    {
        var errors = new List<FieldError>();
        if (userName.Length is 0 or > MaxUserNameLength || !userName.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+'))
            errors.Add(new("userName", OperatorText.Of($"Enter a name of at most {MaxUserNameLength} letters, digits and . - _ @ +.")));
        errors.AddRange(CheckPassword(userName, password, options));
        errors.AddRange(CheckRole(role));
        return errors;
    }

    /// <summary>Everything that is wrong with a new password.</summary>
    public static IEnumerable<FieldError> CheckPassword(string userName, Secret password, AccountOptions options)
    {
        var length = password.Reveal().Length;
        if (length < options.MinPasswordLength)
            yield return new("password", OperatorText.Of($"A password has at least {options.MinPasswordLength} characters."));
        else if (length > MaxPasswordLength)
            yield return new("password", OperatorText.Of($"At most {MaxPasswordLength} characters."));
        if (string.Equals(password.Reveal(), userName, StringComparison.OrdinalIgnoreCase))
            yield return new("password", OperatorText.Of($"The password must not be the user name."));
    }

    /// <summary>Whether there is such a role.</summary>
    public static IEnumerable<FieldError> CheckRole(Role role)
    {
        if (!Enum.IsDefined(role))
            yield return new("role", OperatorText.Of($"Choose viewer, operator or administrator."));
    }
}
