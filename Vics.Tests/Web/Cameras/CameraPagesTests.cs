using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Cameras;
using Vics.Tests.Support;
using Vics.Tests.Web.Units;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Vics.Tests.Web.Cameras;

/// <summary>The pages of the inventory of cameras in a real browser. Each test has an inventory of its own.</summary>
public sealed partial class CameraPagesTests(Browser browser) : IAsyncLifetime
{
    /// <summary>For what the server pushes: a slow machine takes a while to open the line.</summary>
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 30_000 };

    private readonly VicsApplication _vics = new();
    private HttpClient _script = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _script = await _vics.ScriptAsync(Role.Administrator);

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _vics.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_camera_is_added_by_hand_corrected_and_edited_with_scripts_and_without(bool scripts)
    {
        await using var visit = await SignedInAsync(new() { JavaScriptEnabled = scripts });
        await visit.Page.GotoAsync("/cameras");
        await Expect(visit.Page.Locator("[data-empty] .btn")).ToHaveAttributeAsync("href", "/cameras/new");
        await visit.Page.GotoAsync("/cameras/new/form");
        await visit.Page.Locator("[name=Source][value=Rtsp]").CheckAsync();
        if (scripts)
            await Expect(visit.Page.Locator("[name=OnvifPath]")).ToBeHiddenAsync();

        await FillAsync(visit, ("Name", "Gate"), ("RtspUrl", "rtsp://ann:top-secret-1@10.0.0.2:99999/a"), ("Tags", "seoul, north"));
        await SaveAsync(visit);
        await Expect(visit.Page.Locator("[data-valmsg-for=RtspUrl]")).ToContainTextAsync("not the address of a stream");
        await Expect(visit.Page.Locator("[data-secrets-gone]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("[name=Name]")).ToHaveValueAsync("Gate");
        Assert.DoesNotContain("top-secret-1", await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await FillAsync(visit, ("RtspUrl", "rtsp://ann:top-secret-1@10.0.0.2/a"));
        await SaveAsync(visit);
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("Gate was added");

        await visit.Page.GotoAsync($"{(await OnlyCameraAsync())["/api".Length..]}/edit");
        await Expect(visit.Page.Locator("[name=RtspUrl]")).ToHaveValueAsync("rtsp://10.0.0.2/a");
        await Expect(visit.Page.Locator("[name=UserName]")).ToHaveValueAsync("ann");
        await Expect(visit.Page.Locator("[data-secret=Password]")).ToContainTextAsync("Leave empty to keep it");
        await FillAsync(visit, ("Name", "Gate east"));
        await SaveAsync(visit);

        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("Gate east was saved");
        var camera = await _script.CameraAsync(await OnlyCameraAsync());
        Assert.Equal(("Gate east", "rtsp://10.0.0.2/a", true), (camera.Text("name"), camera.Text("rtspUrl"), camera.GetProperty("hasPassword").GetBoolean()));
        if (scripts)
            Assert.DoesNotContain(visit.Errors, error => !error.Contains("400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_kind_of_camera_can_be_typed()
    {
        await _script.AddUnitAsync(new { name = "Recorder", host = "10.1.0.1", userName = "mirero" });
        await using var visit = await SignedInAsync();
        foreach (var (source, fields) in new (string, (string, string)[])[]
        {
            ("Onvif", [("Host", "10.0.0.2"), ("Port", "8000"), ("UserName", "ann"), ("Password", "secret")]),
            ("Mjpeg", [("RtspUrl", "http://10.0.0.3/video.mjpg")]),
            ("Unit", [("UnitCameraId", "c-1")]),
            ("Test", []),
        })
        {
            await visit.Page.GotoAsync("/cameras/new/form");
            await visit.Page.Locator($"[name=Source][value={source}]").CheckAsync();
            if (source == "Unit")
                await visit.Page.Locator("[name=UnitId]").SelectOptionAsync("Recorder");
            await FillAsync(visit, [("Name", source), .. fields]);
            await SaveAsync(visit);
            await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync($"{source} was added");
        }

        await visit.Page.GotoAsync("/cameras");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Mjpeg", "Onvif", "Test", "Unit"]);
        await Expect(visit.Page.Locator("[data-unit-link]")).ToHaveTextAsync(["Recorder"]);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Somebody_elses_edit_is_told_before_it_is_overwritten()
    {
        var path = await AddAsync("Gate");
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync($"{path}/edit");
        await _script.AskAsync(HttpMethod.Patch, $"/api{path}", new { name = "theirs" }, HttpStatusCode.OK);

        await FillAsync(visit, ("Name", "mine"));
        await SaveAsync(visit);
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("Somebody else changed this camera");
        await SaveAsync(visit);

        await visit.Page.GotoAsync("/cameras");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["mine"]);
    }

    [Fact]
    public async Task A_list_is_narrowed_and_sorted_by_its_address()
    {
        var unit = (await _script.AddUnitAsync(new { name = "Recorder", host = "10.1.0.1", userName = "mirero" }))["/api/units/".Length..];
        foreach (var number in Enumerable.Range(1, 52))
            await _script.AddCameraAsync(new { name = $"Cam {number}", source = number % 2 == 0 ? "test" : "onvif", host = "cam.example", tags = number > 40 ? ["high"] : Array.Empty<string>() });
        await _script.AddCameraAsync(new { name = "Yard", source = "unit", unitId = unit, unitCameraId = "c-1" });
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/cameras");
        await Expect(visit.Page.Locator("[data-pager]")).ToHaveAttributeAsync("data-pager", "1/2");

        await visit.Page.Locator("[data-filter] select[name=source]").SelectOptionAsync("Test");
        await visit.Page.WaitForURLAsync(OfTests());
        await visit.Page.Locator("[data-filter] select[name=tag]").SelectOptionAsync("high");
        await visit.Page.WaitForURLAsync(Tagged());
        await visit.Page.Locator("[data-sort=name]").ClickAsync();
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Cam 52", "Cam 50", "Cam 48", "Cam 46", "Cam 44", "Cam 42"]);

        await visit.Page.Locator("[data-filter] [name=search]").FillAsync("cam 48");
        await visit.Page.Locator("[data-filter] [name=search]").PressAsync("Enter");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Cam 48"]);
        await visit.Page.Locator("[data-state-chip=Offline]").ClickAsync();
        await Expect(visit.Page.Locator("[data-nothing-found]")).ToBeVisibleAsync();

        await visit.Page.GotoAsync($"/cameras?unit={unit}");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Yard"]);
        await visit.Page.Locator("[data-unit-chip]").ClickAsync();
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveCountAsync(50);

        await visit.Page.GotoAsync("/cameras?page=77&state=nonsense&source=x&unit=y");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveCountAsync(50);
        visit.AssertNoErrors();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chosen_cameras_are_switched_off_and_on_and_deleted_with_scripts_and_without(bool scripts)
    {
        foreach (var name in new[] { "One", "Two", "Three" })
            await AddAsync(name);
        await using var visit = await SignedInAsync(new() { JavaScriptEnabled = scripts });
        await visit.Page.GotoAsync("/cameras?search=o");

        await ChooseAsync(visit, "One", "Two");
        await visit.Page.Locator("[data-disable-chosen]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("switched off: 2");
        await Expect(visit.Page.Locator("[data-camera] [data-badge]")).ToHaveTextAsync(["Switched off", "Switched off"]);
        Assert.EndsWith("?search=o", visit.Page.Url, StringComparison.Ordinal);

        await ChooseAsync(visit, "Two");
        await visit.Page.Locator("[data-enable-chosen]").ClickAsync();
        await Expect(visit.Page.Locator("[data-camera] [data-badge]")).ToHaveTextAsync(["Switched off", "Not checked yet"]);

        await ChooseAsync(visit, "One", "Two");
        await visit.Page.Locator("[data-delete-chosen]").ClickAsync();
        Assert.DoesNotContain("RequestVerificationToken", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.Locator("[data-typed]").FillAsync(await visit.Page.Locator("[data-word]").InnerTextAsync());
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("2 cameras were deleted");
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Three"]);
    }

    [Fact]
    public async Task All_cameras_go_only_when_the_word_is_typed_and_one_goes_by_its_name()
    {
        foreach (var name in new[] { "One", "Two", "Three" })
            await AddAsync(name);
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync((await CameraPathAsync("One"))["/api".Length..] + "/edit");
        await visit.Page.Locator("[data-delete]").ClickAsync();
        await visit.Page.Locator("[data-typed]").FillAsync("one");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToBeVisibleAsync();
        await visit.Page.Locator("[data-typed]").FillAsync("One");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-camera-name]")).ToHaveTextAsync(["Three", "Two"]);

        await visit.Page.Locator("[data-delete-all]").ClickAsync();
        await visit.Page.Locator("[data-typed]").FillAsync("delete");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("delete all");
        Assert.Equal(2, await _script.CountCamerasAsync());
        await visit.Page.Locator("[data-typed]").FillAsync("delete all");
        await visit.Page.Locator("[data-form=removal] [data-delete]").ClickAsync();
        await Expect(visit.Page.Locator("[data-empty]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_is_checked_before_it_is_imported_and_exported_again()
    {
        await using var visit = await SignedInAsync();
        await visit.Page.GotoAsync("/cameras/import");

        await ChooseFileAsync(visit, "name,host,rtspurl\nGate,a b,\nYard,,rtsp://ann:top-secret-3@10.0.0.3/a\n");
        await Expect(visit.Page.Locator("[data-error-line='2']")).ToContainTextAsync("host");
        Assert.Equal(0, await _script.CountCamerasAsync());

        await ChooseFileAsync(visit, "name,host,rtspurl\nGate,10.0.0.2,\nYard,,rtsp://ann:top-secret-3@10.0.0.3/a\n");
        await Expect(visit.Page.Locator("[data-import-good]")).ToContainTextAsync("rtsp://10.0.0.3/a");
        Assert.DoesNotContain("top-secret-3", await visit.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await _script.CountCamerasAsync());

        await visit.Page.Locator("[data-form=import] [data-import]").ClickAsync();
        await Expect(visit.Page.Locator("[data-flash=fine]")).ToContainTextAsync("2 cameras were added");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator("[data-export]").ClickAsync());
        Assert.Matches("^vics-cameras-.*\\.csv$", download.SuggestedFilename);
    }

    [Fact]
    public async Task Open_pages_follow_what_becomes_of_the_cameras()
    {
        var gate = Id(await AddAsync("Gate"));
        await AddAsync("Yard");
        await ObserveAsync(new(gate, CameraState.Online, null, DateTimeOffset.UtcNow));
        await using var list = await SignedInAsync(new() { Locale = "ko-KR" });
        await list.Page.GotoAsync("/cameras");
        await using var dashboard = await SignedInAsync();
        await dashboard.Page.GotoAsync("/");
        await Expect(dashboard.Page.Locator("[data-camera-figure=Online] [data-figure-number]")).ToHaveTextAsync("1", Patiently);
        var row = list.Page.Locator($"[data-camera='{gate}']");
        await Expect(row.Locator("[data-badge]")).ToHaveTextAsync("온라인", Patiently);

        await ObserveAsync(new(gate, CameraState.Offline, OperatorText.Of($"The unit that records this camera is not in the inventory any more."), null));

        await Expect(row.Locator("[data-badge]")).ToHaveTextAsync("오프라인", Patiently);
        await Expect(row.Locator("[data-badge] [data-state]")).ToHaveAttributeAsync("data-state", "down", new() { Timeout = 30_000 });
        await Expect(row.Locator("[data-field=detail]")).ToContainTextAsync("유닛", new() { Timeout = 30_000 });
        await Expect(dashboard.Page.Locator("[data-camera-figure=Online] [data-figure-number]")).ToHaveTextAsync("0", Patiently);
        await Expect(dashboard.Page.Locator("[data-camera-figure=Offline] [data-figure-number]")).ToHaveTextAsync("1", Patiently);

        await dashboard.Page.ReloadAsync();
        await Expect(dashboard.Page.Locator("[data-cameras-down]")).ToContainTextAsync("Gate");
        await ObserveAsync(new(gate, CameraState.Online, null, DateTimeOffset.UtcNow));
        await Expect(dashboard.Page.Locator("[data-cameras-down] [data-badge]")).ToHaveTextAsync("Online", Patiently);
        await Expect(row.Locator("[data-field=detail]")).ToBeHiddenAsync(new() { Timeout = 30_000 });
        dashboard.AssertNoErrors();

        await dashboard.Page.GotoAsync($"/cameras/{gate}");
        await ObserveAsync(new(gate, CameraState.Offline, OperatorText.Of($"The camera offers no stream."), null));
        await Expect(dashboard.Page.Locator("[data-state-card] [data-badge]")).ToHaveTextAsync("Offline", Patiently);
        await Expect(dashboard.Page.Locator("[data-state-card] [data-field=detail]")).ToHaveTextAsync("The camera offers no stream.", Patiently);
        list.AssertNoErrors();
    }

    [Fact]
    public async Task A_script_in_a_name_is_text_everywhere()
    {
        const string name = "<script>alert(1)</script>";
        var path = (await _script.AddCameraAsync(new { name, host = "10.0.0.2", tags = new[] { "<b>bold</b>" } }))["/api".Length..];
        await using var visit = await SignedInAsync();
        var dialogs = 0;
        visit.Page.Dialog += (_, _) => dialogs++;

        foreach (var page in new[] { "/cameras", $"{path}/edit", $"/cameras/delete?camera={path["/cameras/".Length..]}" })
        {
            await visit.Page.GotoAsync(page);
            await Expect(visit.Page.Locator("main")).ToContainTextAsync(page.Contains("edit", StringComparison.Ordinal) ? "ONVIF" : name);
        }

        Assert.Equal(0, dialogs);
        visit.AssertNoErrors();
    }

    [Fact]
    public async Task Pages_show_what_the_role_may_do_and_forms_cannot_go_round_it()
    {
        var path = (await _script.AddCameraAsync(new { host = "10.0.0.2", password = "secret" }))["/api".Length..];

        using var viewer = await _vics.SignedInClientAsync(Role.Viewer);
        var list = await viewer.GetStringAsync("/cameras", Ct);
        Assert.All(new[] { "data-add", "data-choose", "data-edit", "data-import" }, mark => Assert.DoesNotContain(mark, list, StringComparison.Ordinal));
        foreach (var page in new[] { $"{path}/edit", "/cameras/new/form", "/cameras/import", "/cameras/delete-all", $"/cameras/delete?camera={path["/cameras/".Length..]}" })
        {
            using var forbidden = await viewer.GetAsync(page, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        }

        using var operating = await _vics.SignedInClientAsync(Role.Operator);
        var form = await operating.GetStringAsync($"{path}/edit", Ct);
        Assert.Contains("data-no-secrets", form, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Password\"", form, StringComparison.Ordinal);
        using var moved = await operating.SendFormAsync($"{path}/edit", new() { ["Source"] = "Onvif", ["Host"] = "10.0.0.66" });
        Assert.Equal(HttpStatusCode.Forbidden, moved.StatusCode);
        using var all = await operating.GetAsync("/cameras/delete-all", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, all.StatusCode);
    }

    [Fact]
    public async Task The_pages_speak_Korean()
    {
        var path = await AddAsync("정문");
        await using var visit = await SignedInAsync(new() { Locale = "ko-KR" });
        await visit.Page.GotoAsync("/cameras");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("카메라");
        await Expect(visit.Page.Locator("[data-camera]")).ToContainTextAsync("아직 확인하지 않음");

        await visit.Page.GotoAsync($"{path}/edit");
        await FillAsync(visit, ("Host", "a b"));
        await SaveAsync(visit);
        await Expect(visit.Page.Locator("[data-form-errors]")).ToContainTextAsync("IP 주소나 호스트 이름이 아닙니다");
    }

    private async Task<Visit> SignedInAsync(BrowserNewContextOptions? settings = null)
    {
        var visit = await browser.VisitAsync(_vics.Address, settings);
        await visit.SignInAsync(_vics, Role.Administrator);
        return visit;
    }

    /// <summary>Adds a camera and gives the path of its pages.</summary>
    private async Task<string> AddAsync(string name) => (await _script.AddCameraAsync(new { name, host = "cam.example" }))["/api".Length..];

    private static CameraId Id(string path) => new(Guid.Parse(path["/cameras/".Length..]));

    private async Task<string> OnlyCameraAsync() => Assert.Single(await PathsAsync());

    private async Task<string> CameraPathAsync(string name) => Assert.Single(await PathsAsync($"?search={name}"));

    private async Task<string[]> PathsAsync(string query = "") =>
        [.. (await _script.AskAsync(HttpMethod.Get, $"/api/cameras{query}", null, HttpStatusCode.OK)).GetProperty("items").EnumerateArray()
            .Select(camera => $"/api/cameras/{camera.Text("id")}")];

    /// <summary>As the monitor writes and tells it.</summary>
    private async Task ObserveAsync(CameraObservation seen)
    {
        await _vics.Services.GetRequiredService<ICameraStore>().ObserveAsync([seen], Ct);
        _vics.Services.GetRequiredService<CameraFeed>().Publish(new CameraNews.Seen(seen.Camera, seen.State));
    }

    private static async Task FillAsync(Visit visit, params (string Field, string Text)[] fields)
    {
        foreach (var (field, text) in fields)
            await visit.Page.Locator($"[data-form=camera] [name={field}]:not([type=hidden])").FillAsync(text);
    }

    private static Task SaveAsync(Visit visit) => visit.Page.Locator("[data-save]").ClickAsync();

    private static async Task ChooseAsync(Visit visit, params string[] names)
    {
        foreach (var name in names)
            await visit.Page.GetByLabel($"Choose {name}").CheckAsync();
    }

    private static Task ChooseFileAsync(Visit visit, string csv) => visit.Page.Locator("[type=file]").SetInputFilesAsync(
        new FilePayload { Name = "cameras.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });

    [GeneratedRegex("[?&]source=Test")]
    private static partial Regex OfTests();

    [GeneratedRegex("[?&]tag=high")]
    private static partial Regex Tagged();
}
