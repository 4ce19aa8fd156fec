using Vics.Domain.Packages;
using Vics.Domain.Units;

namespace Vics.Web.Views.UpdateJobs;

/// <summary>The form for a new update job with all there is to choose from.</summary>
/// <param name="Form">What is entered.</param>
/// <param name="Packages">The packages, newest first.</param>
/// <param name="Tags">Every tag in use.</param>
/// <param name="Chosen">The units that were chosen one by one before the form was opened.</param>
/// <param name="AllUnits">How many units there are.</param>
/// <param name="Parallelism">How many at once where nothing is entered.</param>
/// <param name="Preview">What would happen, or null while something is missing.</param>
public sealed record UpdateJobCreateModel(
    UpdateJobForm Form, IReadOnlyList<Package> Packages, IReadOnlyList<string> Tags, IReadOnlyList<Unit> Chosen, int AllUnits, int Parallelism,
    UpdateJobPreview? Preview);
