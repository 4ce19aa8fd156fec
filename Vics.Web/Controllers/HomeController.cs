using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Localization;
using Vics.Web.Views.Home;

namespace Vics.Web.Controllers;

/// <summary>The dashboard: is everything all right, and if not, where?</summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class HomeController(
    IUnitStore units, IPackageStore packages, IUpdateJobStore jobs, ICameraStore cameras, IStringLocalizer<SharedText> text, TimeProvider clock) : Controller
{
    [HttpGet("/", Name = "Dashboard")]
    public async Task<IActionResult> Index(CancellationToken ct)
    {
        var running = new List<JobSummary>();
        foreach (var job in await jobs.UnfinishedAsync(ct))
        {
            if (await jobs.FindSummaryAsync(job.Id, ct) is { } summary)
                running.Add(summary);
        }

        var latest = await jobs.ListAsync(new ListQuery(PageSize: 20), ct);
        var anyPackage = await packages.ListAsync(new ListQuery(PageSize: 1), ct);
        var figures = await CameraFigures.FromAsync(cameras, ct);
        return View(DashboardModel.From(await units.CountAsync(ct), running, latest.Items, anyPackage.Total > 0, figures, text, clock.GetUtcNow()));
    }
}
