using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;
using Vics.Domain.UpdateJobs;
using Vics.Web.Api.Conventions;
using Vics.Web.Localization;
using Vics.Web.UpdateJobs;

namespace Vics.Web.Api.UpdateJobs;

/// <summary>Writes what happens in an update job as server-sent events (WHATWG HTML §9.2), until the asker goes or the server stops.</summary>
public sealed class UpdateJobEventStream(
    UpdateJobWatch watch, IUpdateJobStore jobs, IStringLocalizer<SharedText> text, IHostApplicationLifetime server)
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Reads the revision an asker has seen last: from the header that browsers send when they come back, or from <c>?lastEventId=</c>.</summary>
    internal static bool TryReadRevision(HttpRequest request, out long revision)
    {
        var given = request.Headers[LastEventId].ToString();
        if (given.Length == 0)
            given = request.Query["lastEventId"].ToString();
        revision = 0;
        return given.Length == 0 || long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out revision);
    }

    /// <summary>Answers with the events after a revision.</summary>
    public async Task WriteAsync(UpdateJobId id, long revision, HttpResponse response, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, server.ApplicationStopping);
        try
        {
            await response.WriteAsync("retry: 2000\n\n", end.Token);
            await foreach (var happened in watch.FollowAsync(id, revision, end.Token))
            {
                await WriteAsync(happened, response, end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The asker has gone, or the server stops and the asker will come back.
        }
    }

    private async Task WriteAsync(UpdateJobEvent happened, HttpResponse response, CancellationToken ct)
    {
        switch (happened)
        {
            case UpdateJobEvent.TargetsChanged changed:
                var logs = await jobs.LogsAsync([.. changed.Targets.Select(target => target.Id)], ct);
                foreach (var target in changed.Targets)
                    await WriteAsync("target", target.Revision, UpdateTargetModel.From(target, logs.GetValueOrDefault(target.Id, []), text), response, ct);
                break;
            case UpdateJobEvent.BytesArrived bytes:
                await WriteAsync("target", null, UpdateTargetModel.From(bytes.Target, null, text), response, ct);
                break;
            case UpdateJobEvent.JobChanged job:
                await WriteAsync("job", job.Revision, UpdateJobModel.From(job.Summary), response, ct);
                break;
            default:
                await response.WriteAsync(": nothing new\n\n", ct);
                break;
        }
    }

    private static Task WriteAsync(string name, long? id, object data, HttpResponse response, CancellationToken ct)
    {
        var number = id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {id}\n");
        return response.WriteAsync($"event: {name}\n{number}data: {JsonSerializer.Serialize(data, ApiJson.Options)}\n\n", ct);
    }
}
