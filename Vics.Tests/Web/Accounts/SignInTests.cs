using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Audit;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed class SignInTests(VicsApplication vics) : IClassFixture<VicsApplication>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_told_alike_and_keep_what_was_typed()
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var client = vics.NewClient();

        var wrong = await SignInAsync(client, account.UserName, "not the one");
        var unknown = await SignInAsync(client, "nobody-here", "not the one");

        Assert.Contains("The user name or the password is not right.", wrong, StringComparison.Ordinal);
        Assert.Contains("The user name or the password is not right.", unknown, StringComparison.Ordinal);
        Assert.Contains($"value=\"{account.UserName}\"", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("not the one", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_account_for_a_while_and_an_administrator_unlocks_it()
    {
        await using var patient = VicsApplication.With(("Vics:SignIn:FailuresPerMinute", "1000"));
        var account = await patient.NewAccountAsync(Role.Viewer);
        using var client = patient.NewClient();
        for (var i = 0; i < 5; i++)
            await SignInAsync(client, account.UserName, "not the one");

        var locked = await SignInAsync(client, account.UserName, SignedIn.Password);
        await patient.Services.GetRequiredService<AccountAdministration>().UnlockAsync(account.Id, Actor.Server, Ct);
        using var unlocked = await client.SendFormAsync("/sign-in", new() { ["UserName"] = account.UserName, ["Password"] = SignedIn.Password });

        Assert.Contains("Too many wrong passwords. Try again in 5 minutes.", locked, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, unlocked.StatusCode);
        var log = await patient.Services.GetRequiredService<IAuditLog>().ListAsync(new ListQuery(Search: account.UserName), Ct);
        Assert.Equal(
            ["account.created", .. Enumerable.Repeat("account.signInRefused", 5), "account.lockedOut", "account.signInRefused", "account.unlocked", "account.signedIn"],
            log.Items.Reverse().Select(entry => entry.Action));
    }

    [Fact]
    public async Task Who_guesses_too_often_must_wait_whatever_the_names()
    {
        await using var strict = VicsApplication.With(("Vics:SignIn:FailuresPerMinute", "3"));
        await strict.NewAccountAsync(Role.Viewer);
        using var client = strict.NewClient();
        for (var i = 0; i < 3; i++)
            await SignInAsync(client, $"guess-{i}", "not the one");

        using var answer = await client.SendFormAsync("/sign-in", new() { ["UserName"] = "guess", ["Password"] = "not the one" });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
    }

    [Theory]
    [InlineData("/audit?search=x", "/audit?search=x")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example/", "/")]
    public async Task After_signing_in_one_goes_on_only_to_our_own_pages(string returnUrl, string expected)
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var client = vics.NewClient();

        using var answer = await client.SendFormAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", new()
        {
            ["UserName"] = account.UserName,
            ["Password"] = SignedIn.Password,
            ["ReturnUrl"] = returnUrl,
        });
        using var already = await client.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}", Ct);

        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
        Assert.Equal(expected, already.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_form_needs_its_antiforgery_token()
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        using var client = vics.NewClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["UserName"] = account.UserName, ["Password"] = SignedIn.Password });

        using var answer = await client.PostAsync("/sign-in", form, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("vics.session", StringComparison.Ordinal)));
    }

    private static async Task<string> SignInAsync(HttpClient client, string userName, string password)
    {
        using var answer = await client.SendFormAsync("/sign-in", new() { ["UserName"] = userName, ["Password"] = password });
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
