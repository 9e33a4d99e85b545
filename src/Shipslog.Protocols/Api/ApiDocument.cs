using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Shipslog.Protocols.Api;

/// <summary>The OpenAPI document of this protocol, from which the UI's types are generated.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith(ApiProtocol.Prefix[1..] + "/", StringComparison.Ordinal) == true
            && !description.RelativePath.EndsWith("openapi.json", StringComparison.Ordinal);
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id ? Short(id) : null;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            ApiSchemas.Describe(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Shipslog", Version = "v1" };
            document.Servers = [];
            return Task.CompletedTask;
        });
    }

    /// <summary>Wire types end in Message, to tell them from the core's; readers of the document needn't know.</summary>
    private static string Short(string id) => id.EndsWith("Message", StringComparison.Ordinal) ? id[..^"Message".Length] : id;
}
