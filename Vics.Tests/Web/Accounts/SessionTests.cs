using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed partial class SessionTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cookie_is_for_the_server_alone_and_for_our_own_pages()
    {
        var cookie = await SignInAsync(await vics.NewAccountAsync(Role.Viewer));

        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_cookie_holds_a_key_and_nothing_of_the_account()
    {
        var account = await vics.NewAccountAsync(Role.Administrator);
        var cookie = ValueOf(await SignInAsync(account));

        var ticket = vics.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get("Session").TicketDataFormat.Unprotect(cookie);

        var claim = Assert.Single(ticket!.Principal.Claims);
        Assert.EndsWith("SessionId", claim.Type, StringComparison.Ordinal);
        Assert.DoesNotContain(account.UserName, claim.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Id.ToString(), claim.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_over_a_session_gives_a_new_key_and_ends_the_old_one()
    {
        using var browser = vics.NewClient();
        var planted = await SignInAsync(await vics.NewAccountAsync(Role.Viewer), browser);
        var victim = await vics.NewAccountAsync(Role.Administrator);

        using var answer = await browser.SendFormAsync("/account", FormOf(victim), "/sign-in");

        Assert.NotEqual(ValueOf(planted), ValueOf(CookieIn(answer)));
        Assert.Equal(victim.UserName, await ShownNameAsync(browser));
        Assert.Null(await ShownNameAsync(planted));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        using var browser = vics.NewClient();
        var cookie = await SignInAsync(await vics.NewAccountAsync(Role.Viewer), browser);

        using var answer = await browser.SendFormAsync("/account", [], "/sign-out");

        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Null(await ShownNameAsync(cookie));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_another_browsers_session_at_its_next_request()
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var here = await vics.SignedInClientAsync(account.UserName);
        using var there = await vics.SignedInClientAsync(account.UserName);

        using var answer = await here.SendFormAsync("/account", [], "/account/sign-out-everywhere");

        using var next = await there.GetAsync("/account", Ct);
        using var mine = await here.GetAsync("/account", Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in", next.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", mine.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_keeps_this_one()
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var here = await vics.SignedInClientAsync(account.UserName);
        using var there = await vics.SignedInClientAsync(account.UserName);

        using var answer = await here.SendFormAsync("/account", new()
        {
            ["CurrentPassword"] = SignedIn.Password,
            ["NewPassword"] = "another long one",
            ["NewPasswordAgain"] = "another long one",
        }, "/account/password");

        using var next = await there.GetAsync("/account", Ct);
        Assert.Equal("/account", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, next.StatusCode);
        Assert.Equal(account.UserName, await ShownNameAsync(here));
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing()
    {
        using var client = await vics.SignedInClientAsync(Role.Viewer);

        using var answer = await client.SendFormAsync("/account", new()
        {
            ["CurrentPassword"] = "not the one",
            ["NewPassword"] = "another long one",
            ["NewPasswordAgain"] = "another long one",
        }, "/account/password");

        Assert.Contains("This is not your current password.", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_role_holds_at_once()
    {
        var account = await vics.NewAccountAsync(Role.Administrator);
        using var client = await vics.SignedInClientAsync(account.UserName);
        await vics.NewAccountAsync(Role.Administrator);
        await vics.Services.GetRequiredService<AccountAdministration>().ChangeRoleAsync(account.Id, Role.Viewer, Actor.Server, Ct);

        using var answer = await client.GetAsync("/audit", Ct);

        Assert.StartsWith("/sign-in", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> FormOf(Account account) => new() { ["UserName"] = account.UserName, ["Password"] = SignedIn.Password };

    private async Task<string> SignInAsync(Account account, HttpClient? browser = null)
    {
        using var own = vics.NewClient();
        using var answer = await (browser ?? own).SendFormAsync("/sign-in", FormOf(account));
        return CookieIn(answer);
    }

    private static string CookieIn(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Last(header => header.StartsWith("vics.session=", StringComparison.Ordinal));

    private static string ValueOf(string setCookie) => setCookie.Split(';')[0]["vics.session=".Length..];

    /// <summary>Who the account page says is signed in; null where it is not shown.</summary>
    private static async Task<string?> ShownNameAsync(HttpClient client)
    {
        using var page = await client.GetAsync("/account", Ct);
        return Shown().Match(await page.Content.ReadAsStringAsync(Ct)) is { Success: true } shown ? shown.Groups[1].Value : null;
    }

    private async Task<string?> ShownNameAsync(string setCookie)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = vics.Address };
        client.DefaultRequestHeaders.Add("Cookie", setCookie.Split(';')[0]);
        return await ShownNameAsync(client);
    }

    [GeneratedRegex("data-user-name>([^<]*)<")]
    private static partial Regex Shown();
}
