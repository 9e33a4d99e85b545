using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Shipslog.Tests.Protocols;

namespace Shipslog.Tests;

/// <summary>Makes a plausible request for a route: its path, the query parameters that its handler needs, and a body of the type it takes.</summary>
internal static class MatrixRequest
{
    public static bool TryMake(
        RouteEndpoint route,
        string method,
        MatrixScene scene,
        [NotNullWhen(true)] out HttpRequestMessage? request,
        [NotNullWhen(false)] out string? obstacle)
    {
        request = null;
        obstacle = null;
        var path = route.RoutePattern.RawText ?? "";
        foreach (var parameter in route.RoutePattern.Parameters)
        {
            if (Value(parameter.Name, path, scene) is not { } value)
            {
                obstacle = $"no value for {parameter.Name}";
                return false;
            }

            var start = path.IndexOf("{" + parameter.Name, StringComparison.Ordinal);
            start = start >= 0 ? start : path.IndexOf("{*", StringComparison.Ordinal);
            path = path[..start] + Uri.EscapeDataString(value) + path[(path.IndexOf('}', start) + 1)..];
        }

        var query = new List<string>();
        foreach (var parameter in QueryParameters(route))
        {
            if ((Value(parameter.Name!, route.RoutePattern.RawText!, scene) ?? Plain(parameter)) is { } value)
                query.Add($"{parameter.Name}={Uri.EscapeDataString(value)}");
            else if (!parameter.HasDefaultValue && new NullabilityInfoContext().Create(parameter).ReadState != NullabilityState.Nullable)
                obstacle = $"no value for the query parameter {parameter.Name}";
        }

        if (obstacle is not null)
            return false;
        request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/{path.TrimStart('/')}?{string.Join('&', query)}", UriKind.Relative));
        if (method is not ("GET" or "HEAD"))
            request.Content = route.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts ? Body(accepts, scene) : Untyped(scene);
        return true;
    }

    /// <summary>What a name means, in addresses and in bodies; null: unknown.</summary>
    private static string? Value(string name, string route, MatrixScene scene) => name switch
    {
        "ws" or "workspace" or "organizationIdentifier" or "organizationName" or "organization" => scene.Project.WorkspaceName,
        "project" when route.Contains("{ws}", StringComparison.Ordinal) => scene.Project.Name,
        "project" or "projectIdentifier" or "projectQualifiedName" or "projectName" => scene.Project.QualifiedName,
        "projectId" => scene.Project.Id.ToString(),
        "run" => scene.Run.ShortId,
        "experimentId" or "experimentIdentity" or "runId" or "experimentIdentifier" or "holderIdentifier" => scene.Run.Id.ToString(),
        "id" when route.Contains("comments", StringComparison.Ordinal) => scene.CommentId.ToString(),
        "id" when route.Contains("views", StringComparison.Ordinal) => scene.ViewId,
        "id" when route.Contains("tokens", StringComparison.Ordinal) => scene.OwnToken.ToString(),
        "user" => scene.Bystander.Name,
        "name" when route.Contains("users", StringComparison.Ordinal) => scene.Bystander.Name,
        "code" => scene.Invitation,
        "notebookId" => scene.NotebookId.ToString(),
        "checkpointId" or "notebookCheckpointId" => scene.CheckpointId.ToString(),
        "path" or "attribute" or "resource" => "text",
        "jupyterPath" => "a.ipynb",
        "hash" => "84a5",
        "password" or "current" or "new" => ApiHost.Password,
        // Of these every request makes one up: who may write meets "unknown upload", which is no refusal.
        "uploadId" or "serviceAccountId" or "id" or "ticket" or "channelId" => Guid.NewGuid().ToString(),
        _ => null,
    };

    /// <summary>A number or truth value that names nothing needs no knowledge.</summary>
    private static string? Plain(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? null
        : parameter.ParameterType == typeof(bool) ? "false"
        : parameter.ParameterType.IsPrimitive ? "1"
        : null;

    private static IEnumerable<ParameterInfo> QueryParameters(RouteEndpoint route)
    {
        var inPath = route.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from parameter in route.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? []
               let type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
               where (type == typeof(string) || type.IsPrimitive || type == typeof(Guid)) && !inPath.Contains(parameter.Name!)
               select parameter;
    }

    /// <summary>For routes that read their body by themselves: names what such a body can name.</summary>
    private static StringContent Untyped(MatrixScene scene) => new(
        new JsonObject { ["experimentIds"] = new JsonArray(scene.Run.Id.ToString()) }.ToJsonString(), Encoding.UTF8, "application/json");

    private static HttpContent Body(IAcceptsMetadata accepts, MatrixScene scene)
    {
        if (accepts.ContentTypes.Contains("application/x-protobuf"))
            return Protobuf(scene);
        if (accepts.RequestType is not { } type || typeof(Stream).IsAssignableFrom(type))
            return new ByteArrayContent([1, 2, 3]);
        return new StringContent(Sample("", type, scene)?.ToJsonString() ?? "null", Encoding.UTF8, "application/json");
    }

    /// <summary>A message whose first field names the project, as those of 3.x do that name one.</summary>
    private static ByteArrayContent Protobuf(MatrixScene scene)
    {
        var name = Encoding.UTF8.GetBytes(scene.Project.QualifiedName);
        return new ByteArrayContent([10, (byte)name.Length, .. name]);
    }

    private static Type? ElementOf(Type list) => list.GetElementType() ?? list.GetGenericArguments().FirstOrDefault();

    /// <summary>A value of a wire type that its handler can at least read.</summary>
    private static JsonNode? Sample(string name, Type type, MatrixScene scene, int depth = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return JsonValue.Create(name == "name" ? "x" + Guid.NewGuid().ToString("N")[..10] : Value(name, "", scene) ?? "x");
        if (type == typeof(bool))
            return JsonValue.Create(false);
        if (type.IsEnum)
            return JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]));
        if (type.IsPrimitive || type == typeof(decimal))
            return JsonValue.Create(1);
        if (type == typeof(Guid))
            return JsonValue.Create(Guid.TryParse(Value(name, "", scene), out var id) ? id : scene.Run.Id);
        if (type == typeof(JsonElement) || typeof(IDictionary).IsAssignableFrom(type) || type.Name.Contains("Dictionary", StringComparison.Ordinal))
            return new JsonObject();
        if (typeof(IEnumerable).IsAssignableFrom(type))
            return name.EndsWith('s') && (name.StartsWith("experiment", StringComparison.Ordinal) ? scene.Run.Id.ToString() : Value(name[..^1], "", scene)) is { } element
                && ElementOf(type) == typeof(string)
                ? new JsonArray(element)
                : new JsonArray();
        var sample = new JsonObject();
        if (depth > 4)
            return sample;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var wire = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            sample[wire] = Sample(wire, property.PropertyType, scene, depth + 1);
        }

        return sample;
    }
}
