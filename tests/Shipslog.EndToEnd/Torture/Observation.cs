using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Shipslog.EndToEnd.Clients;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Reads all of a run through the API: attributes, every point, the bytes of every file.</summary>
internal static class Observation
{
    /// <summary>A run as it is stored, with its UUID; null when there is none.</summary>
    public static async Task<(RunModel Model, string Uuid)?> ReadAsync(Account account, string id)
    {
        using var answer = await account.Http.GetAsync($"/api/v1/projects/{account.Workspace}/{account.Project}/runs/{id}");
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return null;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{id}: {(int)answer.StatusCode} {text}");
        using var run = JsonDocument.Parse(text);
        var model = RunModel.Empty with { Trashed = run.RootElement.GetProperty("trashed").GetBoolean() };
        foreach (var attribute in run.RootElement.GetProperty("attributes").EnumerateArray())
        {
            var path = attribute.GetProperty("path").GetString()!;
            if (!path.StartsWith("sys/", StringComparison.Ordinal) || path == "sys/tags")
                model = model.With(path, await ReadAsync(account, id, path, attribute));
        }

        return (model, run.RootElement.GetProperty("id").GetString()!);
    }

    private static async Task<ModelValue> ReadAsync(Account account, string run, string path, JsonElement attribute)
    {
        var kind = attribute.GetProperty("kind").GetString()!;
        switch (kind)
        {
            case "stringSet":
                return new ModelValue.Texts([.. attribute.GetProperty("values").EnumerateArray().Select(text => text.GetString()!)]);
            case "file":
                return await FileAsync(account, $"/runs/{run}/file?path={Uri.EscapeDataString(path)}");
            case "fileSet":
                var files = ImmutableSortedDictionary.CreateBuilder<string, ModelValue.File>(StringComparer.Ordinal);
                foreach (var file in (await account.GetAsync($"/runs/{run}/files?path={Uri.EscapeDataString(path)}")).EnumerateArray().Select(file => file.GetProperty("path").GetString()!))
                    files[file] = await FileAsync(account, $"/runs/{run}/file?path={Uri.EscapeDataString(path)}&sub={Uri.EscapeDataString(file)}");
                return new ModelValue.FileSet(files.ToImmutable());
            case "floatSeries":
                var floats = (await account.PointsAsync(run, path)).Select(point => KeyValuePair.Create(Step(point), (Number(point.GetProperty("value")), At(point)))).ToList();
                AssertSummary(run, attribute, floats.Count);
                return new ModelValue.Floats(ImmutableSortedDictionary.CreateRange(floats));
            case "stringSeries":
                var texts = (await account.PointsAsync(run, path)).Select(point => KeyValuePair.Create(Step(point), (point.GetProperty("value").GetString()!, At(point)))).ToList();
                AssertSummary(run, attribute, texts.Count);
                return new ModelValue.Strings(ImmutableSortedDictionary.CreateRange(texts));
            default:
                return new ModelValue.Scalar(kind, attribute.GetProperty("value") switch
                {
                    var value when kind == "float" => ModelValue.Scalar.Text(Number(value)),
                    { ValueKind: System.Text.Json.JsonValueKind.String } value => value.GetString()!,
                    var value => value.GetRawText(),
                });
        }
    }

    private static async Task<ModelValue.File> FileAsync(Account account, string address)
    {
        var bytes = await account.BytesAsync(address);
        return new ModelValue.File(Convert.ToHexString(SHA256.HashData(bytes)), bytes.Length);
    }

    private static void AssertSummary(string run, JsonElement attribute, int points) =>
        Assert.True(attribute.GetProperty("count").GetInt64() == points, $"{run}: {attribute.GetRawText()} has {points} points.");

    private static double Step(JsonElement point) => point.GetProperty("step").GetDouble();

    private static long At(JsonElement point) => point.GetProperty("at").GetInt64();

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        var other => throw new FormatException(other),
    };
}
