using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed partial class SetupTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_visit_makes_the_first_administrator_with_the_code_of_the_log_and_only_once()
    {
        await using var vics = new VicsApplication();
        using var client = vics.NewClient();

        using var first = await client.GetAsync("/", Ct);
        using var signIn = await client.GetAsync("/sign-in", Ct);
        using var wrong = await client.SendFormAsync("/setup", FormWith("AAAA-AAAA-AAAA"));
        using var right = await client.SendFormAsync("/setup", FormWith((await CodesAsync(vics)).Last().ToLowerInvariant()));
        using var account = await client.GetAsync("/account", Ct);
        using var again = await client.GetAsync("/setup", Ct);

        Assert.Equal("/setup", first.Headers.Location!.OriginalString);
        Assert.Equal("/setup", signIn.Headers.Location!.OriginalString);
        var refused = await wrong.Content.ReadAsStringAsync(Ct);
        Assert.Contains("This is not the code", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"first\"", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.Contains("data-role=\"administrator\"", await account.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task After_five_wrong_codes_the_old_one_is_void_and_the_log_shows_another()
    {
        await using var vics = VicsApplication.With(("Vics:SignIn:FailuresPerMinute", "1000"));
        using var client = vics.NewClient();
        var before = Assert.Single(await CodesAsync(vics));
        for (var i = 0; i < 5; i++)
            (await client.SendFormAsync("/setup", FormWith("AAAA-AAAA-AAAA"))).Dispose();

        using var old = await client.SendFormAsync("/setup", FormWith(before));
        var codes = await CodesAsync(vics);

        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.Equal(2, codes.Count);
        Assert.NotEqual(before, codes[1]);
    }

    [Fact]
    public async Task The_settings_make_the_first_administrator_and_close_the_set_up()
    {
        await using var vics = VicsApplication.With(("Vics:Bootstrap:AdminUserName", "boss"), ("Vics:Bootstrap:AdminPassword", SignedIn.Password));
        using var client = await vics.SignedInClientAsync("boss");

        using var setup = await client.GetAsync("/setup", Ct);

        Assert.Equal(HttpStatusCode.NotFound, setup.StatusCode);
        Assert.Equal(Role.Administrator, (await vics.Services.GetRequiredService<IAccountStore>().FindByNameAsync("boss", Ct))!.Role);
        Assert.Empty(await CodesAsync(vics));
    }

    private static Dictionary<string, string> FormWith(string code) => new()
    {
        ["Code"] = code,
        ["UserName"] = "first",
        ["Password"] = SignedIn.Password,
        ["PasswordAgain"] = SignedIn.Password,
    };

    private static async Task<List<string>> CodesAsync(VicsApplication vics)
    {
        _ = vics.Address;
        var codes = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(vics.DataDirectory, "logs")))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open);
            codes.AddRange(Code().Matches(await reader.ReadToEndAsync(Ct)).Select(match => match.Groups[1].Value));
        }

        return codes;
    }

    [GeneratedRegex("set-up code ([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})")]
    private static partial Regex Code();
}
