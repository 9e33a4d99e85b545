using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Shipslog.Protocols.Api;

/// <summary>Says in schemas what this API's JSON conventions mean: non-finite numbers by name, absent instead of null, bare values.</summary>
internal static class ApiSchemas
{
    public static void Describe(OpenApiSchema schema, JsonTypeInfo type)
    {
        var bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (bare == typeof(double))
            DescribeDouble(schema);
        else if (bare == typeof(Cell))
            DescribeCell(schema, isNullable: bare != type.Type);
        else if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { } element && Undescribed(element) is { } items)
            schema.Items = items;
        else if (type.Kind == JsonTypeInfoKind.Object)
            DescribeObject(schema, type);
    }

    /// <summary>Element types whose own schema is empty, and therefore left out.</summary>
    private static OpenApiSchema? Undescribed(Type element)
    {
        var items = new OpenApiSchema();
        switch (Nullable.GetUnderlyingType(element) ?? element)
        {
            case var cell when cell == typeof(Cell):
                DescribeCell(items, isNullable: cell != element);
                return items;
            case var any when any == typeof(JsonElement):
                items.Type = JsonSchemaType.Object;
                return items;
            default:
                return null;
        }
    }

    private static void DescribeObject(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Type = JsonSchemaType.Object;
        foreach (var property in type.Properties)
        {
            if (property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null)
                schema.Required?.Remove(property.Name);
        }

        if (type.Type.IsSubclassOf(typeof(AttributeMessage)))
            (schema.Required ??= new HashSet<string>()).Add("kind");
    }

    private static void DescribeDouble(OpenApiSchema schema)
    {
        schema.Type = null;
        schema.Format = null;
        schema.AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
            new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [JsonValue.Create("NaN"), JsonValue.Create("Infinity"), JsonValue.Create("-Infinity")],
            },
        ];
    }

    private static void DescribeCell(OpenApiSchema schema, bool isNullable)
    {
        schema.AnyOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.Number },
            new OpenApiSchema { Type = JsonSchemaType.String },
            new OpenApiSchema { Type = JsonSchemaType.Boolean },
            new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { "name", "size" },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["name"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["size"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                },
            },
        ];
        if (isNullable)
            schema.AnyOf.Add(new OpenApiSchema { Type = JsonSchemaType.Null });
    }
}
