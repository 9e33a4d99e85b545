using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shipslog.Tests.Protocols.Api;

/// <summary><c>protocols/api/openapi.json</c> is what the UI's types are generated from (<c>./dev gen</c> writes it anew).</summary>
public sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public async Task The_checked_in_document_is_the_served_one()
    {
        var served = await ServedAsync();

        if (Environment.GetEnvironmentVariable("SHIPSLOG_GENERATE") == "1")
            await File.WriteAllTextAsync(CheckedIn(), served);

        Assert.True(
            await File.ReadAllTextAsync(CheckedIn()) == served,
            "protocols/api/openapi.json is out of date: run ./dev gen and commit what changes.");
    }

    [Fact]
    public async Task Every_operation_names_what_it_takes_and_gives()
    {
        var document = JsonNode.Parse(await ServedAsync())!;

        var schemas = document["components"]!["schemas"]!.AsObject();
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).ToList();

        Assert.True(operations.Count >= 20, "The document lists too few operations to be whole.");
        Assert.Contains("RunPage", schemas.Select(schema => schema.Key));
        Assert.Contains("Buckets", schemas.Select(schema => schema.Key));
        Assert.DoesNotContain(schemas, schema => schema.Key.Contains("Nullable", StringComparison.Ordinal));
    }

    private static async Task<string> ServedAsync()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var text = await client.GetStringAsync("/api/v1/openapi.json");
        return JsonNode.Parse(text)!.ToJsonString(Indented) + "\n";
    }

    private static string CheckedIn([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../protocols/api/openapi.json"));
}
