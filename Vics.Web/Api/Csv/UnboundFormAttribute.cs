using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Vics.Web.Api.Csv;

/// <summary>
/// Leaves reading the form to the action. Model binding would call a form that is too large a wrong value (400), and
/// say why in the framework's words.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnboundFormAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
