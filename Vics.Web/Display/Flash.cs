using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Vics.Web.Display;

/// <summary>
/// A message for the next page, after a form was sent: <c>TempData.Flash(CalmState.Fine, L["The unit was added."])</c>,
/// then redirect. The layout shows it.
/// </summary>
public sealed record Flash(CalmState State, string Message)
{
    private const string StateKey = "flash-state";
    private const string MessageKey = "flash-message";

    /// <summary>Takes the waiting message out, or gives null.</summary>
    public static Flash? Take(ITempDataDictionary tempData)
    {
        ArgumentNullException.ThrowIfNull(tempData);
        return tempData[MessageKey] is string message && tempData[StateKey] is int state ? new((CalmState)state, message) : null;
    }

    internal static void Put(ITempDataDictionary tempData, Flash flash)
    {
        tempData[StateKey] = (int)flash.State;
        tempData[MessageKey] = flash.Message;
    }
}

/// <summary>Leaves a <see cref="Display.Flash"/> for the next page.</summary>
public static class FlashExtensions
{
    /// <summary>Leaves a message, already in the reader's language, for the next page.</summary>
    public static void Flash(this ITempDataDictionary tempData, CalmState state, string message) =>
        Display.Flash.Put(tempData, new(state, message));
}
