using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shipslog.Protocols.Neptune.Swagger;

/// <summary>
/// Makes the Swagger 2.0 documents that clients read at start. No tags and no host: clients take the resource's name from the first
/// path segment (<c>api</c>) and the host from where they fetched the document (contract, section 3).
/// </summary>
internal static class SwaggerDocument
{
    /// <summary>Builds a document.</summary>
    public static byte[] Build(string operations, string definitions)
    {
        var paths = new JsonObject();
        foreach (var operation in Parse(operations))
        {
            if (paths[operation.Path] is not JsonObject path)
                paths[operation.Path] = path = [];
            path[operation.Method.ToLowerInvariant()] = Operation(operation);
        }

        var schemas = new JsonObject { ["Error"] = Schema("Error = code:int message:str title:str errorType:str type:str validationErrors:[object]").Value };
        foreach (var line in Lines(definitions))
        {
            var (name, schema) = Schema(line);
            schemas[name] = schema;
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Shipslog for Neptune clients", ["version"] = "1" },
            ["basePath"] = "",
            ["consumes"] = new JsonArray("application/json"),
            ["produces"] = new JsonArray("application/json"),
            ["paths"] = paths,
            ["definitions"] = schemas,
        });
    }

    /// <summary>The operations of a contract.</summary>
    public static IEnumerable<SwaggerOperation> Parse(string operations)
    {
        foreach (var line in Lines(operations))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            var head = parts[0].Split(' ');
            yield return new SwaggerOperation(head[0], head[1], head[2], Part(1), Part(2), Part(3));

            string Part(int index) => parts.Length > index ? parts[index] : "";
        }
    }

    private static JsonObject Operation(SwaggerOperation operation)
    {
        var parameters = new JsonArray();
        foreach (var text in operation.Parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            parameters.Add((JsonNode)Parameter(text));
        if (operation.Body.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var type])
            parameters.Add((JsonNode)new JsonObject { ["name"] = name, ["in"] = "body", ["required"] = false, ["schema"] = Type(type) });
        var ok = new JsonObject { ["description"] = "OK" };
        if (operation.Reply.Length > 0)
            ok["schema"] = Type(operation.Reply);
        var result = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["parameters"] = parameters,
            ["responses"] = new JsonObject
            {
                ["200"] = ok,
                ["400"] = Refused(),
                // Without it clients speak of a missing specification in the place of the message.
                ["default"] = Refused(),
            },
        };
        if (operation.Reply == "file")
            result["produces"] = new JsonArray("application/octet-stream", "text/csv");
        return result;
    }

    private static JsonObject Refused() => new() { ["description"] = "Refused", ["schema"] = Type("Error") };

    private static JsonObject Parameter(string text)
    {
        var place = text.StartsWith("h.", StringComparison.Ordinal) ? "header" : text.StartsWith("p.", StringComparison.Ordinal) ? "path" : "query";
        var (name, type) = Split(place == "query" ? text : text[2..]);
        var schema = Type(type);
        schema["name"] = name;
        schema["in"] = place;
        schema["required"] = place == "path";
        if (type.StartsWith('['))
            schema["collectionFormat"] = "multi";
        return schema;
    }

    private static (string Name, JsonObject Value) Schema(string line)
    {
        var equals = line.IndexOf(" = ", StringComparison.Ordinal);
        if (equals < 0)
            return (line, new JsonObject { ["type"] = "object" });
        var properties = new JsonObject();
        foreach (var text in line[(equals + 3)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, type) = Split(text);
            properties[name] = Type(type);
        }

        return (line[..equals], new JsonObject { ["type"] = "object", ["properties"] = properties });
    }

    private static (string Name, string Type) Split(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, "str") : (text[..colon], text[(colon + 1)..]);
    }

    private static JsonObject Type(string type) => type switch
    {
        _ when type.StartsWith('[') => new JsonObject { ["type"] = "array", ["items"] = Type(type[1..^1]) },
        "str" => Simple("string"),
        "str:uuid" => Simple("string", "uuid"),
        "str:dt" => Simple("string", "date-time"),
        "int" => Simple("integer"),
        "int64" => Simple("integer", "int64"),
        "num" => Simple("number", "double"),
        "bool" => Simple("boolean"),
        "object" => Simple("object"),
        "file" => Simple("file"),
        _ => new JsonObject { ["$ref"] = "#/definitions/" + type },
    };

    private static JsonObject Simple(string type, string? format = null) =>
        format is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["format"] = format };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>One operation of the foreign API.</summary>
internal sealed record SwaggerOperation(string Id, string Method, string Path, string Parameters, string Body, string Reply);
