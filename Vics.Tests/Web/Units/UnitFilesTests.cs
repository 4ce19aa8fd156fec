using System.Net;
using System.Text;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.Units;

/// <summary>Units as a file, in and out. Each test has an inventory of its own.</summary>
public sealed class UnitFilesTests : IAsyncLifetime
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
    public async Task A_file_is_imported_whole_or_only_looked_at()
    {
        const string csv = "name,host,port,username,password,tags\nSeoul,192.0.2.1,2222,mirero,secret,a;b\n부산,192.0.2.2,,mirero,,\n";

        using var look = await _script.ImportAsync(csv, "?dryRun=true");
        Assert.Equal((2, false), Result(await look.ReadAsync(HttpStatusCode.OK)));
        Assert.Equal(0, await _script.CountUnitsAsync());

        using var import = await _script.ImportAsync(csv);
        Assert.Equal((2, true), Result(await import.ReadAsync(HttpStatusCode.OK)));
        var units = (await _script.AskAsync(HttpMethod.Get, "/api/units?sort=host", null, HttpStatusCode.OK)).GetProperty("items");
        Assert.Equal(["Seoul", "부산"], units.EnumerateArray().Select(unit => unit.GetProperty("name").GetString()));
        Assert.Equal(["a", "b"], units[0].GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal([true, false], units.EnumerateArray().Select(unit => unit.GetProperty("hasPassword").GetBoolean()));
    }

    [Theory]
    [InlineData("?dryRun=false")]
    [InlineData("?dryRun=true")]
    public async Task A_bad_line_is_named_and_nothing_is_imported(string query)
    {
        await _script.AddUnitAsync(new { host = "192.0.2.9", userName = "mirero" });

        using var answer = await _script.ImportAsync(
            "name,host,port,username\ngood,192.0.2.1,22,mirero\nbad,a b,70000,\ntwice,192.0.2.1,22,mirero\nword,192.0.2.3,ssh,mirero\nknown,192.0.2.9,,mirero\n", query);
        var errors = (await answer.ReadAsync(HttpStatusCode.BadRequest)).GetProperty("errors");

        Assert.Equal(
            ["lines[3].host", "lines[3].port", "lines[3].username", "lines[4].host", "lines[5].port", "lines[6].host"],
            errors.EnumerateObject().Select(error => error.Name).Order());
        Assert.Equal(1, await _script.CountUnitsAsync());
    }

    [Fact]
    public async Task A_form_may_carry_the_file_and_other_content_may_not()
    {
        using var file = new MultipartFormDataContent { { new StringContent("host,username\n192.0.2.1,mirero"), "file", "units.csv" } };
        using var imported = await _script.PostAsync("/api/units/import", file, Ct);
        Assert.Equal((1, true), Result(await imported.ReadAsync(HttpStatusCode.OK)));

        using var empty = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var without = await _script.PostAsync("/api/units/import", empty, Ct);
        Assert.NotEmpty((await without.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt("file"));

        await _script.AskAsync(HttpMethod.Post, "/api/units/import", new { host = "192.0.2.2" }, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_no_text_is_refused()
    {
        using var large = new HttpRequestMessage(HttpMethod.Post, "/api/units/import") { Content = new ByteArrayContent(new byte[6_000_000]) { Headers = { ContentType = new("text/csv") } } };
        // Asked first, the server can answer before the connection is closed on a client that still sends.
        large.Headers.ExpectContinue = true;
        using var tooLarge = await _script.SendAsync(large, Ct);
        await tooLarge.ReadAsync(HttpStatusCode.RequestEntityTooLarge);

        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[6_000_000]), "file", "units.csv" } };
        using var largeForm = new HttpRequestMessage(HttpMethod.Post, "/api/units/import") { Content = form };
        largeForm.Headers.ExpectContinue = true;
        using var tooLargeForm = await _script.SendAsync(largeForm, Ct);
        await tooLargeForm.ReadAsync(HttpStatusCode.RequestEntityTooLarge);

        using var broken = new StringContent("no form at all");
        broken.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        using var unreadable = await _script.PostAsync("/api/units/import", broken, Ct);
        Assert.Equal(["The upload broke off or is no form. Send it again."], (await unreadable.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt("file"));

        using var korean = new ByteArrayContent([.. "host,username,name\n192.0.2.1,mirero,"u8, 0xBC, 0xAD, 0xBF, 0xEF]) { Headers = { ContentType = new("text/csv") } };
        using var notUtf8 = await _script.PostAsync("/api/units/import", korean, Ct);
        Assert.Contains("UTF-8", Assert.Single((await notUtf8.ReadAsync(HttpStatusCode.BadRequest)).ErrorsAt("file")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_has_no_secrets_runs_no_formula_and_can_be_imported_again()
    {
        await _script.AddUnitAsync(new { name = "=cmd|'/c calc'!A1", host = "192.0.2.1", userName = "mirero", password = "top-secret-1", apiPassword = "top-secret-2", tags = new[] { "+1", "서울" } });
        await _script.AddUnitAsync(new { name = "Two, \"quoted\"", host = "192.0.2.2", port = 23, userName = "mirero", tags = new[] { "a" } });

        using var answer = await _script.GetAsync("/api/units/export", Ct);
        var csv = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ["name,host,port,username,tags", "'=cmd|'/c calc'!A1,192.0.2.1,22,mirero,'+1; 서울", "\"Two, \"\"quoted\"\"\",192.0.2.2,23,mirero,a"],
            csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));

        await _script.AskAsync(HttpMethod.Delete, "/api/units?confirm=all", null, HttpStatusCode.NoContent);
        using var again = await _script.ImportAsync(csv);
        Assert.Equal((2, true), Result(await again.ReadAsync(HttpStatusCode.OK)));
        using var second = await _script.GetAsync("/api/units/export", Ct);
        Assert.Equal(csv, await second.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task The_pages_export_begins_with_a_mark_by_which_Excel_knows_Korean()
    {
        await _script.AddUnitAsync(new { name = "서울 1", host = "192.0.2.1", userName = "mirero" });
        using var browser = await _vics.SignedInClientAsync(Role.Viewer);

        var bytes = await browser.GetByteArrayAsync("/units/export", Ct);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes.AsSpan(0, 3).ToArray());
        Assert.Contains("서울 1", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_deleted_only_when_it_is_said()
    {
        await _script.AddUnitAsync(new { host = "192.0.2.1", userName = "mirero" });

        foreach (var query in new[] { "", "?confirm=", "?confirm=ALL", "?confirm=yes" })
            Assert.NotEmpty((await _script.AskAsync(HttpMethod.Delete, $"/api/units{query}", null, HttpStatusCode.BadRequest)).ErrorsAt("confirm"));
        Assert.Equal(1, await _script.CountUnitsAsync());

        await _script.AskAsync(HttpMethod.Delete, "/api/units?confirm=all", null, HttpStatusCode.NoContent);
        Assert.Equal(0, await _script.CountUnitsAsync());
    }

    private static (int Units, bool Imported) Result(JsonElement answer) =>
        (answer.GetProperty("units").GetInt32(), answer.GetProperty("imported").GetBoolean());
}
