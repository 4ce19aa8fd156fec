using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Tests.Infrastructure.Persistence;
using Xunit;

namespace Vics.Tests.Infrastructure.Accounts;

public sealed class ApiTokenStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();
    private Account _ann = null!;
    private Account _bob = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IApiTokenStore Tokens => _stores.The<IApiTokenStore>();

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        _ann = await CreatedAsync("ann", Role.Administrator);
        _bob = await CreatedAsync("bob", Role.Operator);
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_token_speaks_for_its_account()
    {
        var (token, secret) = await Tokens.CreateAsync(_bob.Id, "nightly", null, Ct);

        Assert.Matches("^vics_[A-Za-z0-9_-]{43}$", secret.Reveal());
        Assert.Equal(secret.Reveal()[..12], token.Prefix);
        Assert.Equal(("nightly", "bob", _bob.Id), (token.Name, token.UserName, token.AccountId));
        Assert.Equal(_bob, await Tokens.AuthenticateAsync(secret, Ct));
        Assert.Null(await Tokens.AuthenticateAsync(new Secret(secret.Reveal()[..^1] + (secret.Reveal()[^1] == 'A' ? 'B' : 'A')), Ct));
        Assert.Null(await Tokens.AuthenticateAsync(new Secret(""), Ct));
        Assert.Null(await Tokens.AuthenticateAsync(new Secret(token.Prefix), Ct));
    }

    [Fact]
    public async Task A_token_ends_at_its_time()
    {
        var (_, secret) = await Tokens.CreateAsync(_bob.Id, "nightly", _stores.Now.AddDays(1), Ct);

        _stores.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(await Tokens.AuthenticateAsync(secret, Ct));
        _stores.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(await Tokens.AuthenticateAsync(secret, Ct));
    }

    [Fact]
    public async Task Its_use_is_noted_once_a_minute()
    {
        var (token, secret) = await Tokens.CreateAsync(_bob.Id, "nightly", null, Ct);
        Assert.Null(await LastUsedAsync(token));

        var first = _stores.Now;
        await Tokens.AuthenticateAsync(secret, Ct);
        _stores.Clock.Advance(TimeSpan.FromSeconds(59));
        await Tokens.AuthenticateAsync(secret, Ct);
        Assert.Equal(first, await LastUsedAsync(token));

        _stores.Clock.Advance(TimeSpan.FromSeconds(1));
        await Tokens.AuthenticateAsync(secret, Ct);
        Assert.Equal(_stores.Now, await LastUsedAsync(token));
    }

    [Fact]
    public async Task Each_sees_and_ends_its_own_and_an_administrator_anyones()
    {
        var (anns, _) = await Tokens.CreateAsync(_ann.Id, "a", null, Ct);
        _stores.Clock.Advance(TimeSpan.FromSeconds(1));
        var (bobs, bobsSecret) = await Tokens.CreateAsync(_bob.Id, "b", null, Ct);

        Assert.Equal([bobs], await Tokens.ListAsync(_bob.Id, Ct));
        Assert.Equal([bobs, anns], await Tokens.ListAsync(null, Ct));
        Assert.False(await Tokens.DeleteAsync(anns.Id, _bob.Id, Ct));
        Assert.True(await Tokens.DeleteAsync(bobs.Id, null, Ct));
        Assert.False(await Tokens.DeleteAsync(bobs.Id, null, Ct));
        Assert.Null(await Tokens.AuthenticateAsync(bobsSecret, Ct));
    }

    [Fact]
    public async Task Tokens_go_with_their_account_and_follow_its_role()
    {
        var (_, secret) = await Tokens.CreateAsync(_bob.Id, "b", null, Ct);
        await _stores.The<IAccountStore>().SetRoleAsync(_bob.Id, Role.Viewer, Ct);
        Assert.Equal(Role.Viewer, (await Tokens.AuthenticateAsync(secret, Ct))!.Role);

        await _stores.The<IAccountStore>().DeleteAsync(_bob.Id, Ct);

        Assert.Null(await Tokens.AuthenticateAsync(secret, Ct));
        await using var context = _stores.OpenDatabase();
        Assert.Equal(0, await context.ApiTokens.CountAsync(Ct));
    }

    private async Task<DateTimeOffset?> LastUsedAsync(ApiToken token) => (await Tokens.ListAsync(null, Ct)).Single(other => other.Id == token.Id).LastUsedAt;

    private async Task<Account> CreatedAsync(string name, Role role) =>
        Assert.IsType<AccountChange.Done>(await _stores.The<IAccountStore>().CreateAsync(name, new Secret("right password"), role, Ct)).Account;
}
