using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vics.Domain.Accounts;
using Vics.Tests.Lab;
using Vics.Tests.Support;
using Xunit;

namespace Vics.Tests.Story;

/// <summary>The API as a script uses it: with a token, and nothing but what the contract says.</summary>
internal sealed class FleetApi : IDisposable
{
    public const string AdminName = "admin";
    public const string AdminPassword = "correct horse battery";

    private readonly HttpClient _http;

    private FleetApi(HttpClient http) => _http = http;

    /// <summary>An application that has an administrator from the start.</summary>
    public static VicsApplication NewApplication(params (string, string)[] settings) =>
        VicsApplication.With([("Vics:Bootstrap:AdminUserName", AdminName), ("Vics:Bootstrap:AdminPassword", AdminPassword), .. settings]);

    /// <summary>Signs in as the administrator with a token of its own, and makes updates settle quickly.</summary>
    public static async Task<FleetApi> OpenAsync(VicsApplication vics, CancellationToken ct)
    {
        var address = vics.Address;
        var admin = await vics.Services.GetRequiredService<IAccountStore>().FindByNameAsync(AdminName, ct);
        var issued = await vics.Services.GetRequiredService<ApiTokenIssue>().CreateAsync(admin!.Id, "story", null, Actor.Server, ct);
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Assert.IsType<TokenIssued.Done>(issued).Secret.Reveal());
        var api = new FleetApi(http);
        await api.SettleQuicklyAsync(ct);
        return api;
    }

    public void Dispose() => _http.Dispose();

    public Task<JsonElement> GetAsync(string path, CancellationToken ct) => _http.GetFromJsonAsync<JsonElement>(path, ct);

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken ct, HttpStatusCode expected = HttpStatusCode.Created)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, ct);
        return await ReadAsync(answer, expected, ct);
    }

    public async Task<Guid> AddUnitAsync(LabUnit unit, CancellationToken ct, string? password = null, int? port = null, string? host = null)
    {
        var added = await PostAsync("/api/units", new
        {
            name = unit.Name,
            host = host ?? unit.Address,
            port = port ?? unit.SshPort,
            userName = unit.UserName,
            authentication = "password",
            password = password ?? unit.Password,
            apiPort = unit.ApiPort,
            apiUserName = unit.ApiUser,
            apiPassword = unit.ApiPassword,
            tags = new[] { "lab" },
        }, ct);
        return added.GetProperty("id").GetGuid();
    }

    public async Task<Guid> UploadAsync(byte[] program, string version, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(version), "version" },
            { new ByteArrayContent(program), "file", "VICS" },
        };
        using var answer = await _http.PostAsync("/api/packages", form, ct);
        return (await ReadAsync(answer, HttpStatusCode.Created, ct)).GetProperty("id").GetGuid();
    }

    public async Task<Guid> StartJobAsync(Guid package, CancellationToken ct, params Guid[] units)
    {
        var job = await PostAsync("/api/update-jobs", new { packageId = package, units = new { ids = units }, plan = new { parallelism = 8 } }, ct);
        return job.GetProperty("id").GetGuid();
    }

    /// <summary>Waits until the job has come to its end.</summary>
    public async Task<JsonElement> EndOfAsync(Guid job, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            var now = await GetAsync($"/api/update-jobs/{job}", limit.Token);
            if (now.GetProperty("state").GetString() is "succeeded" or "failed" or "cancelled")
                return now;
            await Task.Delay(100, limit.Token);
        }
    }

    public async Task<JsonElement> OnlyTargetOfAsync(Guid job, CancellationToken ct)
    {
        var targets = await GetAsync($"/api/update-jobs/{job}/targets", ct);
        return Assert.Single(targets.GetProperty("items").EnumerateArray());
    }

    private async Task SettleQuicklyAsync(CancellationToken ct)
    {
        var profile = (await GetAsync("/api/update-profiles", ct)).GetProperty("items")[0];
        using var answer = await _http.PutAsJsonAsync($"/api/update-profiles/{profile.GetProperty("id").GetGuid()}", new
        {
            name = profile.GetProperty("name").GetString(),
            serviceName = "mivicsd.service",
            targetPath = "/home/mirero/VICS",
            fileMode = "0755",
            backupsKept = 2,
            stopTimeoutSeconds = 10,
            startTimeoutSeconds = 5,
            settleSeconds = 2,
            probePath = "/vapi/GetCamList",
        }, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode expected, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
