using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Vics.Domain.Network;
using Vics.Web.Accounts;
using Vics.Web.Hosting;
using Vics.Web.Localization;

namespace Vics.Web.Api.Conventions;

/// <summary>The problem details of the API that need more than a status.</summary>
internal static class ApiProblems
{
    /// <summary>400 with <c>errors</c>: fields as the API spells them, each with its messages.</summary>
    public static IActionResult Invalid(ActionContext context)
    {
        var text = context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<SharedText>>();
        var problem = Factory(context.HttpContext).CreateValidationProblemDetails(
            context.HttpContext, context.ModelState, StatusCodes.Status400BadRequest, detail: text["The request has errors."]);
        problem.Errors.Clear();
        foreach (var (field, messages) in ErrorsByField(context, text))
            problem.Errors[field] = messages;
        return Result(problem);
    }

    /// <summary>502 with the device's <c>code</c>.</summary>
    public static ObjectResult Device(HttpContext context, DeviceFault fault)
    {
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<SharedText>>();
        var problem = Factory(context).CreateProblemDetails(context, StatusCodes.Status502BadGateway, detail: text.Say(fault.Message));
        problem.Extensions["code"] = JsonNamingPolicy.CamelCase.ConvertName(fault.Code.ToString());
        return Result(problem);
    }

    /// <summary>400: a browser's session alone changes nothing.</summary>
    public static ObjectResult NoAntiforgeryToken(HttpContext context)
    {
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<SharedText>>();
        return Result(Factory(context).CreateProblemDetails(
            context, StatusCodes.Status400BadRequest, detail: text["The header {0} is missing or does not belong to this session.", Pages.AntiforgeryHeader]));
    }

    private static ProblemDetailsFactory Factory(HttpContext context) => context.RequestServices.GetRequiredService<ProblemDetailsFactory>();

    private static ObjectResult Result(ProblemDetails problem) =>
        new(problem) { StatusCode = problem.Status, ContentTypes = { "application/problem+json" } };

    private static IEnumerable<(string Field, string[] Messages)> ErrorsByField(ActionContext context, IStringLocalizer<SharedText> text)
    {
        // A body that cannot be read is also reported as missing, under the parameter's name, which no client knows.
        var bodies = context.ActionDescriptor.Parameters
            .Where(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body)
            .Select(parameter => parameter.Name)
            .ToHashSet(StringComparer.Ordinal);
        var wrong = context.ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList();
        return wrong
            .Where(entry => wrong.Count == 1 || !bodies.Contains(entry.Key))
            .GroupBy(entry => bodies.Contains(entry.Key) ? "" : FieldName(entry.Key), StringComparer.Ordinal)
            .Select(field => (field.Key, field.SelectMany(entry => entry.Value!.Errors).Select(error => Message(error, text)).ToArray()));
    }

    /// <summary>JSON errors come with a path (<c>$.plan.parallelism</c>), the others with the property's name (<c>PageSize</c>).</summary>
    private static string FieldName(string key) =>
        string.Join('.', key.TrimStart('$').TrimStart('.').Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static string Message(ModelError error, IStringLocalizer<SharedText> text) =>
        error.Exception is null && error.ErrorMessage.Length > 0 ? error.ErrorMessage : text["This cannot be read: it is no JSON, or not of the kind expected here."];
}

/// <summary>Answers trouble with a device that an action of the API let through.</summary>
internal sealed class DeviceTroubleFilter : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not DeviceException trouble || !Schemes.IsForPrograms(context.HttpContext.Request))
            return;

        context.Result = ApiProblems.Device(context.HttpContext, trouble.Fault);
        context.ExceptionHandled = true;
    }
}
