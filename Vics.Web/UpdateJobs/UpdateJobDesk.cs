using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Vics.Domain;
using Vics.Domain.Packages;
using Vics.Domain.Units;
using Vics.Web.Hosting;
using Vics.Web.Localization;
using Vics.Web.Views.UpdateJobs;

namespace Vics.Web.UpdateJobs;

/// <summary>Lays out what a person needs to put a new update job together.</summary>
public sealed class UpdateJobDesk(IUnitStore units, IPackageStore packages, IOptions<VicsOptions> options, IStringLocalizer<SharedText> text)
{
    /// <summary>Units updated at once where nothing else is said.</summary>
    public int Parallelism => options.Value.Updates.Parallelism;

    /// <summary>The form with all there is to choose from.</summary>
    public async Task<UpdateJobCreateModel> LayOutAsync(UpdateJobForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        var known = await packages.ListAsync(new ListQuery(PageSize: ListQuery.MaxPageSize), ct);
        var chosen = form.Unit.Count == 0 ? [] : await units.SelectAsync(new UnitSelection.ByIds([.. form.Unit]), ct);
        var all = await units.CountAsync(ct);
        return new(form, known.Items, await units.TagsAsync(ct), chosen, all.Total, Parallelism, await ForeseeAsync(form, ct));
    }

    /// <summary>What would happen, or null while no package is chosen.</summary>
    public async Task<UpdateJobPreview?> ForeseeAsync(UpdateJobForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Package is not { } id || await packages.FindAsync(id, ct) is not { } package)
            return null;
        return UpdateJobPreview.From(form, package, await units.SelectAsync(form.Selection, ct), Parallelism, text);
    }
}
