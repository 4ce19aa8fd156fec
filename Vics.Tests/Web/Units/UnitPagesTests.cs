using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Units;

/// <summary>The pages of the inventory in a real browser. Each test has an inventory of its own.</summary>
public sealed partial class UnitPagesTests(Browser browser) : IAsyncLifetime
{
    private readonly VicsApplication _vics = new();
    private HttpClient _script = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _script = await _vics.ScriptAsync(Role.Administrator);

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _vics.DisposeAsync();
    }

    [Fact]
    public async Task The_first_unit_is_added_corrected_and_edited()
    {
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/units");
        await visit.Page.Locator("[data-empty] .btn").ClickAsync();

        await FillAsync(visit, ("Name", "Lobby"), ("Host", "a b"), ("Port", "70000"), ("UserName", "mirero"), ("Password", "top-secret-1"), ("Tags", "seoul, north"), ("Notes", "Rack 2"));
        await visit.Page.Locator("[data-save]").ClickAsync();

        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("neither an IP address nor a host name");
        await Expect(visit.Page.Locator("[data-valmsg-for=Port]")).ToContainTextAsync("70000");
        await Expect(visit.Page.Locator("[name=Host]")).ToHaveValueAsync("a b");
        await Expect(visit.Page.Locator("[name=Notes]")).ToHaveValueAsync("Rack 2");
        await Expect(visit.Page.Locator("[name=Password]")).ToHaveValueAsync("");
        await Expect(visit.Page.Locator("[data-secrets-gone]")).ToBeVisibleAsync();
        Assert.DoesNotContain("top-secret-1", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await FillAsync(visit, ("Host", "192.0.2.10"), ("Port", "22"), ("Password", "top-secret-1"));
        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("Lobby was added");

        await visit.Page.Locator("[data-edit]").ClickAsync();
        await Expect(visit.Page.Locator("[data-secret=Password]")).ToContainTextAsync("Leave empty to keep it");
        await FillAsync(visit, ("Name", "Lobby east"));
        await visit.Page.Locator("[data-save]").ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Lobby east");
        var unit = (await _script.AskAsync(HttpMethod.Get, "/api/units", null, HttpStatusCode.OK)).GetProperty("items")[0];
        Assert.True(unit.GetProperty("hasPassword").GetBoolean());
        Assert.Equal(["north", "seoul"], unit.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task A_stored_secret_is_removed_by_its_box_and_never_shown()
    {
        var path = await AddAsync("Lobby", password: "top-secret-2");
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync($"{path}/edit");
        Assert.DoesNotContain("top-secret-2", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await visit.Page.Locator("[name=RemovePassword]").CheckAsync();
        await visit.Page.Locator("[data-save]").ClickAsync();

        await Expect(visit.Page.Locator("[data-secret-missing]")).ToBeVisibleAsync();
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Somebody_elses_edit_is_told_before_it_is_overwritten()
    {
        var path = await AddAsync("Lobby");
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync($"{path}/edit");
        await _script.AskAsync(HttpMethod.Patch, $"/api{path}", new { notes = "theirs" }, HttpStatusCode.OK);

        await FillAsync(visit, ("Notes", "mine"));
        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("Somebody else changed this unit");
        await Expect(visit.Page.Locator("[name=Notes]")).ToHaveValueAsync("mine");

        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-notes]")).ToHaveTextAsync("mine");
    }

    [Fact]
    public async Task A_list_is_narrowed_and_sorted_by_its_address()
    {
        // Not the number alone: the address of another unit may hold it too.
        foreach (var number in Enumerable.Range(1, 52))
            await AddAsync($"Unit z{number}", tags: number % 2 == 0 ? ["even"] : []);
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/units");
        await Expect(visit.Page.Locator("[data-pager]")).ToHaveAttributeAsync("data-pager", "1/2");

        await visit.Page.Locator("[data-filter] select[name=tag]").SelectOptionAsync("even");
        await visit.Page.WaitForURLAsync(Tagged());
        await visit.Page.Locator("[data-sort=name]").ClickAsync();
        await visit.Page.WaitForURLAsync(Sorted());
        await Expect(visit.Page.Locator("[data-unit-name]").First).ToHaveTextAsync("Unit z52");

        await visit.Page.Locator("[data-filter] [name=search]").FillAsync("unit z48");
        await visit.Page.Locator("[data-filter] [name=search]").PressAsync("Enter");
        await Expect(visit.Page.Locator("[data-unit-name]")).ToHaveTextAsync(["Unit z48"]);

        await visit.Page.Locator("[data-state-chip=Offline]").ClickAsync();
        await Expect(visit.Page.Locator("[data-nothing-found]")).ToBeVisibleAsync();
        Assert.Matches("search=unit(%20|\\+)z48&tag=even&state=offline&sort=-name$", visit.Page.Url);

        await visit.Page.GotoAsync("/units?page=77&state=nonsense");
        await Expect(visit.Page.Locator("[data-unit-name]")).ToHaveCountAsync(50);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Chosen_units_are_deleted_after_the_word_is_typed()
    {
        foreach (var name in new[] { "One", "Two", "Three" })
            await AddAsync(name);
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/units");
        await Expect(visit.Page.Locator("[data-delete-chosen]")).ToBeDisabledAsync();

        await visit.Page.GetByLabel("Choose One").CheckAsync();
        await visit.Page.GetByLabel("Choose Two").CheckAsync();
        await Expect(visit.Page.Locator("[data-chosen-count]")).ToHaveTextAsync("2 chosen");
        await visit.Page.Locator("[data-delete-chosen]").ClickAsync();
        await visit.Page.Locator("[data-typed]").FillAsync(await visit.Page.Locator("[data-word]").InnerTextAsync());
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();

        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("2 units were deleted");
        await Expect(visit.Page.Locator("[data-unit-name]")).ToHaveTextAsync(["Three"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_units_go_only_when_the_word_is_typed_with_scripts_and_without(bool scripts)
    {
        await AddAsync("One");
        await AddAsync("Two");
        await using var visit = await SignedInAsync(new() { JavaScriptEnabled = scripts });
        await visit.Page.GotoAsync("/units");
        await visit.Page.Locator("[data-delete-all]").ClickAsync();

        await visit.Page.Locator("[data-typed]").FillAsync("delete");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("delete all");
        Assert.Equal(2, await _script.CountUnitsAsync());

        await visit.Page.Locator("[data-typed]").FillAsync("delete all");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-empty]")).ToBeVisibleAsync();
        Assert.Equal(0, await _script.CountUnitsAsync());
    }

    [Fact]
    public async Task A_single_unit_is_deleted_by_its_name()
    {
        var path = await AddAsync("Lobby");
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync(path);
        await visit.Page.Locator("[data-delete]").ClickAsync();
        await visit.Page.Locator("[data-typed]").FillAsync("lobby");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToBeVisibleAsync();

        await visit.Page.Locator("[data-typed]").FillAsync("Lobby");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-empty]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_script_in_a_name_is_text_everywhere()
    {
        const string name = "<script>alert(1)</script>";
        var path = await AddAsync(name, tags: ["<b>bold</b>"], notes: "<img src=x onerror=alert(2)>");
        await using var visit = await SignedInAsync();
        var dialogs = 0;
        visit.Page.Dialog += (_, _) => dialogs++;

        foreach (var page in new[] { "/units", path, $"{path}/edit", $"/units/delete?unit={path["/units/".Length..]}" })
        {
            await visit.Page.GotoAsync(page);
            Assert.Contains(name, await visit.Page.Locator("main, h1").AllInnerTextsAsync() is var texts ? string.Join('\n', texts) + await visit.Page.TitleAsync() : "", StringComparison.Ordinal);
        }

        Assert.Equal(0, dialogs);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task A_file_is_looked_at_before_it_is_imported()
    {
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/units/import");
        await ChooseAsync(visit, "name,host,username,password\nA,192.0.2.1,mirero,top-secret-3\nB,a b,mirero,\n");
        await Expect(visit.Page.Locator("[data-error-line='3']")).ToContainTextAsync("a b");

        await ChooseAsync(visit, "name,host,username,password\nA,192.0.2.1,mirero,top-secret-3\nB,192.0.2.2,mirero,\n");
        await Expect(visit.Page.Locator("[data-import-good]")).ToContainTextAsync("2 units can be imported");
        Assert.DoesNotContain("top-secret-3", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await _script.CountUnitsAsync());

        await visit.Page.Locator("[data-form=import] [data-import]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("2 units were added");
        await Expect(visit.Page.Locator("[data-unit-name]")).ToHaveTextAsync(["A", "B"]);
    }

    [Fact]
    public async Task The_pages_speak_Korean()
    {
        var path = await AddAsync("로비");
        await using var visit = await SignedInAsync(new() { Locale = "ko-KR" });
        await visit.Page.GotoAsync("/units");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("유닛");
        await Expect(visit.Page.Locator("[data-unit]")).ToContainTextAsync("아직 연결하지 않음");

        await visit.Page.GotoAsync($"{path}/edit");
        await FillAsync(visit, ("Host", "a b"));
        await visit.Page.Locator("[data-save]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("IP 주소나 호스트 이름이 아닙니다");

        await visit.Page.GotoAsync("/units/delete-all");
        await visit.Page.Locator("[data-typed]").FillAsync("모두 삭제");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-empty]")).ToBeVisibleAsync();
    }

    private async Task<Visit> SignedInAsync(BrowserNewContextOptions? settings = null)
    {
        var visit = await browser.VisitAsync(_vics.Address, settings);
        await visit.SignInAsync(_vics, Role.Administrator);
        return visit;
    }

    /// <summary>Adds a unit and gives the path of its page.</summary>
    private async Task<string> AddAsync(string name, string[]? tags = null, string? password = null, string? notes = null) =>
        (await _script.AddUnitAsync(new { name, host = UnitCalls.NewHost(), userName = "mirero", password, tags, notes }))["/api".Length..];

    private static async Task FillAsync(Visit visit, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
            await visit.Page.Locator($"[data-form=unit] [name={field}]").FillAsync(text);
    }

    private static Task ChooseAsync(Visit visit, string csv) => visit.Page.Locator("[type=file]").SetInputFilesAsync(
        new FilePayload { Name = "units.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });

    [GeneratedRegex("[?&]tag=even")]
    private static partial Regex Tagged();

    [GeneratedRegex("[?&]sort=-name")]
    private static partial Regex Sorted();
}
