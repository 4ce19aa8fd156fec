using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Vics.Domain;
using Vics.Web.Localization;

namespace Vics.Web.Display;

/// <summary>Puts what the domain refused at the fields of a form; the partial <c>_FormErrors</c> sums it up on top.</summary>
public static class FormErrors
{
    /// <summary>Adds the errors in the reader's language. A field's name matches its property whatever the case.</summary>
    public static void Add(this ModelStateDictionary state, IEnumerable<FieldError> errors, IStringLocalizer<SharedText> text)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(errors);
        foreach (var error in errors)
            state.AddModelError(error.Field, text.Say(error.Message));
    }
}
