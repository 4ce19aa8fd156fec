using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Vics.Domain.Accounts;
using Vics.Infrastructure.Persistence;

namespace Vics.Infrastructure.Accounts;

/// <summary>
/// Browser sessions in the database. The cookie holds a random key, the database its hash and the protected ticket: a copy of the
/// database signs nobody in. The ticket's principal names its account by <see cref="ClaimTypes.NameIdentifier"/>, the bare UUID.
/// </summary>
internal sealed class DatabaseTicketStore(
    IDbContextFactory<VicsDbContext> contexts, IDataProtectionProvider protection, TimeProvider clock) : ITicketStore, IAccountSessions
{
    private const int KeyBytes = 32;

    // The cookie handler always states an end; this is for a ticket that comes another way.
    private static readonly TimeSpan LifeWithoutEnd = TimeSpan.FromHours(12);
    private readonly IDataProtector _protector = protection.CreateProtector("Vics.Session.v1");

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var now = clock.GetUtcNow();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // A sign-in is rare enough to tidy up on the occasion, and often enough for it to be tidy.
        await context.Sessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        context.Sessions.Add(new SessionRow
        {
            KeyHash = HashOf(key),
            AccountId = AccountOf(ticket),
            Ticket = Protect(ticket),
            CreatedAt = now,
            ExpiresAt = EndOf(ticket, now),
        });
        await context.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, CancellationToken.None);

    /// <inheritdoc/>
    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        var (hash, account, protectedTicket, end) = (HashOf(key), AccountOf(ticket), Protect(ticket), EndOf(ticket, clock.GetUtcNow()));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // A session ended meanwhile stays ended: only what is still there is renewed.
        var renewed = await context.Sessions.Where(session => session.KeyHash == hash && session.AccountId == account).ExecuteUpdateAsync(
            set => set.SetProperty(session => session.Ticket, protectedTicket).SetProperty(session => session.ExpiresAt, end), cancellationToken);
        // Somebody signs in over another account's session. The key may have been planted in the browser by that other one, who would
        // then share the new session (fixation): the key ends instead, and the next sign-in gets its own.
        if (renewed == 0)
            await RemoveAsync(key, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    /// <inheritdoc/>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(key), clock.GetUtcNow());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var bytes = await context.Sessions.Where(session => session.KeyHash == hash && session.ExpiresAt > now)
            .Select(session => session.Ticket).SingleOrDefaultAsync(cancellationToken);
        if (bytes is null)
            return null;
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(bytes));
        }
        catch (CryptographicException)
        {
            // Sealed with keys of another installation: nobody can use it any more.
            await RemoveAsync(key, cancellationToken);
            return null;
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        var hash = HashOf(key);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Sessions.Where(session => session.KeyHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> EndAllAsync(AccountId account, CancellationToken ct)
    {
        await using var context = await contexts.CreateDbContextAsync(ct);
        return await context.Sessions.Where(session => session.AccountId == account.Value).ExecuteDeleteAsync(ct);
    }

    private static Guid AccountOf(AuthenticationTicket ticket) =>
        Guid.TryParse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var account)
            ? account
            : throw new ArgumentException("The principal does not name its account.", nameof(ticket));

    private static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private byte[] Protect(AuthenticationTicket ticket) => _protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private static DateTimeOffset EndOf(AuthenticationTicket ticket, DateTimeOffset now) => ticket.Properties.ExpiresUtc ?? now + LifeWithoutEnd;
}
