using Microsoft.Extensions.Localization;
using Vics.Domain.Units;
using Vics.Domain.UpdateJobs;
using Vics.Web.Display;
using Vics.Web.Localization;
using Vics.Web.Views.Units;
using Vics.Web.Views.UpdateJobs;

namespace Vics.Web.Views.Home;

/// <summary>Is everything all right, and if not, where?</summary>
/// <param name="Total">All units.</param>
/// <param name="States">Units by state.</param>
/// <param name="Versions">What runs on how many units, the most first.</param>
/// <param name="Running">The jobs under way.</param>
/// <param name="Latest">The jobs that ended last.</param>
/// <param name="HasPackages">A package was uploaded.</param>
/// <param name="Cameras">How the cameras are.</param>
public sealed record DashboardModel(
    int Total, IReadOnlyList<UnitStateFigure> States, IReadOnlyList<VersionFigure> Versions,
    IReadOnlyList<UpdateJobRow> Running, IReadOnlyList<UpdateJobRow> Latest, bool HasPackages, CameraFigures Cameras)
{
    private const int LatestShown = 5;
    private const int VersionsShown = 8;

    /// <summary>Nothing was updated yet: the first steps are of more use than figures.</summary>
    public bool ShowsFirstSteps => Running.Count + Latest.Count == 0;

    /// <summary>The dashboard out of the fleet's figures and the jobs.</summary>
    public static DashboardModel From(
        FleetFigures fleet, IReadOnlyList<JobSummary> running, IReadOnlyList<JobSummary> latest, bool hasPackages, CameraFigures cameras,
        IStringLocalizer<SharedText> text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(latest);
        return new(
            fleet.Total,
            UnitStateFigure.From(fleet, text),
            [.. fleet.Versions.Take(VersionsShown).Select(version => VersionFigure.From(version, fleet.Total, text))],
            [.. running.Select(job => UpdateJobRow.From(job, text, now))],
            [.. latest.Where(job => job.Job.IsFinal).Take(LatestShown).Select(job => UpdateJobRow.From(job, text, now))],
            hasPackages,
            cameras);
    }
}

/// <summary>How many units are in one state.</summary>
/// <param name="State">The state, as addresses spell it.</param>
/// <param name="Calm">How it looks.</param>
/// <param name="Word">The state in a word.</param>
/// <param name="Units">How many.</param>
public sealed record UnitStateFigure(UnitState State, CalmState Calm, string Word, int Units)
{
    // The states in which everything is all right come first; where it is not, the eye ends.
    private static readonly UnitState[] Known = [UnitState.Online, UnitState.Updating, UnitState.NeedsAttention, UnitState.Offline, UnitState.Unknown];

    internal static IReadOnlyList<UnitStateFigure> From(FleetFigures fleet, IStringLocalizer<SharedText> text) =>
        [.. Known.Select(state =>
        {
            var (calm, word) = UnitLook.Of(state);
            return new UnitStateFigure(state, calm, text[word], fleet.States.GetValueOrDefault(state));
        })];
}

/// <summary>What runs on how many units.</summary>
/// <param name="Name">The version, or what is known instead.</param>
/// <param name="Search">What finds these units, or null.</param>
/// <param name="Units">How many.</param>
/// <param name="Total">Of all.</param>
public sealed record VersionFigure(string Name, string? Search, int Units, int Total)
{
    internal static VersionFigure From(VersionCount count, int total, IStringLocalizer<SharedText> text) =>
        new(count.Version ?? (count.IsKnown ? text["Not one of the packages"] : text["Not looked at yet"]), count.Version, count.Units, total);
}
