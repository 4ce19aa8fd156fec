using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Vics.Tests.Web.Units;

/// <summary>Short ways for tests to talk to <c>/api/units</c>.</summary>
internal static class UnitCalls
{
    private static int LastHost;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An address of the documentation range (RFC 3849) that no other test of this run has.</summary>
    public static string NewHost() => $"2001:db8::{Interlocked.Increment(ref LastHost):x}";

    /// <summary>Sends JSON and gives the answer, after checking its status.</summary>
    public static async Task<JsonElement> AskAsync(
        this HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode expected, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.Add("If-Match", ifMatch);
        using var answer = await client.SendAsync(request, Ct);
        return await answer.ReadAsync(expected);
    }

    /// <summary>The JSON of an answer, after checking its status; undefined where it has none.</summary>
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} instead of {(int)expected}: {text}");
        if ((int)expected >= 400)
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>Adds a unit and gives the path of the API that leads to it.</summary>
    public static async Task<string> AddUnitAsync(this HttpClient client, object unit)
    {
        var added = await client.AskAsync(HttpMethod.Post, "/api/units", unit, HttpStatusCode.Created);
        return $"/api/units/{added.GetProperty("id").GetGuid()}";
    }

    /// <summary>A problem's messages for a field.</summary>
    public static string[] ErrorsAt(this JsonElement problem, string field) =>
        [.. problem.GetProperty("errors").GetProperty(field).EnumerateArray().Select(message => message.GetString()!)];

    /// <summary>How many units there are.</summary>
    public static async Task<int> CountUnitsAsync(this HttpClient client) =>
        (await client.AskAsync(HttpMethod.Get, "/api/units", null, HttpStatusCode.OK)).GetProperty("total").GetInt32();

    /// <summary>Sends a file of units.</summary>
    public static async Task<HttpResponseMessage> ImportAsync(this HttpClient client, string csv, string query = "")
    {
        using var body = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
        return await client.PostAsync($"/api/units/import{query}", body, Ct);
    }
}
