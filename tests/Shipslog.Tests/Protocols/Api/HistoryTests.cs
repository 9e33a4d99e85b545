using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Shipslog.Tests.Protocols.Api;

/// <summary>Forks and rewinds over HTTP.</summary>
public sealed class HistoryTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private HttpClient _owner = null!;
    private string _project = null!;

    public async Task InitializeAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var owner = await host.UserAsync("owner" + id);
        var project = await host.ProjectAsync("team" + id, "forks", "FRK", owner);
        _owner = host.Client((await host.TokenAsync(owner)).Wire);
        _project = $"/api/v1/projects/{project.WorkspaceName}/{project.Name}";
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_fork_has_its_parents_points_up_to_the_step_and_its_attributes()
    {
        await ParentAsync();

        var fork = await PostAsync("/runs", """{"name":"branch","fork":{"run":"FRK-1","step":2}}""");
        await PostAsync("/runs/FRK-2/operations", """{"operations":[{"op":"append","path":"loss","kind":"floatSeries","points":[{"step":3,"value":-3}]}]}""");
        var read = await GetAsync("/runs/FRK-2");
        var rows = await PostAsync("/series/rows", """{"run":"FRK-2","path":"loss"}""");

        Assert.Equal("""{"run":"FRK-1","step":2}""", Named(fork["fork"]!, "run", "step"));
        Assert.Equal(["1 1", "2 2", "3 -3"], rows["points"]!.AsArray().Select(point => $"{point!["step"]} {point["value"]}"));
        Assert.Equal("""{"count":3,"first":1,"last":-3,"min":-3,"max":2,"mean":0}""", Named(Attribute(read, "loss"), "count", "first", "last", "min", "max", "mean"));
        Assert.Equal(0.1, (double)Attribute(read, "parameters/lr")["value"]!);
        Assert.Equal("branch", (string?)read["name"]);
        Assert.Equal("FRK-2", (string?)(await GetAsync("/runs/FRK-1"))["children"]![0]);
    }

    [Fact]
    public async Task Lineage_goes_up_to_the_first_run_and_names_a_deleted_one_by_id_only()
    {
        await ParentAsync();
        await PostAsync("/runs", """{"customId":"child","fork":{"run":"FRK-1","step":2,"inheritAttributes":false}}""");
        await PostAsync("/runs", """{"fork":{"run":"child","step":1}}""");

        var lineage = (await GetAsync("/runs/FRK-3"))["lineage"]!.AsArray();
        await PostAsync("/runs/trash", """{"runs":["FRK-2"]}""");
        using var trashed = await SendAsync("/runs", """{"fork":{"run":"FRK-2","step":1}}""");
        await PostAsync("/runs/purge", """{"runs":["FRK-2"]}""");
        var after = await GetAsync("/runs/FRK-3");

        Assert.Equal(["FRK-2 1", "FRK-1 2"], lineage.Select(ancestor => $"{ancestor!["run"]} {ancestor["step"]}"));
        Assert.Equal(HttpStatusCode.Conflict, trashed.StatusCode);
        Assert.Null(Assert.Single(after["lineage"]!.AsArray())!["run"]);
        Assert.Equal(1, (int)Attribute(after, "loss")["count"]!);
        Assert.Null(Attribute(after, "parameters/lr", orNull: true));
    }

    [Fact]
    public async Task A_family_is_every_run_that_forks_connect_whoever_asks_and_the_nearest_of_a_large_one()
    {
        await ParentAsync();
        foreach (var fork in new[] { "FRK-1", "FRK-1", "FRK-2", "FRK-4" })
            await PostAsync("/runs", $$$"""{"name":"of {{{fork}}}","fork":{"run":"{{{fork}}}","step":2.5}}""");
        await PostAsync("/runs", """{"name":"stranger"}""");
        await PostAsync("/runs/trash", """{"runs":["FRK-3"]}""");

        var family = await GetAsync("/runs/FRK-3/family");
        var nearest = await GetAsync("/runs/FRK-5/family?limit=3");
        await PostAsync("/runs/trash", """{"runs":["FRK-2"]}""");
        await PostAsync("/runs/purge", """{"runs":["FRK-2"]}""");
        var parted = await GetAsync("/runs/FRK-5/family");

        Assert.Equal(5, (int)family["total"]!);
        Assert.Equal(["FRK-1", "FRK-2 of FRK-1", "FRK-3 of FRK-1 trashed", "FRK-4 of FRK-2", "FRK-5 of FRK-4"], Members(family));
        Assert.Equal("""{"name":"of FRK-2","step":2.5,"state":"running","head":false,"failed":false}""", Named(family["members"]![3]!, "name", "step", "state", "head", "failed"));
        Assert.Equal(5, (int)nearest["total"]!);
        Assert.Equal(["FRK-2", "FRK-4 of FRK-2", "FRK-5 of FRK-4"], Members(nearest).Select(member => member.Replace(" of FRK-1", "", StringComparison.Ordinal)));
        // Of a deleted run it isn't known from which it was forked.
        Assert.Equal(["?", "FRK-4 of ?", "FRK-5 of FRK-4"], Members(parted));
        using var none = await _owner.GetAsync(new Uri(_project + "/runs/FRK-99/family", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_rewind_supersedes_the_tail_and_can_be_undone_once()
    {
        await ParentAsync();
        await PostAsync("/runs", """{"fork":{"run":"FRK-1","step":3}}""");

        await PostAsync("/runs/FRK-1/rewind", """{"step":1}""");
        var rewound = await GetAsync("/runs/FRK-1");
        var fork = await GetAsync("/runs/FRK-2");
        await PostAsync("/runs/FRK-1/rewind/undo", "");
        var undone = await GetAsync("/runs/FRK-1");
        using var again = await SendAsync("/runs/FRK-1/rewind/undo", "");
        using var badStep = await SendAsync("/runs/FRK-1/rewind", """{"step":"NaN"}""");

        Assert.Equal((1, 1), ((int)Attribute(rewound, "loss")["count"]!, (int)rewound["rewoundTo"]!));
        Assert.Equal(3, (int)Attribute(fork, "loss")["count"]!);
        Assert.Equal(4, (int)Attribute(undone, "loss")["count"]!);
        Assert.Null(undone["rewoundTo"]);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.BadRequest), (again.StatusCode, badStep.StatusCode));
    }

    [Theory]
    [InlineData("""{"fork":{"run":"FRK-99","step":1}}""", HttpStatusCode.NotFound, "parent-not-found")]
    [InlineData("""{"fork":{"run":"FRK-1","step":"Infinity"}}""", HttpStatusCode.BadRequest, "invalid-step")]
    [InlineData("""{"customId":"self","fork":{"run":"self","step":1}}""", HttpStatusCode.Conflict, "fork-cycle")]
    [InlineData("""{"customId":"self","fork":{"run":"FRK-2","step":1}}""", HttpStatusCode.Conflict, "fork-cycle")]
    public async Task What_cannot_be_forked_is_refused(string body, HttpStatusCode status, string code)
    {
        await PostAsync("/runs", """{"customId":"self"}""");
        await PostAsync("/runs", """{"fork":{"run":"self","step":1}}""");

        using var answer = await SendAsync("/runs", body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]);
    }

    private async Task ParentAsync() => await PostAsync("/runs", """
        {"operations":[{"op":"assign","path":"parameters/lr","kind":"float","value":0.1},
          {"op":"append","path":"loss","kind":"floatSeries","points":[{"step":1,"value":1},{"step":2,"value":2},{"step":3,"value":3},{"step":4,"value":4}]}]}
        """);

    private static JsonNode Attribute(JsonNode run, string path, bool orNull = false) =>
        run["attributes"]!.AsArray().FirstOrDefault(attribute => (string?)attribute!["path"] == path) ?? (orNull ? null! : throw new InvalidOperationException(path));

    private static string Named(JsonNode node, params string[] members) =>
        new JsonObject(members.Select(member => KeyValuePair.Create(member, node[member]?.DeepClone()))).ToJsonString();

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _owner.GetStringAsync(new Uri(_project + path, UriKind.Relative)))!;

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var answer = await SendAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private Task<HttpResponseMessage> SendAsync(string path, string body) =>
        _owner.PostAsync(new Uri(_project + path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Each member with its parent, by their short ids; a question mark for what isn't known.</summary>
    private static IEnumerable<string> Members(JsonNode family)
    {
        var members = family["members"]!.AsArray().Select(member => member!).ToList();
        var names = members.ToDictionary(member => (string)member["id"]!, member => (string?)member["run"] ?? "?");
        return members.Select(member => names[(string)member["id"]!]
            + ((string?)member["parent"] is { } parent && names.TryGetValue(parent, out var name) ? $" of {name}" : "")
            + ((bool)member["trashed"]! ? " trashed" : ""));
    }
}
