using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vics.Web.Api.Conventions;

/// <summary>What all of <c>/api</c> has in common.</summary>
internal static class ApiConventions
{
    public static IServiceCollection AddVicsApi(this IServiceCollection services)
    {
        EntityIds.TeachModelBinding();
        services.Configure<Microsoft.AspNetCore.Mvc.JsonOptions>(options =>
        {
            ApiJson.Apply(options.JsonSerializerOptions);
            // The reader's messages name .NET types and byte positions; ours say it in the asker's language.
            options.AllowInputFormatterExceptionMessages = false;
        });
        // The OpenAPI document reads these.
        services.Configure<Microsoft.AspNetCore.Http.Json.JsonOptions>(options => ApiJson.Apply(options.SerializerOptions));
        services.Configure<MvcOptions>(options => options.Filters.Add<DeviceTroubleFilter>());
        services.Configure<ApiBehaviorOptions>(options => options.InvalidModelStateResponseFactory = ApiProblems.Invalid);
        services.Configure<OpenApiOptions>("v1", options => options.AddSchemaTransformer(DescribeIds).AddOperationTransformer(UploadBodyAttribute.DescribeAsync));
        return services;
    }

    private static Task DescribeIds(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (EntityIds.IsId(Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "uuid";
        }

        return Task.CompletedTask;
    }
}
