using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.UpdateJobs;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Hosting;
using Vics.Web.Localization;

namespace Vics.Web.Api.UpdateJobs;

/// <summary>Bringing a package to units, and watching how it goes.</summary>
[Route("api/update-jobs")]
[Tags("Update jobs")]
[Authorize(Policy = Policies.Viewer)]
public sealed class UpdateJobsApiController(
    IUpdateJobStore jobs, UpdateQueue queue, IOptions<VicsOptions> options, IStringLocalizer<SharedText> text) : ApiController
{
    /// <summary>The jobs, newest first.</summary>
    [HttpGet]
    [EndpointSummary("Lists update jobs")]
    public async Task<PageModel<UpdateJobModel>> List([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        return PageModel.From(await jobs.ListAsync(list.ToQuery(), ct), UpdateJobModel.From);
    }

    /// <summary>Starts a job. The same <c>Idempotency-Key</c> and body again give the same job, with 200.</summary>
    [HttpPost]
    [Authorize(Policy = Policies.Operator)]
    [EndpointSummary("Starts an update job")]
    [ProducesResponseType<UpdateJobModel>(StatusCodes.Status201Created)]
    [ProducesResponseType<UpdateJobModel>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Create(
        UpdateJobRequestModel model, [FromHeader(Name = "Idempotency-Key"), StringLength(200)] string? idempotencyKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Check() is { Count: > 0 } errors)
            return Invalid(errors);

        var request = model.ToRequest(options.Value.Updates.Parallelism, KeyOf(model, idempotencyKey));
        return await queue.EnqueueAsync(request, Actor, ct) switch
        {
            JobCreation.Created created => await CreatedAsync(created.Id, ct),
            JobCreation.Repeated repeated => await RepeatedAsync(repeated.Id, ct),
            JobCreation.KeyUsedOtherwise => Conflict(OperatorText.Of($"This idempotency key was used for another request. Use a new one.")),
            JobCreation.Refused refused => Invalid(refused.Errors),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>One job with its counts.</summary>
    [HttpGet("{id:guid}", Name = "ApiUpdateJob")]
    [EndpointSummary("Shows an update job")]
    [ProducesResponseType<UpdateJobModel>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Find(UpdateJobId id, CancellationToken ct) =>
        await jobs.FindSummaryAsync(id, ct) is { } summary ? Tagged(UpdateJobModel.From(summary), UpdateJobModel.TagOf(summary)) : Missing();

    /// <summary>The units of a job: those that need a person first, then the running, then by name.</summary>
    [HttpGet("{id:guid}/targets")]
    [EndpointSummary("Lists an update job's units")]
    [ProducesResponseType<PageModel<UpdateTargetModel>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Targets(UpdateJobId id, [FromQuery] ListRequest list, [FromQuery] UpdateTargetState? state, [FromServices] UpdateJobFeed feed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(feed);
        if (await jobs.FindAsync(id, ct) is null)
            return Missing();
        var targets = await jobs.TargetsAsync(id, list.ToQuery(), state, ct);
        var logs = await jobs.LogsAsync([.. targets.Items.Select(target => target.Id)], ct);
        return Ok(PageModel.From(targets, target => UpdateTargetModel.From(feed.Freshest(target), logs.GetValueOrDefault(target.Id, []), text)));
    }

    /// <summary>
    /// What happens, as it happens: events <c>target</c> and <c>job</c>, first those that were missed since <c>Last-Event-ID</c> (without one: all so far).
    /// </summary>
    [HttpGet("{id:guid}/events")]
    [EndpointSummary("Watches an update job")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/event-stream")]
    public async Task<IActionResult> Events(UpdateJobId id, [FromServices] UpdateJobEventStream events, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (await jobs.FindAsync(id, ct) is null)
            return Missing();
        if (!UpdateJobEventStream.TryReadRevision(Request, out var revision))
            return Invalid([new("Last-Event-ID", OperatorText.Of($"This is not the id of an event."))]);
        await events.WriteAsync(id, revision, Response, ct);
        return new EmptyResult();
    }

    /// <summary>Stops a job: units not begun stay as they are, units begun are brought to a safe end.</summary>
    [HttpPost("{id:guid}/cancel")]
    [Authorize(Policy = Policies.Operator)]
    [EndpointSummary("Cancels an update job")]
    [ProducesResponseType<UpdateJobModel>(StatusCodes.Status200OK)]
    [ProducesResponseType<UpdateJobModel>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict)]
    public async Task<IActionResult> Cancel(UpdateJobId id, CancellationToken ct) => await queue.CancelAsync(id, Actor, ct) switch
    {
        CancelResult.Cancelled => await CancelledAsync(id, ct),
        CancelResult.TooLate => Conflict(OperatorText.Of($"The job has ended already.")),
        CancelResult.NoSuchJob => Missing(),
        _ => throw new UnreachableException(),
    };

    private IdempotencyKey? KeyOf(UpdateJobRequestModel model, string? key) =>
        string.IsNullOrWhiteSpace(key) ? null : new IdempotencyKey(Actor.Id?.ToString() ?? Actor.Name, key.Trim(), model.Hash());

    private async Task<IActionResult> CreatedAsync(UpdateJobId id, CancellationToken ct)
    {
        var summary = (await jobs.FindSummaryAsync(id, ct))!;
        return CreatedTagged(AddressOf(id), UpdateJobModel.From(summary), UpdateJobModel.TagOf(summary));
    }

    private async Task<IActionResult> RepeatedAsync(UpdateJobId id, CancellationToken ct)
    {
        Response.Headers.Location = AddressOf(id);
        return Ok(UpdateJobModel.From((await jobs.FindSummaryAsync(id, ct))!));
    }

    // Units begun may take a while to come to their safe end.
    private async Task<IActionResult> CancelledAsync(UpdateJobId id, CancellationToken ct)
    {
        var summary = (await jobs.FindSummaryAsync(id, ct))!;
        var model = UpdateJobModel.From(summary);
        return summary.Job.IsFinal ? Ok(model) : Accepted(AddressOf(id), model);
    }

    private string AddressOf(UpdateJobId id) => Url.RouteUrl("ApiUpdateJob", new { id = id.Value })!;
}
