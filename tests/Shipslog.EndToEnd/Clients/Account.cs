using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Clients;

/// <summary>A user with an API token and a project, made by the program's commands, and a client of Shipslog's own API that is signed in by the token.</summary>
internal sealed class Account : IDisposable
{
    private const string Recorded = "recorded";

    private Account(ServerProcess server, string user, string workspace, string project, string token)
    {
        (User, Workspace, Project, Token) = (user, workspace, project, token);
        Http = NewClient(server);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private Account(HttpClient http, string user, string workspace, string project, string token) =>
        (Http, User, Workspace, Project, Token) = (http, user, workspace, project, token);

    public string User { get; }

    public string Workspace { get; }

    /// <summary>The project's name, without the workspace.</summary>
    public string Project { get; }

    /// <summary>In its wire form, as in NEPTUNE_API_TOKEN.</summary>
    public string Token { get; }

    /// <summary>A client of the server, signed in.</summary>
    public HttpClient Http { get; }

    /// <summary>The path of the project's part of the API.</summary>
    public string Root => $"/api/v1/projects/{Workspace}/{Project}";

    /// <summary>Makes a user, unless it is there, a project of its own and a token.</summary>
    public static async Task<Account> CreateAsync(DataFolder folder, ServerProcess server, string user = "me")
    {
        if (!(await folder.RunAsync(["user", "list"])).Split('\n').Any(line => line.StartsWith(user + "\t", StringComparison.Ordinal)))
            await folder.RunAsync(["user", "add", user]);
        return await CreateAsync(folder, server, user, user, "DIG");
    }

    /// <summary>Makes a user with a team workspace, and there a project of a key.</summary>
    public static async Task<Account> CreateInTeamAsync(
        DataFolder folder, ServerProcess server, string user, string workspace, string key, string project = Recorded)
    {
        await folder.RunAsync(["user", "add", user]);
        await folder.RunAsync(["workspace", "create", workspace]);
        await folder.RunAsync(["workspace", "add-member", workspace, user, "--admin"]);
        return await CreateAsync(folder, server, user, workspace, key, project);
    }

    /// <summary>The same account at a server that was started anew on the same folder.</summary>
    public Account At(ServerProcess server) => new(server, User, Workspace, Project, Token);

    /// <summary>The same account and connections in another project of its workspace.</summary>
    public Account In(string project) => new(Http, User, Workspace, project, Token);

    /// <summary>Sends JSON to the project's part of the API and reads the answer, which must be a success.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsync(Root + path, JsonContent.Create(body));
        return await ReadAsync(answer, path);
    }

    /// <summary>Reads from the project's part of the API, which must succeed.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(Root + path);
        return await ReadAsync(answer, path);
    }

    /// <summary>The bytes of a file of the project.</summary>
    public Task<byte[]> BytesAsync(string path) => Http.GetByteArrayAsync(Root + path);

    /// <summary>Every point of a series, in step order, as the API writes them.</summary>
    public async Task<List<JsonElement>> PointsAsync(string run, string path)
    {
        const int Page = 10_000;
        var points = new List<JsonElement>();
        while (true)
        {
            var page = await PostAsync("/series/rows", new { run, path, offset = points.Count, limit = Page });
            points.AddRange(page.GetProperty("points").EnumerateArray());
            if (points.Count >= page.GetProperty("total").GetInt32())
                return points;
        }
    }

    public void Dispose() => Http.Dispose();

    private static async Task<Account> CreateAsync(
        DataFolder folder, ServerProcess server, string user, string workspace, string key, string project = Recorded)
    {
        await folder.RunAsync(["project", "create", $"{workspace}/{project}", "--key", key]);
        return new Account(server, user, workspace, project, await folder.RunAsync(["token", "create", "--user", user, "--url", server.Address]));
    }

    private static HttpClient NewClient(ServerProcess server) =>
        new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { BaseAddress = new Uri(server.Address) };

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string path)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
