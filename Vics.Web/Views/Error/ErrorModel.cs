namespace Vics.Web.Views.Error;

/// <summary>What the error page says.</summary>
public sealed record ErrorModel(int Status, string Title, string Advice, string Icon, string TraceId)
{
    internal static ErrorModel From(int status, string traceId) => status switch
    {
        400 => new(status, "The request could not be understood", "Go back, reload the page and try again.", "help", traceId),
        403 => new(status, "You may not see this", "Your role does not allow it. An administrator can give you another one.", "lock", traceId),
        404 => new(status, "There is nothing here", "It may have been deleted, or the address is not quite right.", "search", traceId),
        413 => new(status, "That is too large", "The server does not accept that much at once.", "upload", traceId),
        429 => new(status, "Too many attempts", "Wait a moment, then try again.", "clock", traceId),
        < 500 => new(status, "That did not work", "Go back, reload the page and try again.", "alert-circle", traceId),
        _ => new(status, "Something went wrong on the server", "It was logged. Try again; if it stays, tell the administrator the number below.", "alert-triangle", traceId),
    };
}
