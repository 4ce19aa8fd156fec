using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.UpdateJobs;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.UpdateJobs;
using Vics.Web.Views.UpdateJobs;

namespace Vics.Web.Controllers;

/// <summary>Update jobs: which there are, a new one, and how one goes.</summary>
[Authorize(Policy = Policies.Viewer)]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class UpdateJobsController(
    IUpdateJobStore jobs, UpdateQueue queue, UpdateJobDesk desk, IStringLocalizer<SharedText> text, TimeProvider clock) : Controller
{
    [HttpGet("/update-jobs", Name = "UpdateJobs")]
    public async Task<IActionResult> Index([FromQuery] ListRequest list, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (!ModelState.IsValid)
            return BadRequest();
        var query = list.ToQuery();
        return View(UpdateJobListModel.From(await jobs.ListAsync(query, ct), query.Search, text, clock.GetUtcNow()));
    }

    [HttpGet("/update-jobs/new", Name = "NewUpdateJob")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Create([FromQuery] UpdateJobForm form, CancellationToken ct)
    {
        ModelState.Clear(); // What an address fills in wrongly is entered anew, not complained about.
        return View(await desk.LayOutAsync(form, ct));
    }

    /// <summary>From the review back to the form, with what was entered.</summary>
    [HttpPost("/update-jobs/new", Name = "EditUpdateJob")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Edit(UpdateJobForm form, CancellationToken ct) => View(nameof(Create), await desk.LayOutAsync(form, ct));

    /// <summary>What would happen, for the form to show while it is filled in.</summary>
    [HttpPost("/update-jobs/new/preview", Name = "PreviewUpdateJob")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Preview(UpdateJobForm form, CancellationToken ct) => PartialView("_Preview", await desk.ForeseeAsync(form, ct));

    /// <summary>What would happen, before the start: the way without a script.</summary>
    [HttpPost("/update-jobs/new/review", Name = "ReviewUpdateJob")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Review(UpdateJobForm form, CancellationToken ct)
    {
        if (ModelState.IsValid && await desk.ForeseeAsync(form, ct) is { } preview)
            return View(preview);
        return await RefusedAsync(form, [new("packageId", OperatorText.Of($"Choose a package."))], ct);
    }

    [HttpPost("/update-jobs")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Start(UpdateJobForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var actor = HttpContext.Actor();
        if (!ModelState.IsValid || form.ToRequest(desk.Parallelism, actor.Id?.ToString() ?? actor.Name) is not { } request)
            return await RefusedAsync(form, form.Package is null ? [new("packageId", OperatorText.Of($"Choose a package."))] : [], ct);
        return await queue.EnqueueAsync(request, actor, ct) switch
        {
            JobCreation.Created created => RedirectToRoute("UpdateJob", new { id = created.Id.Value }),
            JobCreation.Repeated repeated => RedirectToRoute("UpdateJob", new { id = repeated.Id.Value }),
            JobCreation.KeyUsedOtherwise => await Start(form.Anew(), ct),
            JobCreation.Refused refused => await RefusedAsync(form, refused.Errors, ct),
            _ => throw new UnreachableException(),
        };
    }

    [HttpGet("/update-jobs/{id:guid}", Name = "UpdateJob")]
    public async Task<IActionResult> Details(
        UpdateJobId id, [FromQuery] ListRequest list, [FromQuery] UpdateTargetState? state, [FromServices] UpdateJobFeed feed, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(feed);
        if (!ModelState.IsValid || await jobs.FindSummaryAsync(id, ct) is not { } summary)
            return NotFound();
        var query = list.ToQuery();
        var targets = await jobs.TargetsAsync(id, query, state, ct);
        var fresh = new Paged<TargetSnapshot>([.. targets.Items.Select(feed.Freshest)], targets.Page, targets.PageSize, targets.Total);
        return View(UpdateJobDetailsModel.From(summary, fresh, query.Search, state, text, clock.GetUtcNow()));
    }

    /// <summary>What happened to one unit: a page, or only its lines for a page that is open already.</summary>
    [HttpGet("/update-jobs/{id:guid}/targets/{targetId:guid}", Name = "UpdateTarget")]
    public async Task<IActionResult> Target(UpdateJobId id, UpdateTargetId targetId, bool linesOnly, CancellationToken ct)
    {
        if (await jobs.FindAsync(id, ct) is not { } job || await jobs.FindTargetAsync(targetId, ct) is not { } target || target.JobId != id)
            return NotFound();
        var logs = await jobs.LogsAsync([targetId], ct);
        var model = UpdateTargetLogModel.From(job, target, logs.GetValueOrDefault(targetId, []), text);
        return linesOnly ? PartialView("_Log", model) : View(model);
    }

    [HttpGet("/update-jobs/{id:guid}/cancel", Name = "CancelUpdateJob")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> Cancel(UpdateJobId id, CancellationToken ct)
    {
        if (await jobs.FindSummaryAsync(id, ct) is not { } summary)
            return NotFound();
        var none = new Paged<TargetSnapshot>([], 1, 1, 0);
        return View(UpdateJobDetailsModel.From(summary, none, null, null, text, clock.GetUtcNow()));
    }

    [HttpPost("/update-jobs/{id:guid}/cancel")]
    [Authorize(Policy = Policies.Operator)]
    public async Task<IActionResult> CancelNow(UpdateJobId id, CancellationToken ct)
    {
        var result = await queue.CancelAsync(id, HttpContext.Actor(), ct);
        if (result is CancelResult.NoSuchJob)
            return NotFound();
        if (result is CancelResult.TooLate)
            TempData.Flash(CalmState.Attention, text["The job has ended already."]);
        return RedirectToRoute("UpdateJob", new { id = id.Value });
    }

    private async Task<IActionResult> RefusedAsync(UpdateJobForm form, IEnumerable<FieldError> errors, CancellationToken ct)
    {
        ModelState.Add(errors.Select(UpdateJobForm.InWordsOfTheForm), text);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View(nameof(Create), await desk.LayOutAsync(form, ct));
    }
}
