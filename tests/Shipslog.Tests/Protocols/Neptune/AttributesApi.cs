using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>A server with one project, and its attributes API as a 1.x client uses it.</summary>
internal sealed class AttributesApi : IAsyncDisposable
{
    private readonly TestServer _server;

    private AttributesApi(TestServer server, HttpClient client, string token) => (_server, Client, Token) = (server, client, token);

    public HttpClient Client { get; }

    public TestServer Server => _server;

    /// <summary>Alice's API token.</summary>
    public string Token { get; }

    /// <summary>User <c>alice</c> with the project <c>alice/demo</c>.</summary>
    public static async Task<AttributesApi> StartAsync(TimeProvider? time = null)
    {
        var server = await TestServer.StartAsync(time);
        var alice = await server.AddUserAsync("alice");
        await server.AddProjectAsync("alice", "demo", owner: alice);
        return new AttributesApi(server, await server.ClientAsync(alice), await server.TokenAsync(alice));
    }

    /// <summary>Creates a run, model or version; its id.</summary>
    public async Task<string> CreateAsync(string type = "run", string? key = null, string? parent = null, string? customId = null)
    {
        var made = await PostAsync(
            "/api/leaderboard/v1/experiments", new { projectIdentifier = "alice/demo", type, key, parentId = parent, customId });
        return made.GetProperty("id").GetString()!;
    }

    /// <summary>Executes operations in their JSON form; the errors' texts.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync(string run, string operations)
    {
        using var content = new StringContent(operations, Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync($"/api/leaderboard/v1/attributes/operations?experimentId={run}", content);
        answer.EnsureSuccessStatusCode();
        var errors = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return [.. errors.EnumerateArray().Select(error => error.GetProperty("errorDescription").GetString()!)];
    }

    /// <summary>The attributes of a run by path.</summary>
    public async Task<Dictionary<string, JsonElement>> AttributesAsync(string run)
    {
        var answer = await Client.GetFromJsonAsync<JsonElement>($"/api/leaderboard/v1/attributes?experimentId={run}");
        return answer.GetProperty("attributes").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
    }

    /// <summary>Posts JSON and reads the answer, whatever its status.</summary>
    public async Task<JsonElement> PostAsync(string address, object body)
    {
        using var answer = await Client.PostAsJsonAsync(address, body);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A page of a table.</summary>
    public Task<JsonElement> SearchAsync(object body, string type = "run") =>
        PostAsync($"/api/leaderboard/v1/leaderboard/entries/search?projectIdentifier=alice%2Fdemo&type={type}", body);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
