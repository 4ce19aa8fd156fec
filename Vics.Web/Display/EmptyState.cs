namespace Vics.Web.Display;

/// <summary>
/// What a list says when it is empty: <c>&lt;partial name="_EmptyState" model="new EmptyState(…)" /&gt;</c>. The texts
/// come already in the reader's language.
/// </summary>
/// <param name="Icon">An icon of the sprite.</param>
/// <param name="Title">What is not there.</param>
/// <param name="Advice">What to do next.</param>
/// <param name="ActionText">The button, if there is something to press.</param>
/// <param name="ActionUrl">Where it leads.</param>
/// <param name="ActionIcon">Its icon.</param>
public sealed record EmptyState(
    string Icon, string Title, string Advice, string? ActionText = null, string? ActionUrl = null, string ActionIcon = "plus");
