using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vics.Domain.Accounts;
using Vics.Domain.Network;
using Vics.Domain.UpdateJobs;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Web.UpdateJobs;

public sealed class UpdateJobsApiTests(FakeFleet fleet) : IClassFixture<FakeFleet>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_StartsAJob_ThatCarriesWhatTheContractSays()
    {
        var (unit, _) = await fleet.AddUnitAsync("Gate");
        var package = await fleet.AddPackageAsync();
        using var script = await fleet.Application.ScriptAsync(Role.Operator);

        using var answer = await PostAsync(script, new { packageId = package.Id.Value, units = new { ids = new[] { unit.Id.Value } }, note = "tonight" });
        var created = await JsonAsync(answer);
        var id = created.GetProperty("id").GetGuid();
        await fleet.EndOfAsync(new UpdateJobId(id));
        var job = await script.GetFromJsonAsync<JsonElement>($"/api/update-jobs/{id}", Ct);
        var target = (await script.GetFromJsonAsync<JsonElement>($"/api/update-jobs/{id}/targets", Ct)).GetProperty("items")[0];

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/api/update-jobs/{id}", answer.Headers.Location?.OriginalString);
        Assert.Equal(8, created.GetProperty("plan").GetProperty("parallelism").GetInt32());
        Assert.Equal("succeeded", job.GetProperty("state").GetString());
        Assert.Equal("tonight", job.GetProperty("note").GetString());
        Assert.Equal(
            ["pending", "running", "succeeded", "skipped", "failed", "rolledBack", "cancelled", "needsAttention"],
            job.GetProperty("counts").EnumerateObject().Select(count => count.Name));
        Assert.EndsWith("Z", job.GetProperty("endedAt").GetString(), StringComparison.Ordinal);
        foreach (var field in new[] { "unitId", "wave", "step", "code", "message", "attempt", "startedAt", "endedAt" })
            Assert.True(target.TryGetProperty(field, out _), field);
        Assert.Equal(("Gate", "succeeded"), (target.GetProperty("unitName").GetString(), target.GetProperty("state").GetString()));
        Assert.Equal((100, 300), (target.GetProperty("percent").GetInt32(), target.GetProperty("downtimeMs").GetInt32()));
        Assert.Equal(package.SizeBytes, target.GetProperty("bytesSent").GetInt64());
        var line = target.GetProperty("log")[0];
        Assert.Equal(("connect", "info"), (line.GetProperty("step").GetString(), line.GetProperty("level").GetString()));
    }

    [Fact]
    public async Task Post_WithAnIdempotencyKey_StartsOneJob()
    {
        var (unit, _) = await fleet.AddUnitAsync();
        var package = await fleet.AddPackageAsync();
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        script.DefaultRequestHeaders.Add("Idempotency-Key", "\"tonight-1\"");
        var body = new { packageId = package.Id.Value, units = new { ids = new[] { unit.Id.Value } } };

        using var first = await PostAsync(script, body);
        using var second = await PostAsync(script, body);
        using var other = await PostAsync(script, new { body.packageId, body.units, note = "another" });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict), (first.StatusCode, second.StatusCode, other.StatusCode));
        Assert.Equal((await JsonAsync(first)).GetProperty("id").GetGuid(), (await JsonAsync(second)).GetProperty("id").GetGuid());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Theory]
    [InlineData("""{ "waves": [{ "units": 1 }, { "percent": 100 }] }""", "plan.waves")]
    [InlineData("""{ "waves": [null] }""", "plan.waves")]
    [InlineData("""{ "maxFailures": 0 }""", "plan.maxFailures")]
    [InlineData("""{ "pauseBetweenWaves": true }""", "plan.pauseBetweenWaves")]
    [InlineData("""{ "dryRun": true }""", "plan.dryRun")]
    [InlineData("""{ "parallelism": 0 }""", "plan.parallelism")]
    [InlineData("""{ "parallelism": 257 }""", "plan.parallelism")]
    public async Task Post_WithAPlanThatCannotBeHad_IsRefusedOnThatField(string plan, string field)
    {
        await fleet.AddUnitAsync();
        Assert.Equal([field], await ErrorsAsync($$"""{ "packageId": "{{(await fleet.AddPackageAsync()).Id}}", "units": { "all": true }, "plan": {{plan}} }"""));
    }

    [Theory]
    [InlineData("\"units\": { \"all\": true }, \"startAt\": \"2030-01-01T00:00:00Z\"", "startAt")]
    [InlineData("\"units\": { \"all\": true }, \"window\": { \"from\": \"01:00\", \"to\": \"05:00\", \"timeZone\": \"Asia/Seoul\" }", "window")]
    [InlineData("\"units\": { \"all\": true, \"tags\": [\"a\"] }", "units")]
    [InlineData("\"units\": { }", "units")]
    [InlineData("\"units\": { \"ids\": [] }", "units")]
    [InlineData("\"units\": { \"ids\": [\"0198f1c2-0000-7000-8000-000000000000\"] }", "units")]
    [InlineData("\"note\": \"no units\"", "units")]
    public async Task Post_WithSomethingWrong_IsRefusedOnThatField(string rest, string field) =>
        Assert.Equal([field], await ErrorsAsync($$"""{ "packageId": "{{(await fleet.AddPackageAsync()).Id}}", {{rest}} }"""));

    [Fact]
    public async Task Post_WithWhatMeansAllAtOnce_IsTaken()
    {
        var (unit, _) = await fleet.AddUnitAsync();
        var package = await fleet.AddPackageAsync();
        using var script = await fleet.Application.ScriptAsync(Role.Operator);

        using var answer = await PostAsync(script, new
        {
            packageId = package.Id.Value,
            units = new { ids = new[] { unit.Id.Value } },
            plan = new { parallelism = 3, waves = new[] { new { percent = 100 } }, pauseBetweenWaves = false, dryRun = false, maxFailures = (int?)null },
            startAt = (string?)null,
            window = (object?)null,
        });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Post_OfAnUnknownPackage_IsRefused()
    {
        await fleet.AddUnitAsync();
        Assert.Equal(["packageId"], await ErrorsAsync($$"""{ "packageId": "{{Guid.CreateVersion7()}}", "units": { "all": true } }"""));
        Assert.Equal(["packageId"], await ErrorsAsync("""{ "units": { "all": true } }"""));
    }

    [Fact]
    public async Task Viewers_Look_ButDoNotStartOrCancel()
    {
        using var viewer = await fleet.Application.ScriptAsync(Role.Viewer);
        using var nobody = fleet.Application.NewClient();

        using var list = await viewer.GetAsync("/api/update-jobs", Ct);
        using var start = await PostAsync(viewer, new { });
        using var cancel = await viewer.PostAsync($"/api/update-jobs/{Guid.NewGuid()}/cancel", null, Ct);
        using var unknown = await nobody.GetAsync("/api/update-jobs", Ct);

        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (start.StatusCode, cancel.StatusCode));
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Fact]
    public async Task Cancel_StopsARunningJob_AndRefusesAnEndedOne()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        var (sending, tidying) = (new Gate(), new Gate());
        fake.Before("send", sending.PassAsync);
        fake.Before("cleanup", tidying.PassAsync);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        await sending.Reached.WaitAsync(Ct);
        using var script = await fleet.Application.ScriptAsync(Role.Operator);

        using var stopped = await script.PostAsync($"/api/update-jobs/{job}/cancel", null, Ct);
        tidying.Open();
        await fleet.EndOfAsync(job);
        using var tooLate = await script.PostAsync($"/api/update-jobs/{job}/cancel", null, Ct);
        using var missing = await script.PostAsync($"/api/update-jobs/{Guid.NewGuid()}/cancel", null, Ct);

        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        Assert.Equal("cancelling", (await JsonAsync(stopped)).GetProperty("state").GetString());
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (tooLate.StatusCode, missing.StatusCode));
        Assert.Equal("cancelled", (await script.GetFromJsonAsync<JsonElement>($"/api/update-jobs/{job}", Ct)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Targets_AreSearchedAndKeptByState_AndSpeakTheAskersLanguage()
    {
        var (well, _) = await fleet.AddUnitAsync("North well");
        var (badly, fake) = await fleet.AddUnitAsync("North badly");
        fake.Swap = FakeUnit.RollsBack;
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), well.Id, badly.Id);
        await fleet.EndOfAsync(job);
        using var script = await fleet.Application.ScriptAsync(Role.Viewer);
        script.DefaultRequestHeaders.Add("Accept-Language", "ko");

        var kept = await script.GetFromJsonAsync<JsonElement>($"/api/update-jobs/{job}/targets?state=rolledBack", Ct);
        var found = await script.GetFromJsonAsync<JsonElement>($"/api/update-jobs/{job}/targets?search=well&pageSize=1", Ct);

        var target = Assert.Single(kept.GetProperty("items").EnumerateArray());
        Assert.Equal("notHealthy", target.GetProperty("code").GetString());
        Assert.Contains("이전 버전이 다시 동작하고 있습니다", target.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("North well", Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("unitName").GetString());
    }

    [Fact]
    public async Task Events_TellEverything_AndAfterABreakWhatWasMissed()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        var gate = new Gate();
        fake.Before("send", gate.PassAsync);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        using var script = await fleet.Application.ScriptAsync(Role.Viewer);
        await gate.Reached.WaitAsync(Ct);

        await using var before = await EventReader.OpenAsync(script, job, null, Ct);
        var seen = await before.UntilAsync(e => e.Name == "target" && e.Data.GetProperty("step").GetString() == "transfer", Ct);
        gate.Open();
        await fleet.EndOfAsync(job);
        await using var after = await EventReader.OpenAsync(script, job, seen.Id, Ct);
        var missed = await after.UntilAsync(e => e.Name == "target", Ct);
        var end = await after.UntilAsync(e => e.Name == "job", Ct);
        var live = await before.UntilAsync(e => e.Name == "job" && e.Data.GetProperty("state").GetString() == "succeeded", Ct);

        Assert.Equal("text/event-stream", before.ContentType);
        Assert.True(long.Parse(missed.Id!, System.Globalization.CultureInfo.InvariantCulture) > long.Parse(seen.Id!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("succeeded", missed.Data.GetProperty("state").GetString());
        Assert.Equal(("succeeded", end.Id), (end.Data.GetProperty("state").GetString(), live.Id));
    }

    [Fact]
    public async Task Events_OfNoJob_OrAfterNoNumber_AreRefused()
    {
        var (unit, fake) = await fleet.AddUnitAsync();
        fake.Break("connect", DeviceFaultCode.Unreachable);
        var job = await fleet.StartAsync(await fleet.AddPackageAsync(), unit.Id);
        using var script = await fleet.Application.ScriptAsync(Role.Viewer);

        using var missing = await script.GetAsync($"/api/update-jobs/{Guid.NewGuid()}/events", Ct);
        using var wrong = await script.GetAsync($"/api/update-jobs/{job}/events?lastEventId=x", Ct);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (missing.StatusCode, wrong.StatusCode));
    }

    private async Task<IEnumerable<string>> ErrorsAsync(string json)
    {
        using var script = await fleet.Application.ScriptAsync(Role.Operator);
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await script.PostAsync("/api/update-jobs", content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(error => error.Name);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient script, object body) => script.PostAsJsonAsync("/api/update-jobs", body, Ct);

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
}
