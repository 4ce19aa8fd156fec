using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Vics.Domain.Accounts;
using Vics.Tests.Infrastructure.Persistence;
using Xunit;
using Secret = Vics.Domain.Secret;

namespace Vics.Tests.Infrastructure.Accounts;

public sealed class DatabaseTicketStoreTests : IAsyncLifetime
{
    private readonly StoresOnDisk _stores = new();
    private Account _ann = null!;
    private Account _bob = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ITicketStore Tickets => _stores.The<ITicketStore>();

    private IAccountStore Accounts => _stores.The<IAccountStore>();

    public async ValueTask InitializeAsync()
    {
        await _stores.InitializeAsync();
        _ann = await CreatedAsync("ann");
        _bob = await CreatedAsync("bob");
    }

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_key_opens_its_session_until_sign_out()
    {
        var key = await Tickets.StoreAsync(TicketOf(_ann), Ct);

        var ticket = await Tickets.RetrieveAsync(key, Ct);
        Assert.Equal("ann", ticket!.Principal.Identity!.Name);
        Assert.Equal(43, key.Length);
        Assert.Null(await Tickets.RetrieveAsync(key + "x", Ct));

        await Tickets.RemoveAsync(key, Ct);
        Assert.Null(await Tickets.RetrieveAsync(key, Ct));
    }

    [Fact]
    public async Task The_database_holds_neither_the_key_nor_the_ticket_in_the_clear()
    {
        var key = await Tickets.StoreAsync(TicketOf(_ann), Ct);
        await using var context = _stores.OpenDatabase();

        var row = await context.Sessions.SingleAsync(Ct);

        Assert.DoesNotContain(key, row.KeyHash, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(-1, row.Ticket.AsSpan().IndexOf("ann"u8));
    }

    [Fact]
    public async Task A_session_ends_at_its_time_and_later_if_renewed()
    {
        var (renewed, left) = (await Tickets.StoreAsync(TicketOf(_ann), Ct), await Tickets.StoreAsync(TicketOf(_ann), Ct));
        _stores.Clock.Advance(TimeSpan.FromMinutes(40));
        await Tickets.RenewAsync(renewed, TicketOf(_ann), Ct);
        _stores.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.NotNull(await Tickets.RetrieveAsync(renewed, Ct));
        Assert.Null(await Tickets.RetrieveAsync(left, Ct));
        await Tickets.StoreAsync(TicketOf(_bob), Ct);

        await using var context = _stores.OpenDatabase();
        Assert.Equal(2, await context.Sessions.CountAsync(Ct));
    }

    [Fact]
    public async Task Ending_all_sessions_of_an_account_ends_no_one_elses()
    {
        var (first, second, bobs) = (await Tickets.StoreAsync(TicketOf(_ann), Ct), await Tickets.StoreAsync(TicketOf(_ann), Ct), await Tickets.StoreAsync(TicketOf(_bob), Ct));

        Assert.Equal(2, await _stores.The<IAccountSessions>().EndAllAsync(_ann.Id, Ct));

        Assert.Null(await Tickets.RetrieveAsync(first, Ct));
        Assert.Null(await Tickets.RetrieveAsync(second, Ct));
        Assert.NotNull(await Tickets.RetrieveAsync(bobs, Ct));
    }

    [Fact]
    public async Task A_request_under_way_does_not_bring_an_ended_session_back()
    {
        var key = await Tickets.StoreAsync(TicketOf(_ann), Ct);
        await _stores.The<IAccountSessions>().EndAllAsync(_ann.Id, Ct);

        await Tickets.RenewAsync(key, TicketOf(_ann), Ct);

        Assert.Null(await Tickets.RetrieveAsync(key, Ct));
    }

    [Fact]
    public async Task A_key_cannot_pass_from_one_account_to_another()
    {
        var key = await Tickets.StoreAsync(TicketOf(_bob), Ct);

        await Tickets.RenewAsync(key, TicketOf(_ann), Ct);

        Assert.Null(await Tickets.RetrieveAsync(key, Ct));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("password")]
    [InlineData("deletion")]
    public async Task What_changes_an_account_ends_its_sessions(string change)
    {
        var (bobs, anns) = (await Tickets.StoreAsync(TicketOf(_bob), Ct), await Tickets.StoreAsync(TicketOf(_ann), Ct));

        Assert.IsType<AccountChange.Done>(change switch
        {
            "role" => await Accounts.SetRoleAsync(_bob.Id, Role.Viewer, Ct),
            "password" => await Accounts.SetPasswordAsync(_bob.Id, new Secret("another password"), Ct),
            _ => await Accounts.DeleteAsync(_bob.Id, Ct),
        });

        Assert.Null(await Tickets.RetrieveAsync(bobs, Ct));
        Assert.NotNull(await Tickets.RetrieveAsync(anns, Ct));
    }

    [Fact]
    public async Task A_ticket_that_cannot_be_opened_any_more_is_thrown_away()
    {
        var key = await Tickets.StoreAsync(TicketOf(_ann), Ct);
        await using var context = _stores.OpenDatabase();
        await context.Sessions.ExecuteUpdateAsync(set => set.SetProperty(session => session.Ticket, new byte[] { 1, 2, 3 }), Ct);

        Assert.Null(await Tickets.RetrieveAsync(key, Ct));
        Assert.Equal(0, await context.Sessions.CountAsync(Ct));
    }

    private AuthenticationTicket TicketOf(Account account)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(ClaimTypes.Name, account.UserName)], "test");
        return new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = _stores.Now.AddHours(1) }, "Cookies");
    }

    private async Task<Account> CreatedAsync(string name) =>
        Assert.IsType<AccountChange.Done>(await Accounts.CreateAsync(name, new Secret("right password"), name == "ann" ? Role.Administrator : Role.Operator, Ct)).Account;
}
