using System.Net;
using System.Text.Json;
using Vics.Domain.UpdateJobs;
using Xunit;

namespace Vics.Tests.Web.UpdateJobs;

/// <summary>Reads server-sent events as they come.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage answer, Stream content) => (_answer, _lines) = (answer, new StreamReader(content));

    public string? ContentType => _answer.Content.Headers.ContentType?.MediaType;

    public static async Task<EventReader> OpenAsync(HttpClient script, UpdateJobId job, string? lastEventId, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/update-jobs/{job}/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await script.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync(ct));
    }

    /// <summary>Reads on to the next event of that kind.</summary>
    public async Task<ServerEvent> UntilAsync(Func<ServerEvent, bool> wanted, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        var (name, id, data) = ("", (string?)null, "");
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.Length == 0 && data.Length > 0)
            {
                var happened = new ServerEvent(name, id, JsonDocument.Parse(data).RootElement.Clone());
                (name, id, data) = ("", null, "");
                if (wanted(happened))
                    return happened;
            }
        }

        throw new EndOfStreamException("The events ended before the one waited for.");
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>One event.</summary>
internal sealed record ServerEvent(string Name, string? Id, JsonElement Data);
