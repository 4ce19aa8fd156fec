using Vics.Domain.Audit;

namespace Vics.Domain.Accounts;

/// <summary>Gives out API tokens and ends them, with their lines in the audit log.</summary>
public sealed class ApiTokenIssue(IApiTokenStore tokens, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Longest name of a token.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Longest life of a token that has an end, in days.</summary>
    public const int MaxDays = 3650;

    /// <summary>The tokens of one account, or of all where <paramref name="owner"/> is null; newest first.</summary>
    public Task<IReadOnlyList<ApiToken>> ListAsync(AccountId? owner, CancellationToken ct) => tokens.ListAsync(owner, ct);

    /// <summary>Makes a token that acts as <paramref name="account"/>, for ever or until a time.</summary>
    public async Task<TokenIssued> CreateAsync(AccountId account, string? name, DateTimeOffset? expiresAt, Actor actor, CancellationToken ct)
    {
        var errors = Check(name, expiresAt);
        if (errors.Count > 0)
            return new TokenIssued.Refused(errors);

        var (token, secret) = await tokens.CreateAsync(account, name!.Trim(), expiresAt, ct);
        await audit.RecordAsync(actor, AccountActions.TokenCreated, SubjectOf(token), token.Id.Value, null, ct);
        return new TokenIssued.Done(token, secret);
    }

    /// <summary>When a token that lives some days from now ends, or null for one without end.</summary>
    public DateTimeOffset? ExpiryAfter(int? days) => days is { } count ? clock.GetUtcNow().AddDays(Math.Clamp(count, 0, MaxDays + 1)) : null;

    /// <summary>Ends a token at once. False where there is none, or it belongs to another than <paramref name="owner"/> (null: anyone's).</summary>
    public async Task<bool> DeleteAsync(ApiTokenId id, AccountId? owner, Actor actor, CancellationToken ct)
    {
        var token = (await tokens.ListAsync(owner, ct)).FirstOrDefault(known => known.Id == id);
        if (token is null || !await tokens.DeleteAsync(id, owner, ct))
            return false;

        await audit.RecordAsync(actor, AccountActions.TokenDeleted, SubjectOf(token), id.Value, null, ct);
        return true;
    }

    private static string SubjectOf(ApiToken token) => $"{token.Name} ({token.UserName})";

    private List<FieldError> Check(string? name, DateTimeOffset? expiresAt)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(name))
            errors.Add(new("name", OperatorText.Of($"Enter what the token is for.")));
        else if (name.Trim().Length > MaxNameLength || name.Any(char.IsControl))
            errors.Add(new("name", OperatorText.Of($"A name has at most {MaxNameLength} characters, on one line.")));
        if (expiresAt <= clock.GetUtcNow())
            errors.Add(new("expiresAt", OperatorText.Of($"The end must lie in the future.")));
        else if (expiresAt > clock.GetUtcNow().AddDays(MaxDays))
            errors.Add(new("expiresAt", OperatorText.Of($"The end lies at most {MaxDays} days from now.")));
        return errors;
    }
}

/// <summary>How asking for a token ended.</summary>
public abstract record TokenIssued
{
    private TokenIssued()
    {
    }

    /// <summary>Here it is; <c>Secret</c> is the only time it can be read.</summary>
    public sealed record Done(ApiToken Token, Secret Secret) : TokenIssued;

    /// <summary>Not done, and why.</summary>
    public sealed record Refused(IReadOnlyList<FieldError> Errors) : TokenIssued;
}
