using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Infrastructure.Persistence;

namespace Vics.Infrastructure.Accounts;

/// <summary>
/// Accounts in ASP.NET Core Identity. Each operation has a scope of its own: Identity keeps its context for as long as the scope lives,
/// and a page, a background worker and the command line must not share one.
/// </summary>
internal sealed class AccountStore(IServiceScopeFactory scopes, IOptions<AccountOptions> options, TimeProvider clock) : IAccountStore
{
    /// <inheritdoc/>
    public async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var work = new Work(scopes);
        return await work.Context.Users.AnyAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct)
    {
        await using var work = new Work(scopes);
        var users = await work.Context.Users.AsNoTracking().OrderBy(user => user.NormalizedUserName).ToListAsync(ct);
        return [.. users.Select(user => user.ToAccount(clock.GetUtcNow()))];
    }

    /// <inheritdoc/>
    public async Task<Account?> FindAsync(AccountId id, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        var user = await work.Context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id.Value, ct);
        return user?.ToAccount(clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public async Task<Account?> FindByNameAsync(string userName, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        return (await work.FindByNameAsync(userName, ct))?.ToAccount(clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public async Task<AccountChange> CreateAsync(string userName, Secret password, Role role, CancellationToken ct)
    {
        userName = userName.Trim();
        var errors = AccountRules.Check(userName, password, role, options.Value);
        if (errors.Count > 0)
            return new AccountChange.Refused(errors);

        await using var work = new Work(scopes);
        var now = clock.GetUtcNow();
        var user = new VicsUser { Id = Guid.CreateVersion7(now), UserName = userName, Role = role, CreatedAt = now };
        try
        {
            var created = await work.Users.CreateAsync(user, password.Reveal());
            return created.Succeeded ? new AccountChange.Done(user.ToAccount(now)) : Refused([.. created.Errors.Select(ErrorOf(userName))]);
        }
        catch (DbUpdateException taken) when (work.Context.IsUniqueViolation(taken))
        {
            return Refused(NameTaken(userName));
        }
    }

    /// <inheritdoc/>
    public async Task<AccountChange> SetRoleAsync(AccountId id, Role role, CancellationToken ct)
    {
        if (AccountRules.CheckRole(role).ToList() is { Count: > 0 } errors)
            return new AccountChange.Refused(errors);
        await using var work = new Work(scopes);
        await using var transaction = await work.Context.BeginWriteAsync(ct);
        var user = await work.Context.Users.SingleOrDefaultAsync(user => user.Id == id.Value, ct);
        if (user is null)
            return new AccountChange.NoSuchAccount();
        if (role is not Role.Administrator && await IsLastAdministratorAsync(work.Context, user, ct))
            return Refused(new FieldError("role", LastAdministrator));

        user.Role = role;
        await work.Context.SaveChangesAsync(ct);
        await EndSessionsAsync(work.Context, id, ct);
        await transaction.CommitAsync(ct);
        return new AccountChange.Done(user.ToAccount(clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task<AccountChange> SetPasswordAsync(AccountId id, Secret password, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        await using var transaction = await work.Context.BeginWriteAsync(ct);
        var user = await work.Context.Users.SingleOrDefaultAsync(user => user.Id == id.Value, ct);
        if (user is null)
            return new AccountChange.NoSuchAccount();
        if (AccountRules.CheckPassword(user.UserName!, password, options.Value).ToList() is { Count: > 0 } errors)
            return new AccountChange.Refused(errors);

        user.PasswordHash = work.Users.PasswordHasher.HashPassword(user, password.Reveal());
        user.AccessFailedCount = 0;
        user.LockoutEnd = null;
        await work.Context.SaveChangesAsync(ct);
        await EndSessionsAsync(work.Context, id, ct);
        await transaction.CommitAsync(ct);
        return new AccountChange.Done(user.ToAccount(clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task UnlockAsync(AccountId id, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        await new SignInAttempts(work.Context, options.Value, clock).ForgetAsync(id.Value, ct);
    }

    /// <inheritdoc/>
    public async Task<AccountChange> DeleteAsync(AccountId id, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        await using var transaction = await work.Context.BeginWriteAsync(ct);
        var user = await work.Context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id.Value, ct);
        if (user is null)
            return new AccountChange.NoSuchAccount();
        if (await IsLastAdministratorAsync(work.Context, user, ct))
            return Refused(new FieldError("id", LastAdministrator));

        // Its sessions and tokens go with it by their foreign keys.
        await work.Context.Users.Where(other => other.Id == id.Value).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return new AccountChange.Done(user.ToAccount(clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task<PasswordCheck> CheckPasswordAsync(string userName, Secret password, CancellationToken ct)
    {
        await using var work = new Work(scopes);
        var user = await work.FindByNameAsync(userName, ct);
        if (user?.PasswordHash is null)
        {
            // As much work as for a known name, so that the time taken does not tell which names exist.
            work.Users.PasswordHasher.HashPassword(new VicsUser(), password.Reveal());
            return new PasswordCheck.Wrong();
        }

        var attempts = new SignInAttempts(work.Context, options.Value, clock);
        if (await attempts.TakeAsync(user.Id, ct) is { } lockedUntil)
            return new PasswordCheck.LockedOut(lockedUntil);
        var verdict = work.Users.PasswordHasher.VerifyHashedPassword(user, user.PasswordHash, password.Reveal());
        if (verdict is PasswordVerificationResult.Failed)
            return new PasswordCheck.Wrong();

        if (verdict is PasswordVerificationResult.SuccessRehashNeeded)
            await RehashAsync(work, user, password, ct);
        await attempts.ForgetAsync(user.Id, ct);
        user.LockoutEnd = null;
        return new PasswordCheck.Right(user.ToAccount(clock.GetUtcNow()));
    }

    // Only now is the password known, to hash it as it is done today. If it was changed meanwhile, the change stands.
    private static async Task RehashAsync(Work work, VicsUser user, Secret password, CancellationToken ct)
    {
        var (old, renewed) = (user.PasswordHash, work.Users.PasswordHasher.HashPassword(user, password.Reveal()));
        await work.Context.Users.Where(other => other.Id == user.Id && other.PasswordHash == old)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.PasswordHash, renewed), ct);
    }

    private static OperatorText LastAdministrator => OperatorText.Of($"The last administrator must stay one.");

    private static AccountChange.Refused Refused(params FieldError[] errors) => new(errors);

    private static FieldError NameTaken(string userName) => new("userName", OperatorText.Of($"The name “{userName}” is taken."));

    private static Func<IdentityError, FieldError> ErrorOf(string userName) => error => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => NameTaken(userName),
        _ => new("password", OperatorText.Of($"{error.Description}")),
    };

    private static async Task<bool> IsLastAdministratorAsync(VicsDbContext context, VicsUser user, CancellationToken ct) =>
        user.Role is Role.Administrator && !await context.Users.AnyAsync(other => other.Role == Role.Administrator && other.Id != user.Id, ct);

    private static Task<int> EndSessionsAsync(VicsDbContext context, AccountId id, CancellationToken ct) =>
        context.Sessions.Where(session => session.AccountId == id.Value).ExecuteDeleteAsync(ct);

    /// <summary>Identity and the context it works on, for one operation.</summary>
    private sealed class Work(IServiceScopeFactory scopes) : IAsyncDisposable
    {
        private readonly AsyncServiceScope _scope = scopes.CreateAsyncScope();

        public UserManager<VicsUser> Users => _scope.ServiceProvider.GetRequiredService<UserManager<VicsUser>>();

        public VicsDbContext Context => _scope.ServiceProvider.GetRequiredService<VicsDbContext>();

        public Task<VicsUser?> FindByNameAsync(string userName, CancellationToken ct)
        {
            var normalized = Users.NormalizeName(userName.Trim());
            return Context.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == normalized, ct);
        }

        public ValueTask DisposeAsync() => _scope.DisposeAsync();
    }
}
