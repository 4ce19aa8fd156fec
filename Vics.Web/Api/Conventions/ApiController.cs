using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Domain.Accounts;
using Vics.Domain.Network;
using Vics.Web.Accounts;
using Vics.Web.Localization;

namespace Vics.Web.Api.Conventions;

/// <summary>
/// A controller of the API. Give it <c>[Route("api/units")]</c>, ids as <c>{id:guid}</c> with the id's own type, lists
/// as <c>[FromQuery] ListRequest</c>. Failures are problem details (RFC 9457) in the reader's language.
/// </summary>
[ApiController]
[ProducesErrorResponseType(typeof(ProblemDetails))]
public abstract class ApiController : ControllerBase
{
    /// <summary>Who asks.</summary>
    protected Actor Actor => HttpContext.Actor();

    private IStringLocalizer<SharedText> Text => HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedText>>();

    /// <summary>200 with the resource and its tag, or 304 where the asker reads it and has that state.</summary>
    protected ActionResult Tagged(object model, EntityTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Response.Headers.ETag = tag.ToString();
        return HttpMethods.IsGet(Request.Method) && tag.IsKnownTo(Request) ? StatusCode(StatusCodes.Status304NotModified) : Ok(model);
    }

    /// <summary>201 with where it is, the resource and its tag.</summary>
    protected CreatedResult CreatedTagged(string location, object model, EntityTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Response.Headers.ETag = tag.ToString();
        return Created(location, model);
    }

    /// <summary>Whether <c>If-Match</c> wants another state: then answer <see cref="Stale"/>.</summary>
    protected bool IsStale(EntityTag current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return current.IsStaleFor(Request);
    }

    /// <summary>400 with the errors by field.</summary>
    protected ObjectResult Invalid(IEnumerable<FieldError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        foreach (var error in errors)
            ModelState.AddModelError(error.Field, Text.Say(error.Message));
        return (ObjectResult)ApiProblems.Invalid(ControllerContext);
    }

    /// <summary>404: no such thing, or none that this account may know of.</summary>
    protected ObjectResult Missing() => Problem(StatusCodes.Status404NotFound, OperatorText.Of($"There is nothing with this id."));

    /// <summary>409: the state of things forbids it, and how.</summary>
    protected ObjectResult Conflict(OperatorText reason) => Problem(StatusCodes.Status409Conflict, reason);

    /// <summary>412: it was changed since the asker read it.</summary>
    protected ObjectResult Stale() => Problem(
        StatusCodes.Status412PreconditionFailed, OperatorText.Of($"It was changed in the meantime. Read it again before you change it."));

    /// <summary>502: a device did not do its part. A thrown <see cref="DeviceException"/> is answered the same way.</summary>
    protected ObjectResult ProblemWithCode(DeviceFault fault) => ApiProblems.Device(HttpContext, fault);

    /// <summary>Another status, with a sentence.</summary>
    protected ObjectResult Problem(int status, OperatorText detail) => Problem(statusCode: status, detail: Text.Say(detail));
}
