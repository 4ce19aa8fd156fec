using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vics.Web.Api.Conventions;

/// <summary>Tells the OpenAPI document what an action reads that takes its body as it comes, past model binding.</summary>
/// <param name="form">The fields of its form.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UploadBodyAttribute(Type form) : Attribute
{
    /// <summary>The fields of its form.</summary>
    public Type Form { get; } = form;

    /// <summary>The content type of the file where it may also come as the body itself.</summary>
    public string? Plain { get; init; }

    internal static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<UploadBodyAttribute>().FirstOrDefault() is not { } upload)
            return;
        var content = new Dictionary<string, OpenApiMediaType>
        {
            ["multipart/form-data"] = new() { Schema = await context.GetOrCreateSchemaAsync(upload.Form, null, ct) },
        };
        if (upload.Plain is { } plain)
            content[plain] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
    }
}
