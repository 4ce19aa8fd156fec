using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Accounts;

public sealed class AccountPagesInABrowserTests(VicsApplication vics, Browser browser) : IClassFixture<VicsApplication>
{
    [Theory]
    [InlineData("en-US", "Sign in", "The user name or the password is not right.")]
    [InlineData("ko-KR", "로그인", "사용자 이름 또는 비밀번호가 올바르지 않습니다.")]
    public async Task Signing_in_works_in_the_browsers_language(string locale, string title, string refusal)
    {
        var account = await vics.NewAccountAsync(Role.Viewer);
        await using var visit = await browser.VisitAsync(vics.Address, new() { Locale = locale });
        await visit.Page.GotoAsync("/settings");
        Assert.Equal(title, await visit.Page.Locator("h1").InnerTextAsync());

        await SignInAsync(visit, account.UserName, "not the one");
        await Assertions.Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync(refusal);

        await SignInAsync(visit, account.UserName, SignedIn.Password);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Uri(vics.Address, "/settings").ToString());
        await visit.Page.Locator("[data-account]:visible").ClickAsync();
        await visit.Page.Locator("[data-sign-out]:visible [type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-form=sign-in]")).ToBeVisibleAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_token_is_made_shown_and_deleted()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Operator);
        await visit.Page.GotoAsync("/account/tokens");
        await visit.Page.Locator("[data-form=token] [name=Name]").FillAsync("night script");
        await visit.Page.Locator("[data-form=token] [type=submit]").ClickAsync();

        Assert.StartsWith("vics_", await visit.Page.Locator("[data-token]").InputValueAsync(), StringComparison.Ordinal);
        await visit.Page.Locator("[data-copy]").ClickAsync();
        await visit.Page.Locator("[data-delete-token] [type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-empty]")).ToBeVisibleAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_script_of_a_page_may_use_the_api_with_the_pages_token()
    {
        await using var visit = await browser.VisitAsync(vics.Address);
        await visit.SignInAsync(vics, Role.Viewer);

        var status = await visit.Page.EvaluateAsync<int>("""
            async () => (await fetch('/api/tokens', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', 'X-CSRF-TOKEN': document.querySelector('meta[name=csrf-token]').content },
              body: JSON.stringify({ name: 'from a page' }),
            })).status
            """);

        Assert.Equal(201, status);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task The_settings_show_each_role_what_it_may_open()
    {
        await using var viewer = await browser.VisitAsync(vics.Address);
        await viewer.SignInAsync(vics, Role.Viewer);
        await viewer.Page.GotoAsync("/settings");
        await using var admin = await browser.VisitAsync(vics.Address);
        await admin.SignInAsync(vics, Role.Administrator);
        await admin.Page.GotoAsync("/settings");

        await Assertions.Expect(viewer.Page.Locator("[data-setting=Account]")).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.Locator("[data-setting=Users], [data-nav=Audit]")).ToHaveCountAsync(0);
        await admin.Page.Locator("[data-setting=Users]").ClickAsync();
        await Assertions.Expect(admin.Page.Locator("[data-users]")).ToBeVisibleAsync();
        await admin.Page.GotoAsync("/audit?search=signedIn");
        await Assertions.Expect(admin.Page.Locator("[data-action='account.signedIn']").First).ToBeVisibleAsync();
        admin.AssertNoErrors();
        viewer.AssertNoErrors();
    }

    private static async Task SignInAsync(Visit visit, string userName, string password)
    {
        await visit.Page.Locator("[name=UserName]").FillAsync(userName);
        await visit.Page.Locator("[name=Password]").FillAsync(password);
        await visit.Page.Locator("[data-form=sign-in] [type=submit]").ClickAsync();
    }
}
