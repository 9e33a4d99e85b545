using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune.Artifacts;

namespace Shipslog.Tests.Protocols.Neptune;

public class ArtifactTests
{
    private static readonly DatasetFile B = new("ż/b.bin", "84a516841ba77a5b4648de2cd0dfcb30ea46dbb4", "Local", 3, [KeyValuePair.Create("z", "2"), KeyValuePair.Create("a", "1")]);
    private static readonly DatasetFile A = new("a.txt", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8", "S3", null, []);

    /// <summary>Expected values: computed by neptune 1.14.0's own FileHasher for these two files.</summary>
    [Theory]
    [InlineData(true, "13477429d9ff8b91820406e30585123422bd04026c942eeffa96ce2efe5b7ef2")]
    [InlineData(false, "ef6cf0840ff3572d044f501fff12c9571c9b3d8e8a5a32fff319640f952c7216")]
    public void The_hash_is_the_one_that_clients_compute(bool withMetadata, string expected) =>
        Assert.Equal(expected, ArtifactHash.Of([B, A], withMetadata));

    [Fact]
    public async Task A_version_is_kept_extended_and_listed_and_the_run_refers_to_it()
    {
        await using var api = await AttributesApi.StartAsync();
        var run = await api.CreateAsync();
        const string Root = "/api/artifacts/v1/artifact";
        var at = $"?projectIdentifier=alice%2Fdemo&parentIdentifier={run}&hash=";

        var made = await SendAsync(api, HttpMethod.Put, $"{Root}{at}h1&size=3", null);
        Assert.False(made.GetProperty("receivedMetadata").GetBoolean());
        await SendAsync(api, HttpMethod.Put, $"{Root}/files{at}h1", new { files = new[] { File("b", 3) } });
        var again = await SendAsync(api, HttpMethod.Put, $"{Root}{at}h1&size=3", null);
        Assert.True(again.GetProperty("receivedMetadata").GetBoolean());
        var extended = await SendAsync(api, HttpMethod.Post, Root + at + "h1", new { files = new[] { File("a", 5), File("b", 4) } });
        var hash = extended.GetProperty("artifactHash").GetString()!;
        Assert.Empty(await api.ExecuteAsync(run, $$"""[{"path":"ds","assignArtifact":{"hash":"{{hash}}"} }]"""));

        Assert.Equal(9, extended.GetProperty("size").GetInt64());
        var listed = await SendAsync(api, HttpMethod.Get, $"{Root}/files{at}{hash}", null);
        Assert.Equal(["a 5", "b 4"], listed.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("filePath")} {file.GetProperty("size")}"));
        Assert.Equal(hash, (await api.Client.GetFromJsonAsync<JsonElement>($"/api/leaderboard/v1/attributes/artifacts?experimentId={run}&attribute=ds")).GetProperty("hash").GetString());
        using var unknown = await api.Client.GetAsync($"{Root}/files{at}nothing");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static object File(string path, int size) =>
        new { filePath = path, fileHash = "x", type = "Local", size, metadata = new[] { new { key = "k", value = "v" } } };

    private static async Task<JsonElement> SendAsync(AttributesApi api, HttpMethod method, string address, object? body)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await api.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
