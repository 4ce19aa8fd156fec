using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Infrastructure.Persistence;

namespace Vics.Infrastructure.Accounts;

/// <summary>
/// API tokens in the database: <c>vics_</c> and 32 random bytes. A plain SHA-256 is kept of them: a slow hash is for what people think up,
/// and nobody guesses 256 random bits.
/// </summary>
internal sealed class ApiTokenStore(IDbContextFactory<VicsDbContext> contexts, TimeProvider clock) : IApiTokenStore
{
    private const string Mark = "vics_";
    private const int RandomBytes = 32;
    private const int PrefixLength = 12;
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(AccountId? account, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var rows = context.ApiTokens.AsNoTracking();
        if (account is { } owner)
            rows = rows.Where(row => row.AccountId == owner.Value);
        var tokens = await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            .Join(context.Users, row => row.AccountId, user => user.Id, (row, user) => new { row, user.UserName }).ToListAsync(ct);
        return [.. tokens.Select(token => TokenOf(token.row, token.UserName!))];
    }

    /// <inheritdoc/>
    public async Task<(ApiToken Token, Secret Secret)> CreateAsync(AccountId account, string name, DateTimeOffset? expiresAt, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var userName = await context.Users.Where(user => user.Id == account.Value).Select(user => user.UserName).SingleAsync(ct);
        var text = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var now = clock.GetUtcNow();
        var row = new ApiTokenRow
        {
            Id = EntityId.New<ApiTokenId>(now),
            AccountId = account.Value,
            Name = name.Trim(),
            Prefix = text[..PrefixLength],
            Hash = HashOf(text),
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        context.ApiTokens.Add(row);
        await context.SaveChangesAsync(ct);
        return (TokenOf(row, userName!), new Secret(text));
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(ApiTokenId id, AccountId? owner, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        var rows = context.ApiTokens.Where(row => row.Id == id);
        if (owner is { } account)
            rows = rows.Where(row => row.AccountId == account.Value);
        return await rows.ExecuteDeleteAsync(ct) > 0;
    }

    /// <inheritdoc/>
    public async Task<Account?> AuthenticateAsync(Secret token, CancellationToken ct)
    {
        if (!token.Reveal().StartsWith(Mark, StringComparison.Ordinal))
            return null;
        await using var context = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        // Found by its hash: how long the search takes tells about the hash only, and from a hash no token can be made.
        var hash = HashOf(token.Reveal());
        var found = await context.ApiTokens.AsNoTracking().Where(row => row.Hash == hash && (row.ExpiresAt == null || row.ExpiresAt > now))
            .Join(context.Users.AsNoTracking(), row => row.AccountId, user => user.Id, (row, user) => new { row, user }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        await NoteUseAsync(context, found.row, now, ct);
        return found.user.ToAccount(now);
    }

    // To the minute: a script that asks every second must not write every second.
    private static async Task NoteUseAsync(VicsDbContext context, ApiTokenRow token, DateTimeOffset now, CancellationToken ct)
    {
        if (token.LastUsedAt is { } last && now - last < UseIsNotedEvery)
            return;
        await context.ApiTokens.Where(row => row.Id == token.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), ct);
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static ApiToken TokenOf(ApiTokenRow row, string userName) => new(
        row.Id, AccountId.From(row.AccountId), userName, row.Name, row.Prefix, row.CreatedAt, row.ExpiresAt, row.LastUsedAt);
}
