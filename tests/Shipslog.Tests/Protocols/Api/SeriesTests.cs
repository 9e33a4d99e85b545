using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Shipslog.Tests.Protocols.Api;

/// <summary>Groups, tails and files of series over HTTP.</summary>
public sealed class SeriesTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private HttpClient _owner = null!;
    private string _project = null!;

    public async Task InitializeAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var owner = await host.UserAsync("owner" + id);
        var project = await host.ProjectAsync("team" + id, "series", "SER", owner);
        _owner = host.Client((await host.TokenAsync(owner)).Wire);
        _project = $"/api/v1/projects/{project.WorkspaceName}/{project.Name}";
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_group_has_mean_median_deviation_and_range_at_each_step()
    {
        await RunAsync("""[{"step":0,"value":1},{"step":1,"value":2},{"step":2,"value":"NaN"}]""");
        await RunAsync("""[{"step":0,"value":3},{"step":1,"value":4},{"step":2,"value":9}]""");
        await RunAsync("""[{"step":0,"value":8}]""");

        var answer = await PostAsync("/series/groups", """
            {"groups":[[{"run":"SER-1","path":"loss"},{"run":"SER-2","path":"loss"},{"run":"SER-3","path":"loss"},{"run":"SER-99","path":"loss"}],[]],"buckets":3}
            """);

        var group = answer["groups"]![0]!;
        Assert.Equal("[0,1,2]", group["x"]!.ToJsonString());
        Assert.Equal("[3,2,1]", group["series"]!.ToJsonString());
        Assert.Equal("[4,3,9]", group["mean"]!.ToJsonString());
        Assert.Equal("[3,3,9]", group["median"]!.ToJsonString());
        Assert.Equal([Math.Sqrt(26 / 3.0), 1, 0], group["deviation"]!.AsArray().Select(value => (double)value!));
        Assert.Equal("[1,2,9]", group["min"]!.ToJsonString());
        Assert.Equal("[8,4,9]", group["max"]!.ToJsonString());
        Assert.Empty(answer["groups"]![1]!["x"]!.AsArray());
    }

    [Fact]
    public async Task A_tail_gives_what_is_new_and_starts_again_when_earlier_points_change()
    {
        await RunAsync("""[{"step":1,"value":1},{"step":2,"value":2},{"step":3,"value":3}]""");

        var first = await TailAsync(null, 2);
        var second = await TailAsync(first, 2);
        var nothing = await TailAsync(second, 2);
        await AppendAsync("""[{"step":4,"value":4}]""");
        var fresh = await TailAsync(nothing, 2);
        await AppendAsync("""[{"step":2,"value":-2}]""");
        var changed = await TailAsync(fresh, 9);
        await PostAsync("/runs/SER-1/rewind", """{"step":2}""");
        var rewound = await TailAsync(changed, 9);
        await AppendAsync("""[{"step":5,"value":5}]""");
        var after = await TailAsync(rewound, 9);
        using var bad = await SendAsync("/series/tail", """{"run":"SER-1","path":"loss","cursor":"x.y"}""");

        Assert.Equal("restarted more 1 2", Said(first));
        Assert.Equal("3", Said(second));
        Assert.Equal("", Said(nothing));
        Assert.Equal("4", Said(fresh));
        Assert.Equal("restarted 1 -2 3 4", Said(changed));
        Assert.Equal("restarted 1 -2", Said(rewound));
        Assert.Equal("5", Said(after));
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task A_series_comes_whole_as_csv()
    {
        await RunAsync("""[{"step":2,"value":"NaN","at":7},{"step":0.5,"value":0.1,"at":5},{"step":3,"value":"-Infinity","at":9}]""");
        await PostAsync("/runs/SER-1/operations", """{"operations":[{"op":"append","path":"console","kind":"stringSeries","points":[{"step":0,"value":"a, \"b\"","at":1}]}]}""");

        Assert.Equal("step,at,value\r\n0.5,5,0.1\r\n2,7,NaN\r\n3,9,-inf\r\n", await TextAsync("/runs/SER-1/series.csv?path=loss"));
        Assert.Equal("step,at,value\r\n0,1,\"a, \"\"b\"\"\"\r\n", await TextAsync("/runs/SER-1/series.csv?path=console"));
        using var missing = await _owner.GetAsync(new Uri(_project + "/runs/SER-1/series.csv?path=none", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private async Task RunAsync(string points) => await PostAsync("/runs", Operations(points));

    private async Task AppendAsync(string points) => await PostAsync("/runs/SER-1/operations", Operations(points));

    private static string Operations(string points) => $$"""{"operations":[{"op":"append","path":"loss","kind":"floatSeries","points":{{points}}}]}""";

    private Task<JsonNode> TailAsync(JsonNode? before, int limit) => PostAsync(
        "/series/tail", new JsonObject { ["run"] = "SER-1", ["path"] = "loss", ["cursor"] = before?["cursor"]?.DeepClone(), ["limit"] = limit }.ToJsonString());

    private static string Said(JsonNode tail) => string.Join(' ', new[] { (bool)tail["restarted"]! ? "restarted" : "", (bool)tail["more"]! ? "more" : "" }
        .Concat(tail["points"]!.AsArray().Select(point => point!["value"]!.ToString())).Where(word => word.Length > 0));

    private Task<string> TextAsync(string path) => _owner.GetStringAsync(new Uri(_project + path, UriKind.Relative));

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var answer = await SendAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private Task<HttpResponseMessage> SendAsync(string path, string body) =>
        _owner.PostAsync(new Uri(_project + path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
}
