using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Vics.Domain;
using Vics.Domain.Cameras;
using Vics.Domain.Units;
using Vics.Web.Accounts;
using Vics.Web.Api.Conventions;

namespace Vics.Web.Api.Units;

/// <summary>What a unit records. Each answer is fetched from the unit; where it is away or refuses, that is 502 with its <c>code</c>.</summary>
[Route("api/units/{id:guid}/cameras")]
[Authorize(Policy = Policies.Viewer)]
public sealed class UnitCamerasApiController(UnitCameraImport import) : ApiController
{
    private const int MostNamed = 5;

    /// <summary>The unit's own list.</summary>
    [HttpGet]
    [ProducesResponseType<IReadOnlyList<UnitCameraModel>>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> List(UnitId id, CancellationToken ct) =>
        await import.ListAsync(id, ct) is { } cameras ? Ok(cameras.Select(UnitCameraModel.From)) : Missing();

    /// <summary>A JPEG of now of one of its cameras. Where only one side is given, the other follows at 16:9.</summary>
    [HttpGet("{cameraId}/image")]
    [ProducesResponseType(typeof(FileContentResult), StatusCodes.Status200OK, UnitStill.ContentType)]
    public async Task<ActionResult> Image(
        UnitId id, [StringLength(CameraRules.MaxTokenLength)] string cameraId, [Range(16, 3840)] int? width, [Range(16, 2160)] int? height, CancellationToken ct) =>
        await import.ImageAsync(id, cameraId, width, height, ct) is { } image ? new UnitStill(image) : Missing();

    /// <summary>Adds its cameras to <c>/api/cameras</c>, the chosen ones or all; known ones are updated, not doubled.</summary>
    [HttpPost("import")]
    [Authorize(Policy = Policies.Operator)]
    [ProducesResponseType<UnitCameraImportModel>(StatusCodes.Status200OK)]
    public async Task<ObjectResult> Import(UnitId id, UnitCameraImportRequest request, CancellationToken ct)
    {
        if (request.CameraIds?.Any(string.IsNullOrWhiteSpace) == true)
            return Invalid([new("cameraIds", OperatorText.Of($"This is not the kind of value that belongs here."))]);
        return await import.RunAsync(id, request.CameraIds, User.MaySetSecrets(), Actor, ct) switch
        {
            UnitImport.Done done => Ok(new UnitCameraImportModel(done.Added, done.Updated, done.Unchanged, done.Cameras)),
            UnitImport.NotListed missing =>
                Invalid([new("cameraIds", OperatorText.Of($"The unit lists no such camera: {string.Join(", ", missing.Ids.Take(MostNamed))}."))]),
            UnitImport.Stale => Conflict(OperatorText.Of($"Somebody else changes the same cameras. Try again.")),
            _ => Missing(),
        };
    }
}
