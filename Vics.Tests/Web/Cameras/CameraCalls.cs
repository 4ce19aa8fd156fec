using System.Net;
using System.Text.Json;
using Vics.Tests.Web.Units;
using Xunit;

namespace Vics.Tests.Web.Cameras;

/// <summary>Short ways for tests to talk to <c>/api/cameras</c>.</summary>
internal static class CameraCalls
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Adds a camera and gives the path of the API that leads to it.</summary>
    public static async Task<string> AddCameraAsync(this HttpClient client, object camera)
    {
        var added = await client.AskAsync(HttpMethod.Post, "/api/cameras", camera, HttpStatusCode.Created);
        return $"/api/cameras/{added.GetProperty("id").GetGuid()}";
    }

    /// <summary>How many cameras there are.</summary>
    public static async Task<int> CountCamerasAsync(this HttpClient client) =>
        (await client.AskAsync(HttpMethod.Get, "/api/cameras", null, HttpStatusCode.OK)).GetProperty("total").GetInt32();

    /// <summary>A camera as it is now.</summary>
    public static Task<JsonElement> CameraAsync(this HttpClient client, string path) => client.AskAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);

    /// <summary>Sends a file of cameras.</summary>
    public static async Task<HttpResponseMessage> ImportCamerasAsync(this HttpClient client, string csv, string query = "")
    {
        using var body = new StringContent(csv, System.Text.Encoding.UTF8, "text/csv");
        return await client.PostAsync($"/api/cameras/import{query}", body, Ct);
    }

    /// <summary>A field's text, or null.</summary>
    public static string? Text(this JsonElement camera, string field) => camera.GetProperty(field).GetString();
}
