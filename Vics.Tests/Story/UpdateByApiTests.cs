using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Vics.Domain.Accounts;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Story;

/// <summary>The whole way through the API alone, with real units at its end.</summary>
public sealed partial class UpdateByApiTests(LabFixture lab)
{
    private const int PackageBytes = 20_000_000;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_units_get_a_20_MB_package_and_their_recorders_are_down_for_less_than_a_second()
    {
        await using var lease = await lab.BorrowAsync(3, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var units = await Task.WhenAll(lease.Units.Select(unit => api.AddUnitAsync(unit, Ct)));
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0", PackageBytes), "2.0.0", Ct);
        var probes = await Task.WhenAll(lease.Units.Select(unit => DowntimeProbe.StartAsync(unit, Ct)));

        var job = await api.StartJobAsync(package, Ct, units);
        var end = await api.EndOfAsync(job, Ct);

        Assert.Equal("succeeded", end.GetProperty("state").GetString());
        Assert.Equal(3, end.GetProperty("counts").GetProperty("succeeded").GetInt32());
        foreach (var unit in lease.Units)
            Assert.Equal("2.0.0", await unit.RunningVersionAsync(Ct));
        foreach (var target in (await api.GetAsync($"/api/update-jobs/{job}/targets", Ct)).GetProperty("items").EnumerateArray())
        {
            Assert.Equal(100, target.GetProperty("percent").GetInt32());
            Assert.Equal(PackageBytes, target.GetProperty("bytesSent").GetInt64());
            Assert.InRange(target.GetProperty("downtimeMs").GetInt32(), 1, 5000);
        }

        foreach (var (unit, probe) in lease.Units.Zip(probes))
        {
            var ownStop = await OwnStopAsync(unit);
            TestContext.Current.TestOutputHelper?.WriteLine($"down for {probe.LongestGap.TotalMilliseconds:F0} ms, of which its own stop took {ownStop.TotalMilliseconds:F0} ms");
            Assert.InRange(probe.LongestGap - ownStop, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            await probe.DisposeAsync();
        }

        var shown = (await api.GetAsync($"/api/units/{units[0]}", Ct)).GetProperty("installed");
        Assert.Equal("2.0.0", shown.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_unit_that_has_the_version_already_is_skipped()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication();
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var unit = await api.AddUnitAsync(lease.Unit, Ct);
        var program = RecorderProgram.Create("2.0.0");
        await lease.Unit.InstallProgramAsync(program, Ct);
        var package = await api.UploadAsync(program, "2.0.0", Ct);

        var job = await api.StartJobAsync(package, Ct, unit);

        Assert.Equal("succeeded", (await api.EndOfAsync(job, Ct)).GetProperty("state").GetString());
        Assert.Equal("skipped", (await api.OnlyTargetOfAsync(job, Ct)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Passwords_are_found_nowhere_in_the_database_the_logs_the_process_list_or_any_page()
    {
        await using var lease = await lab.BorrowAsync(1, Ct);
        await using var vics = FleetApi.NewApplication(("Serilog:MinimumLevel:Default", "Debug"));
        using var api = await FleetApi.OpenAsync(vics, Ct);
        var unit = await api.AddUnitAsync(lease.Unit, Ct);
        var package = await api.UploadAsync(RecorderProgram.Create("2.0.0", PackageBytes), "2.0.0", Ct);

        await using var processes = new ProcessListWatch(lease.Unit);
        var job = await api.StartJobAsync(package, Ct, unit);
        Assert.Equal("succeeded", (await api.EndOfAsync(job, Ct)).GetProperty("state").GetString());

        Assert.True(processes.Looks > 5, "The process list was hardly looked at.");
        AssertNoSecret("the process list", lease.Unit.Password, await processes.StopAsync());
        AssertNoSecret("the unit's journal", lease.Unit.Password, Encoding.UTF8.GetBytes(await lease.Unit.RunAsync("journalctl --no-pager -o verbose", Ct)));
        foreach (var file in Directory.EnumerateFiles(vics.DataDirectory, "*", SearchOption.AllDirectories))
        {
            AssertNoSecret(file, lease.Unit.Password, await ReadSharedAsync(file));
            AssertNoSecret(file, FleetApi.AdminPassword, await ReadSharedAsync(file));
        }

        using var administrator = await vics.SignedInClientAsync(Role.Administrator);
        string[] pages =
        [
            "/", "/units", $"/units/{unit}", $"/units/{unit}/edit", "/packages", "/update-jobs", $"/update-jobs/{job}",
            await LogPageAsync(administrator, job), "/settings/update-profiles", "/audit", "/settings", "/account",
            $"/api/units/{unit}", "/api/units", "/api/units/export", $"/api/update-jobs/{job}", $"/api/update-jobs/{job}/targets", "/api/audit",
        ];
        foreach (var page in pages)
        {
            using var answer = await administrator.GetAsync(page, Ct);
            Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}");
            AssertNoSecret(page, lease.Unit.Password, await answer.Content.ReadAsByteArrayAsync(Ct));
        }
    }

    private static async Task<string> LogPageAsync(HttpClient client, Guid job) =>
        LogLink().Match(await client.GetStringAsync($"/update-jobs/{job}", Ct)).Value;

    // civetweb looks whether it should end once a second or two when nobody knocks; that time is the recorder's, not the update's.
    private static async Task<TimeSpan> OwnStopAsync(LabUnit unit)
    {
        var journal = await unit.RunAsync("journalctl -u mivicsd.service -o short-monotonic --no-pager | grep -E ' Stopp(ing|ed) ' | tail -n 2", Ct);
        var seconds = journal.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line[1..line.IndexOf(']', StringComparison.Ordinal)], CultureInfo.InvariantCulture))
            .ToList();
        return TimeSpan.FromSeconds(seconds[1] - seconds[0]);
    }

    private static void AssertNoSecret(string place, string secret, byte[] content)
    {
        foreach (var form in FormsOf(secret))
            Assert.True(content.AsSpan().IndexOf(form) < 0, $"A password stands in {place}.");
    }

    // As it is, as JSON, HTML and URLs spell it, and as base64.
    private static IEnumerable<byte[]> FormsOf(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        yield return plain;
        yield return Encoding.Unicode.GetBytes(secret);
        yield return Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(secret)[1..^1]);
        yield return Encoding.UTF8.GetBytes(HtmlEncoder.Default.Encode(secret));
        yield return Encoding.UTF8.GetBytes(HtmlEncoder.Create(UnicodeRanges.All).Encode(secret));
        yield return Encoding.UTF8.GetBytes(Uri.EscapeDataString(secret));
        yield return Encoding.UTF8.GetBytes(Convert.ToBase64String(plain).TrimEnd('='));
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    [GeneratedRegex("/update-jobs/[0-9a-f-]{36}/targets/[0-9a-f-]{36}")]
    private static partial Regex LogLink();
}
