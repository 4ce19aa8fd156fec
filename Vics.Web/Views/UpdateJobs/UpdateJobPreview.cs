using Microsoft.Extensions.Localization;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Web.Localization;
using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>What a new update job will do to whom: a sentence, and what to know beforehand.</summary>
/// <param name="Form">What is entered.</param>
/// <param name="Sentence">"Updates 42 units to 2.1.0, 8 at a time."</param>
/// <param name="Remarks">What else will happen, one sentence each.</param>
/// <param name="Warnings">What will probably not go well, one sentence each.</param>
/// <param name="CanStart">There is somebody to update.</param>
public sealed record UpdateJobPreview(UpdateJobForm Form, string Sentence, IReadOnlyList<string> Remarks, IReadOnlyList<string> Warnings, bool CanStart)
{
    /// <summary>Foresees a job.</summary>
    public static UpdateJobPreview From(UpdateJobForm form, Package package, IReadOnlyList<Unit> units, int parallelism, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(text);
        var current = units.Count(unit => unit.Installed?.Sha256 == package.Sha256);
        List<string?> remarks =
        [
            Say(form.SkipIfCurrent ? Key("Have this version already and are skipped: {0}.") : Key("Have this version already and get it again: {0}."), current),
            units.Count == 0 ? null : text["Recorders go on recording while the file is sent and stop only for the swap. Where the new version does not run, the old one comes back."].Value,
        ];
        List<string?> warnings =
        [
            Say(Key("Did not answer when last asked: {0}."), units.Count(unit => unit.State is UnitState.Offline)),
            Say(Key("Need a person to look at them first: {0}."), units.Count(unit => unit.State is UnitState.NeedsAttention)),
            Say(Key("Are being updated by another job just now, so this one would fail there: {0}."), units.Count(unit => unit.State is UnitState.Updating)),
        ];
        return new(form, SentenceFor(package, units, form.Parallelism ?? parallelism, text), [.. remarks.OfType<string>()], [.. warnings.OfType<string>()], units.Count > 0);

        string? Say(string sentence, int count) => count == 0 ? null : text[sentence, count].Value;
    }

    private static string SentenceFor(Package package, IReadOnlyList<Unit> units, int parallelism, IStringLocalizer<SharedText> text) => units.Count switch
    {
        0 => text["No unit is chosen."].Value,
        1 => text["Updates {0} to {1}.", units[0].Name, package.Version].Value,
        var count when count <= parallelism => text["Updates {0} units to {1}, all at the same time.", count, package.Version].Value,
        var count when parallelism == 1 => text["Updates {0} units to {1}, one after the other.", count, package.Version].Value,
        var count => text["Updates {0} units to {1}, {2} at a time.", count, package.Version, parallelism].Value,
    };
}
