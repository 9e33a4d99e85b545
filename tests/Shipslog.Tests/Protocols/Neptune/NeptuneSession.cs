using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>A user's client, speaking the 0.x protocol to a server, in a new project of a new workspace.</summary>
internal sealed class NeptuneSession : IDisposable
{
    public const string Backend = "/api/backend/v1";
    public const string Leaderboard = "/api/leaderboard/v1";

    private readonly string _token;

    private NeptuneSession(Uri address, string token, Project project, ProjectEngine engine, User user)
    {
        (_token, Project, Engine, User) = (token, project, engine, user);
        Http = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }) { BaseAddress = address };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Http.DefaultRequestHeaders.Add("User-Agent", "neptune-client/0.4.133 (Linux, python 3.11)");
    }

    public HttpClient Http { get; }

    public Project Project { get; }

    public ProjectEngine Engine { get; }

    public User User { get; }

    public static async Task<NeptuneSession> BeginAsync(ApiHost host)
    {
        var user = await host.UserAsync("u" + Guid.NewGuid().ToString("N")[..8]);
        var project = await host.ProjectAsync("ws-" + user.Name, "digits", "DIG", user);
        return new NeptuneSession(host.Address, (await host.TokenAsync(user)).Wire, project, await host.EngineAsync(project), user);
    }

    public static async Task<NeptuneSession> BeginAsync(TestServer server)
    {
        var user = await server.AddUserAsync("me");
        var project = await server.AddProjectAsync("me", "digits", owner: user);
        return new NeptuneSession(new Uri(server.Address), await server.TokenAsync(user), project, await EngineAsync(server, project), user);
    }

    /// <summary>The same client at a server that was started anew on the same folder.</summary>
    public async Task<NeptuneSession> AtAsync(TestServer server) =>
        new(new Uri(server.Address), _token, Project, await EngineAsync(server, Project), User);

    /// <summary>Sends JSON (or nothing) and reads the answer.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string target, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    /// <summary>Creates an experiment and returns its id.</summary>
    public async Task<string> ExperimentAsync(JsonObject? more = null)
    {
        var body = more ?? [];
        body["projectId"] = Project.Id.ToString();
        body["name"] ??= "x";
        var (status, created) = await SendAsync("POST", Backend + "/experiments", body.ToJsonString());
        Assert.Equal(200, status);
        return created.GetProperty("id").GetString()!;
    }

    /// <summary>Creates a channel and returns its id.</summary>
    public async Task<string> ChannelAsync(string experiment, string name, string type, bool system = false)
    {
        var (status, created) = await SendAsync(
            "POST", $"{Backend}/experiments/{(system ? "system/" : "")}channels?experimentId={experiment}",
            new JsonObject { ["name"] = name, ["channelType"] = type }.ToJsonString());
        Assert.Equal(200, status);
        return created.GetProperty("id").GetString()!;
    }

    /// <summary>A number as 0.x writes it into a batch; x null: the server numbers.</summary>
    public static string Number(string? x, string value, long at = 1) => Point(x, "numericValue", value, at);

    /// <summary>A text in the same way.</summary>
    public static string Line(string? x, string text, long at = 1) => Point(x, "textValue", JsonSerializer.Serialize(text), at);

    /// <summary>The values of one channel.</summary>
    public static string Of(string channel, params string[] points) => "{\"channelId\":\"" + channel + "\",\"values\":[" + string.Join(',', points) + "]}";

    /// <summary>Posts values of channels (<see cref="Of"/>); the answer's errors.</summary>
    public async Task<JsonElement> ValuesAsync(string experiment, params string[] channels)
    {
        var (status, errors) = await SendAsync(
            "POST", $"{Backend}/experiments/channels/values?experimentId={experiment}", "[" + string.Join(',', channels) + "]");
        Assert.Equal(200, status);
        return errors;
    }

    /// <summary>Uploads bytes as an output file with the headers that 0.x sends.</summary>
    public async Task<int> UploadAsync(string experiment, string name, byte[] content, string? range, string what = "uploadOutput")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Backend}/storage/legacy/{what}/{experiment}") { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.TryAddWithoutValidation("Content-Filename", name);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("X-Range", range);
        using var answer = await Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public async Task<IReadOnlyList<Point<double>>> FloatsAsync(string experiment, string path) =>
        (await Engine.FloatsAsync(new SeriesRef(Guid.Parse(experiment), new AttributePath(path)), new PointQuery())).Points;

    public async Task<IReadOnlyList<Point<string>>> TextsAsync(string experiment, string path) =>
        (await Engine.StringsAsync(new SeriesRef(Guid.Parse(experiment), new AttributePath(path)), new PointQuery())).Points;

    public async Task<RunSnapshot> ReadAsync(string experiment) => await Engine.ReadAsync(Guid.Parse(experiment));

    public void Dispose() => Http.Dispose();

    private static async Task<ProjectEngine> EngineAsync(TestServer server, Project project) =>
        await server.Services.GetRequiredService<Tracker>().OpenAsync(project);

    private static string Point(string? x, string kind, string value, long at) =>
        "{\"timestampMillis\":" + at + (x is null ? "" : ",\"x\":" + x) + ",\"y\":{\"" + kind + "\":" + value + "}}";
}
