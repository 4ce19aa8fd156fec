using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Localization;
using Vics.Domain.UpdateJobs;
using Vics.Web.Accounts;
using Vics.Web.Localization;
using Vics.Web.Views.UpdateJobs;

namespace Vics.Web.UpdateJobs;

/// <summary>What a page is told at once.</summary>
/// <param name="Revision">All changes up to this one have been told: a page that lost the line asks from here on.</param>
/// <param name="Job">How the job stands, or null where that did not change.</param>
/// <param name="Targets">The targets that changed.</param>
public sealed record UpdateJobFrame(long Revision, UpdateJobProgress? Job, IReadOnlyList<UpdateTargetRow> Targets);

/// <summary>
/// Moves the pages of update jobs. Each page has a stream of its own rather than a share in a group: it begins where that page stands, and its sentences
/// are in that page's language.
/// </summary>
[Authorize(Policy = Policies.Viewer)]
public sealed class UpdateJobsHub(UpdateJobWatch watch, IStringLocalizer<SharedText> text, TimeProvider clock) : Hub
{
    /// <summary>Everything that happens in a job after a revision, said in a language.</summary>
    public async IAsyncEnumerable<UpdateJobFrame> Watch(Guid job, long revision, string language, [EnumeratorCancellation] CancellationToken ct)
    {
        var culture = Hosting.Localization.Cultures.FirstOrDefault(known => known.Name == language) ?? Hosting.Localization.Cultures[0];
        await foreach (var happened in watch.FollowAsync(UpdateJobId.From(job), revision, ct))
        {
            if (Say(happened, culture) is { } frame)
                yield return frame;
        }
    }

    // The culture is set for each sentence: an iterator goes on in the context of whoever asks for the next.
    private UpdateJobFrame? Say(UpdateJobEvent happened, CultureInfo culture)
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        return happened switch
        {
            UpdateJobEvent.TargetsChanged changed => new(changed.Revision, null, [.. changed.Targets.Select(target => UpdateTargetRow.From(target, text))]),
            UpdateJobEvent.BytesArrived bytes => new(bytes.Revision, null, [UpdateTargetRow.From(bytes.Target, text)]),
            UpdateJobEvent.JobChanged changed => new(changed.Revision, UpdateJobProgress.From(changed.Summary, text, clock.GetUtcNow()), []),
            _ => null,
        };
    }
}
