using Microsoft.EntityFrameworkCore;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Tests.Infrastructure.Persistence;
using Xunit;

namespace Vics.Tests.Infrastructure.Accounts;

public sealed class AccountStoreTests : IAsyncLifetime
{
    private static readonly Secret Right = new("right password");
    private static readonly Secret Wrong = new("wrong password");
    private readonly StoresOnDisk _stores = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IAccountStore Accounts => _stores.The<IAccountStore>();

    public ValueTask InitializeAsync() => _stores.InitializeAsync();

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task An_account_signs_in_with_its_password_whatever_the_case_of_its_name()
    {
        Assert.False(await Accounts.AnyAsync(Ct));
        var account = await CreatedAsync("Ann", Role.Operator);

        Assert.True(await Accounts.AnyAsync(Ct));
        Assert.Equal(new Account(account.Id, "Ann", Role.Operator, _stores.Now, null), account);
        Assert.Equal(account, await Accounts.FindAsync(account.Id, Ct));
        Assert.Equal(account, await Accounts.FindByNameAsync("aNN ", Ct));
        Assert.Equal(new PasswordCheck.Right(account), await Accounts.CheckPasswordAsync("ANN", Right, Ct));
        Assert.IsType<PasswordCheck.Wrong>(await Accounts.CheckPasswordAsync("ann", Wrong, Ct));
        Assert.IsType<PasswordCheck.Wrong>(await Accounts.CheckPasswordAsync("nobody", Right, Ct));
    }

    [Theory]
    [InlineData("", "long enough password", "userName")]
    [InlineData("a b", "long enough password", "userName")]
    [InlineData("<script>", "long enough password", "userName")]
    [InlineData("bob", "too short", "password")]
    [InlineData("bob.the.builder", "Bob.The.Builder", "password")]
    [InlineData("ANN", "long enough password", "userName")]
    public async Task What_is_wrong_with_a_new_account_is_said_at_its_field(string userName, string password, string field)
    {
        await CreatedAsync("ann", Role.Viewer);

        var refused = Assert.IsType<AccountChange.Refused>(await Accounts.CreateAsync(userName, new Secret(password), Role.Viewer, Ct));

        Assert.Equal([field], refused.Errors.Select(error => error.Field));
        Assert.Single(await Accounts.ListAsync(Ct));
    }

    [Fact]
    public async Task A_name_made_many_times_at_once_is_made_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Accounts.CreateAsync("ann", Right, Role.Viewer, Ct))));

        Assert.Single(results.OfType<AccountChange.Done>());
        Assert.All(results.OfType<AccountChange.Refused>(), refused => Assert.Equal("userName", Assert.Single(refused.Errors).Field));
    }

    [Fact]
    public async Task Names_in_any_script_and_passwords_of_any_kind_are_taken()
    {
        var account = Assert.IsType<AccountChange.Done>(await Accounts.CreateAsync("김운영", new Secret("비밀번호를 잘 지키자"), Role.Operator, Ct)).Account;

        Assert.Equal(new PasswordCheck.Right(account), await Accounts.CheckPasswordAsync("김운영", new Secret("비밀번호를 잘 지키자"), Ct));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes_even_for_the_right_one()
    {
        var account = await CreatedAsync("ann", Role.Viewer);
        for (var n = 0; n < 5; n++)
            Assert.IsType<PasswordCheck.Wrong>(await Accounts.CheckPasswordAsync("ann", Wrong, Ct));

        var until = _stores.Now.AddMinutes(5);
        Assert.Equal(new PasswordCheck.LockedOut(until), await Accounts.CheckPasswordAsync("ann", Right, Ct));
        Assert.Equal(until, (await Accounts.FindAsync(account.Id, Ct))!.LockedUntil);

        _stores.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Null((await Accounts.FindAsync(account.Id, Ct))!.LockedUntil);
        Assert.IsType<PasswordCheck.Right>(await Accounts.CheckPasswordAsync("ann", Right, Ct));
    }

    [Fact]
    public async Task After_a_lockout_the_count_begins_anew()
    {
        await CreatedAsync("ann", Role.Viewer);
        for (var n = 0; n < 5; n++)
            await Accounts.CheckPasswordAsync("ann", Wrong, Ct);
        _stores.Clock.Advance(TimeSpan.FromMinutes(6));

        for (var n = 0; n < 4; n++)
            Assert.IsType<PasswordCheck.Wrong>(await Accounts.CheckPasswordAsync("ann", Wrong, Ct));

        Assert.IsType<PasswordCheck.Right>(await Accounts.CheckPasswordAsync("ann", Right, Ct));
    }

    [Fact]
    public async Task The_right_password_forgets_the_wrong_ones_and_counts_even_as_the_last_try()
    {
        await CreatedAsync("ann", Role.Viewer);
        for (var round = 0; round < 3; round++)
        {
            for (var n = 0; n < 4; n++)
                await Accounts.CheckPasswordAsync("ann", Wrong, Ct);
            var right = Assert.IsType<PasswordCheck.Right>(await Accounts.CheckPasswordAsync("ann", Right, Ct));
            Assert.Null(right.Account.LockedUntil);
        }
    }

    [Fact]
    public async Task Guesses_sent_all_at_once_are_counted_like_those_one_after_the_other()
    {
        await CreatedAsync("ann", Role.Viewer);

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Accounts.CheckPasswordAsync("ann", Wrong, Ct))));

        Assert.Equal(5, results.OfType<PasswordCheck.Wrong>().Count());
        Assert.Equal(35, results.OfType<PasswordCheck.LockedOut>().Count());
    }

    [Fact]
    public async Task An_administrator_lets_a_locked_account_in_again()
    {
        var account = await CreatedAsync("ann", Role.Viewer);
        for (var n = 0; n < 5; n++)
            await Accounts.CheckPasswordAsync("ann", Wrong, Ct);

        await Accounts.UnlockAsync(account.Id, Ct);

        Assert.IsType<PasswordCheck.Right>(await Accounts.CheckPasswordAsync("ann", Right, Ct));
    }

    [Fact]
    public async Task The_limits_can_be_set()
    {
        await using var stores = new StoresOnDisk(
            _stores.Data.Root, ("Vics:Accounts:MinPasswordLength", "16"), ("Vics:Accounts:LockoutAttempts", "1"), ("Vics:Accounts:LockoutMinutes", "60"));
        var accounts = stores.The<IAccountStore>();

        Assert.IsType<AccountChange.Refused>(await accounts.CreateAsync("ann", new Secret("fifteen letters"), Role.Viewer, Ct));
        Assert.IsType<AccountChange.Done>(await accounts.CreateAsync("ann", new Secret("sixteen letters!"), Role.Viewer, Ct));
        await accounts.CheckPasswordAsync("ann", Wrong, Ct);
        Assert.Equal(new PasswordCheck.LockedOut(stores.Now.AddHours(1)), await accounts.CheckPasswordAsync("ann", Wrong, Ct));
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_ends_a_lockout()
    {
        var account = await CreatedAsync("ann", Role.Viewer);
        for (var n = 0; n < 5; n++)
            await Accounts.CheckPasswordAsync("ann", Wrong, Ct);

        Assert.IsType<AccountChange.Refused>(await Accounts.SetPasswordAsync(account.Id, new Secret("short"), Ct));
        Assert.IsType<AccountChange.Done>(await Accounts.SetPasswordAsync(account.Id, new Secret("a new password"), Ct));

        Assert.IsType<PasswordCheck.Wrong>(await Accounts.CheckPasswordAsync("ann", Right, Ct));
        Assert.IsType<PasswordCheck.Right>(await Accounts.CheckPasswordAsync("ann", new Secret("a new password"), Ct));
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var ann = await CreatedAsync("ann", Role.Administrator);
        await CreatedAsync("bob", Role.Operator);

        Assert.Equal("id", Assert.Single(Assert.IsType<AccountChange.Refused>(await Accounts.DeleteAsync(ann.Id, Ct)).Errors).Field);
        Assert.Equal("role", Assert.Single(Assert.IsType<AccountChange.Refused>(await Accounts.SetRoleAsync(ann.Id, Role.Viewer, Ct)).Errors).Field);
        Assert.IsType<AccountChange.Done>(await Accounts.SetRoleAsync(ann.Id, Role.Administrator, Ct));

        await CreatedAsync("eve", Role.Administrator);
        Assert.IsType<AccountChange.Done>(await Accounts.DeleteAsync(ann.Id, Ct));
        Assert.Equal(["bob", "eve"], (await Accounts.ListAsync(Ct)).Select(account => account.UserName));
    }

    [Fact]
    public async Task Administrators_who_remove_each_other_at_once_leave_one()
    {
        var administrators = new List<Account>();
        for (var n = 0; n < 6; n++)
            administrators.Add(await CreatedAsync($"admin{n}", Role.Administrator));

        await Task.WhenAll(administrators.Select(account => Task.Run(() => Accounts.DeleteAsync(account.Id, Ct))));

        Assert.Single(await Accounts.ListAsync(Ct));
    }

    [Fact]
    public async Task What_is_done_to_an_unknown_account_says_so()
    {
        var nobody = EntityId.New<AccountId>(_stores.Now);

        Assert.IsType<AccountChange.NoSuchAccount>(await Accounts.DeleteAsync(nobody, Ct));
        Assert.IsType<AccountChange.NoSuchAccount>(await Accounts.SetRoleAsync(nobody, Role.Viewer, Ct));
        Assert.IsType<AccountChange.NoSuchAccount>(await Accounts.SetPasswordAsync(nobody, Right, Ct));
        Assert.Null(await Accounts.FindAsync(nobody, Ct));
        Assert.Equal("role", Assert.Single(Assert.IsType<AccountChange.Refused>(await Accounts.SetRoleAsync(nobody, (Role)9, Ct)).Errors).Field);
    }

    [Fact]
    public async Task Passwords_lie_in_the_database_only_as_slow_salted_hashes()
    {
        await CreatedAsync("ann", Role.Viewer);
        await CreatedAsync("bob", Role.Viewer);
        await using var context = _stores.OpenDatabase();

        var hashes = await context.Users.Select(user => user.PasswordHash!).ToListAsync(Ct);

        Assert.Equal(2, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Equal(1, Convert.FromBase64String(hash)[0])); // Identity's format 3: PBKDF2 with HMAC-SHA512.
    }

    private async Task<Account> CreatedAsync(string name, Role role) =>
        Assert.IsType<AccountChange.Done>(await Accounts.CreateAsync(name, Right, role, Ct)).Account;
}
