using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain;
using Vics.Domain.Accounts;
using Xunit;

namespace Vics.Tests.Support;

/// <summary>
/// Ways into the application for tests, each as a new account of the role asked for:
/// <code>
/// using var script = await vics.ScriptAsync(Role.Operator);           // a bearer token, for the API
/// using var browser = await vics.SignedInClientAsync(Role.Viewer);    // a session cookie, and X-CSRF-TOKEN
/// await visit.SignInAsync(vics, Role.Administrator);                  // the real browser
/// </code>
/// </summary>
public static partial class SignedIn
{
    /// <summary>The password of every account made here.</summary>
    public const string Password = "correct horse battery";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A new account.</summary>
    public static async Task<Account> NewAccountAsync(this VicsApplication vics, Role role, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(vics);
        name ??= $"{role.NameOf()}-{Guid.NewGuid():N}"[..20];
        _ = vics.Address;
        var change = await vics.Services.GetRequiredService<AccountAdministration>().CreateAsync(name, new Secret(Password), role, Actor.Server, Ct);
        return Assert.IsType<AccountChange.Done>(change).Account;
    }

    /// <summary>A client that shows an API token of a new account.</summary>
    public static async Task<HttpClient> ScriptAsync(this VicsApplication vics, Role role)
    {
        var account = await vics.NewAccountAsync(role);
        var issued = await vics.Services.GetRequiredService<ApiTokenIssue>().CreateAsync(account.Id, "test", null, Actor.Server, Ct);
        var client = vics.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<TokenIssued.Done>(issued).Secret.Reveal());
        return client;
    }

    /// <summary>A client with the session of a new account.</summary>
    public static async Task<HttpClient> SignedInClientAsync(this VicsApplication vics, Role role)
    {
        var account = await vics.NewAccountAsync(role);
        return await vics.SignedInClientAsync(account.UserName);
    }

    /// <summary>A client with a session of a known account.</summary>
    public static async Task<HttpClient> SignedInClientAsync(this VicsApplication vics, string userName)
    {
        ArgumentNullException.ThrowIfNull(vics);
        var client = vics.NewClient();
        using var answer = await client.SendFormAsync("/sign-in", new() { ["UserName"] = userName, ["Password"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        client.DefaultRequestHeaders.Add("X-CSRF-TOKEN", Csrf().Match(await client.GetStringAsync("/account", Ct)).Groups[1].Value);
        return client;
    }

    /// <summary>Fills a form of a page and sends it, as a browser does. Where the form goes elsewhere than its page, say so.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient client, string page, Dictionary<string, string> fields, string? to = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(fields);
        var html = await client.GetStringAsync(page, Ct);
        fields["__RequestVerificationToken"] = FormToken().Match(html).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(to ?? page, content, Ct);
    }

    /// <summary>Signs a browser in as a new account, through the page.</summary>
    public static async Task<Account> SignInAsync(this Visit visit, VicsApplication vics, Role role)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var account = await vics.NewAccountAsync(role);
        await visit.Page.GotoAsync("/sign-in");
        await visit.Page.Locator("[name=UserName]").FillAsync(account.UserName);
        await visit.Page.Locator("[name=Password]").FillAsync(Password);
        await visit.Page.Locator("[data-form=sign-in] [type=submit]").ClickAsync();
        await visit.Page.WaitForURLAsync(new Regex("^[^?]*(?<!/sign-in)$"));
        return account;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("name=\"csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex Csrf();
}
