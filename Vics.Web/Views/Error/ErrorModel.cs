using static Vics.Web.Localization.SharedText;

namespace Vics.Web.Views.Error;

/// <summary>What the error page says.</summary>
public sealed record ErrorModel(int Status, string Title, string Advice, string Icon, string TraceId)
{
    internal static ErrorModel From(int status, string traceId) => status switch
    {
        400 => new(status, Key("The request could not be understood"), Key("Go back, reload the page and try again."), "help", traceId),
        403 => new(status, Key("You may not see this"), Key("Your role does not allow it. An administrator can give you another one."), "lock", traceId),
        404 => new(status, Key("There is nothing here"), Key("It may have been deleted, or the address is not quite right."), "search", traceId),
        413 => new(status, Key("That is too large"), Key("The server does not accept that much at once."), "upload", traceId),
        429 => new(status, Key("Too many attempts"), Key("Wait a moment, then try again."), "clock", traceId),
        < 500 => new(status, Key("That did not work"), Key("Go back, reload the page and try again."), "alert-circle", traceId),
        _ => new(status, Key("Something went wrong on the server"), Key("It was logged. Try again; if it stays, tell the administrator the number below."), "alert-triangle", traceId),
    };
}
