using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shipslog.Tests.Protocols.Api;

/// <summary>Every kind of question for runs, through HTTP.</summary>
public sealed class QueryApiTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private HttpClient _owner = null!;
    private string _root = null!;

    public async Task InitializeAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var owner = await host.UserAsync("owner" + id);
        var project = await host.ProjectAsync("team" + id, "digits", "SAN", owner);
        _owner = host.Client((await host.TokenAsync(owner)).Wire);
        _root = $"/api/v1/projects/{project.WorkspaceName}/{project.Name}";
        await RunAsync("one", 0.1, "adam", true, [3, 1, 2], "x", "old");
        await RunAsync("two", double.NaN, "sgd", false, [5, double.NaN], "x");
        await RunAsync("three", 0.3, "adam", null, [], "y");
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("lr > 0.05 AND optimizer = adam", "SAN-3 SAN-1")]
    [InlineData("lr > 0.2 OR `sys/tags` CONTAINS \"old\"", "SAN-3 SAN-1")]
    [InlineData("NOT optimizer = adam", "SAN-2")]
    [InlineData("lr IS NAN", "SAN-2")]
    [InlineData("lr IS NOT NAN", "SAN-3 SAN-1")]
    [InlineData("good EXISTS", "SAN-2 SAN-1")]
    [InlineData("good NOT EXISTS", "SAN-3")]
    [InlineData("good = true", "SAN-1")]
    [InlineData("optimizer IN [sgd, 'rmsprop']", "SAN-2")]
    [InlineData("id IN [SAN-1, SAN-3]", "SAN-3 SAN-1")]
    [InlineData("name =~ \"^t.+o$\"", "SAN-2")]
    [InlineData("name !~ ^t", "SAN-1")]
    [InlineData("name CONTAINS \"HRE\"", "SAN-3")]
    [InlineData("min(loss) = 1", "SAN-1")]
    [InlineData("max(loss) = 3", "SAN-1")]
    [InlineData("mean(loss) = 2", "SAN-1")]
    [InlineData("first(loss) > 4", "SAN-2")]
    [InlineData("last(loss) = 2", "SAN-1")]
    [InlineData("loss IS NAN", "SAN-2")]
    [InlineData("count(loss) >= 2", "SAN-2 SAN-1")]
    [InlineData("created > now - 2h AND created <= now + 1h", "SAN-3 SAN-2 SAN-1")]
    [InlineData("created < -1d", "")]
    [InlineData("created = today", "SAN-3 SAN-2 SAN-1")]
    [InlineData("duration < 2h", "SAN-3 SAN-2 SAN-1")]
    [InlineData("three", "SAN-3")]
    public async Task A_filter_finds_its_runs(string filter, string expected)
    {
        var page = await PostAsync("/runs/query", new { columns = Array.Empty<object>(), filter });
        var count = await PostAsync("/runs/query", new { columns = Array.Empty<object>(), filter, limit = 0 });

        Assert.Equal(expected, ShortIds(page));
        Assert.Equal(expected.Length == 0 ? 0 : expected.Split(' ').Length, (int)count["total"]!);
    }

    [Fact]
    public async Task Runs_are_sorted_by_several_keys_with_what_is_missing_last_and_paged()
    {
        object[] sort = [new { path = "optimizer" }, new { path = "loss", aggregate = "first", direction = "descending" }];
        var all = await PostAsync("/runs/query", new { columns = new[] { new { path = "loss", aggregate = "first" } }, sort });
        var second = await PostAsync("/runs/query", new { columns = Array.Empty<object>(), sort, limit = 1, offset = 1 });

        Assert.Equal("SAN-1 SAN-3 SAN-2", ShortIds(all));
        Assert.Null(all["rows"]![1]!["values"]![0]);
        Assert.Equal("SAN-3", ShortIds(second));
        Assert.Equal(3, (int)second["total"]!);
    }

    [Fact]
    public async Task Runs_are_grouped_by_several_attributes_with_figures()
    {
        var page = await PostAsync("/runs/groups", new
        {
            by = new object[] { new { path = "optimizer" }, new { path = "sys/tags" } },
            columns = new[] { new { path = "loss", aggregate = "max" } },
            sort = new[] { new { path = "optimizer" } },
        });

        Assert.Equal(4, (int)page["total"]!);
        var groups = page["groups"]!.AsArray().Select(group => $"{group!["keys"]![0]} {group["keys"]![1]} {group["runs"]} {group["values"]![0]!["mean"]}");
        Assert.Equal(["adam old 1 3", "adam x 1 3", "adam y 1 ", "sgd x 1 5"], groups.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_are_found_by_text_and_by_pattern_with_their_types()
    {
        var text = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/attributes?search=OPT");
        var pattern = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/attributes?regex=true&search={Uri.EscapeDataString("^(lr|loss)$")}");

        Assert.Equal(["optimizer string 3"], Entries(text!));
        Assert.Equal(["loss floatSeries 2", "lr float 3"], Entries(pattern!));

        static IEnumerable<string> Entries(JsonNode page) =>
            page["entries"]!.AsArray().Select(entry => $"{entry!["path"]} {entry["kind"]} {entry["runs"]}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_columns_that_differ_most_in_a_result_are_proposed()
    {
        var all = (await PostAsync("/runs/columns", new { limit = 2 })).AsArray();
        var some = (await PostAsync("/runs/columns", new { limit = 5, filter = "optimizer = adam" })).AsArray();

        Assert.Equal("lr", (string?)all[0]!["path"]);
        Assert.DoesNotContain("optimizer", some.Select(column => (string?)column!["path"]));
    }

    private static string ShortIds(JsonNode page) => string.Join(' ', page["rows"]!.AsArray().Select(row => (string?)row!["shortId"]));

    private Task<JsonNode> RunAsync(string name, double lr, string optimizer, bool? good, double[] losses, params string[] tags)
    {
        List<object> operations =
        [
            new { op = "assign", path = "lr", kind = "float", value = double.IsNaN(lr) ? (object)"NaN" : lr },
            new { op = "assign", path = "optimizer", kind = "string", value = optimizer },
            new { op = "addToSet", path = "sys/tags", values = tags },
        ];
        if (good is { } value)
            operations.Add(new { op = "assign", path = "good", kind = "bool", value });
        if (losses.Length > 0)
            operations.Add(new { op = "append", path = "loss", kind = "floatSeries", points = losses.Select((loss, step) => new { step, value = double.IsNaN(loss) ? (object)"NaN" : loss }) });
        return PostAsync("/runs", new { name, operations });
    }

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await _owner.PostAsync(_root + path, new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
