using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Vics.Domain.Cameras;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;
using Vics.Web.Hosting;
using Vics.Web.Localization;

namespace Vics.Web.Api.Cameras;

/// <summary>Looks at cameras that are not in the inventory yet. At most 30 looks a minute for each account (429).</summary>
[Route("api/cameras")]
[Authorize(Policy = Policies.Operator)]
[EnableRateLimiting(RateLimits.CameraSearch)]
[ProducesResponseType(StatusCodes.Status429TooManyRequests)]
public sealed class CameraSearchApiController(CameraTrial trial, CameraSearch search, IStringLocalizer<SharedText> text) : ApiController
{
    /// <summary>Asks a camera by ONVIF what it is and what it offers. 200 whatever comes out: <c>online</c> and <c>code</c> tell. At most 30 s.</summary>
    [HttpPost("probe")]
    [ProducesResponseType<ProbeModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Probe(ProbeRequest request, CancellationToken ct) =>
        await trial.ProbeAsync(request.ToEntry(), request.CameraId, ct) switch
        {
            TrialOutcome.Found found => Ok(ProbeModel.From(found.Facts)),
            TrialOutcome.Trouble trouble => Ok(ProbeModel.From(trouble.Fault, text.Say)),
            TrialOutcome.Refused refused => Invalid(refused.Errors),
            _ => throw new UnreachableException(),
        };

    /// <summary>Calls into the networks of the server (WS-Discovery) and listens for so many seconds.</summary>
    [HttpGet("discover")]
    public async Task<IReadOnlyList<DiscoveredCameraModel>> Discover(
        [Range(CameraSearch.MinSeconds, CameraSearch.MaxSeconds)] int seconds = CameraSearch.DefaultSeconds, CancellationToken ct = default) =>
        [.. (await search.FindAsync(TimeSpan.FromSeconds(seconds), ct)).Select(DiscoveredCameraModel.From)];
}
