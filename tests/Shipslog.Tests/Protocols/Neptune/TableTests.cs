using System.Net.Http.Json;
using System.Text.Json;

namespace Shipslog.Tests.Protocols.Neptune;

public class TableTests
{
    [Fact]
    public async Task A_table_has_the_asked_columns_in_the_asked_order_of_the_runs_that_match()
    {
        await using var api = await AttributesApi.StartAsync();
        var first = await api.CreateAsync();
        var second = await api.CreateAsync();
        await api.ExecuteAsync(first, """[{"path":"loss","logFloats":{"entries":[{"value":0.5,"timestampMilliseconds":1}]}},{"path":"params/n","assignInt":{"value":3}}]""");
        await api.ExecuteAsync(second, """[{"path":"loss","logFloats":{"entries":[{"value":0.1,"timestampMilliseconds":1}]}},{"path":"params/n","assignInt":{"value":4}}]""");
        await api.CreateAsync();

        var page = await api.SearchAsync(new
        {
            query = new { query = "((`sys/trashed`:bool = false) AND (`params/n`:int >= 3))" },
            sorting = new { dir = "ascending", sortBy = new { name = "loss", type = "floatSeries" } },
            attributeFilters = new[] { new { path = "loss" }, new { path = "sys/id" }, new { path = "absent" } },
            pagination = new { limit = 100, offset = 0 },
        });

        Assert.Equal(2, page.GetProperty("matchingItemCount").GetInt32());
        var entries = page.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal([second, first], entries.Select(entry => entry.GetProperty("experimentId").GetString()));
        var attributes = entries[0].GetProperty("attributes").EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);
        Assert.Equal(["loss", "sys/id"], attributes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0.1, attributes["loss"].GetProperty("floatSeriesProperties").GetProperty("last").GetDouble());
    }

    [Theory]
    [InlineData("(sys/state: experimentState = running)", 1)]
    [InlineData("(`sys/state`:experimentState = \"idle\")", 0)]
    [InlineData("(`sys/state`:experimentState != \"idle\")", 1)]
    [InlineData("(sys/tags: stringSet CONTAINS 'x') OR (sys/id: string = 'DEM-1')", 1)]
    [InlineData("", 1)]
    public async Task States_are_running_or_idle(string nql, int runs)
    {
        await using var api = await AttributesApi.StartAsync();
        await api.CreateAsync();

        var page = await api.SearchAsync(new { query = new { query = nql }, pagination = new { limit = 0, offset = 0 } });

        Assert.Equal(runs, page.GetProperty("matchingItemCount").GetInt32());
        Assert.Empty(page.GetProperty("entries").EnumerateArray());
    }

    [Fact]
    public async Task A_wrong_query_is_a_syntax_error_that_names_the_position()
    {
        await using var api = await AttributesApi.StartAsync();

        var answer = await api.SearchAsync(new { query = new { query = "key: float = (-_-)" } });

        Assert.Equal("Syntax error", answer.GetProperty("title").GetString());
        Assert.Contains("position 14", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_found_by_a_part_of_them_with_every_type_they_have()
    {
        await using var api = await AttributesApi.StartAsync();
        await api.ExecuteAsync(await api.CreateAsync(), """[{"path":"metrics/accuracy","assignFloat":{"value":1}}]""");
        await api.ExecuteAsync(await api.CreateAsync(), """[{"path":"metrics/accuracy","logFloats":{"entries":[]}}]""");

        var found = await api.PostAsync("/api/leaderboard/v1/leaderboard/attributes/search?projectIdentifier=alice%2Fdemo&type=run&search=accuracy", new { });

        Assert.Equal(
            ["metrics/accuracy float", "metrics/accuracy floatSeries"],
            found.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("name")} {entry.GetProperty("type")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_without_rows_can_be_sorted_all_the_same()
    {
        await using var api = await AttributesApi.StartAsync();

        var found = await api.PostAsync("/api/leaderboard/v1/leaderboard/attributes/search?projectIdentifier=alice%2Fdemo&type=model&search=sys/creation_time", new { });

        var entry = Assert.Single(found.GetProperty("entries").EnumerateArray());
        Assert.Equal(("sys/creation_time", "datetime"), (entry.GetProperty("name").GetString(), entry.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Every_kind_of_holder_has_its_system_attributes()
    {
        await using var api = await AttributesApi.StartAsync();
        var model = await api.CreateAsync("model", key: "MOD");
        var version = await api.CreateAsync("modelVersion", parent: model);

        Assert.DoesNotContain("sys/failed", (await api.AttributesAsync(model)).Keys);
        var ofVersion = await api.AttributesAsync(version);
        Assert.Equal("DEM-MOD", ofVersion["sys/model_id"].GetProperty("stringProperties").GetProperty("value").GetString());
        Assert.Equal("none", ofVersion["sys/stage"].GetProperty("stringProperties").GetProperty("value").GetString());
        var project = await api.Client.GetFromJsonAsync<JsonElement>("/api/backend/v1/projects/get?projectIdentifier=alice%2Fdemo");
        Assert.Equal(
            ["creation_time", "id", "modification_time", "monitoring_time", "name", "ping_time", "running_time", "size", "state", "tags", "visibility"],
            (await api.AttributesAsync(project.GetProperty("id").GetString()!)).Keys.Select(path => path["sys/".Length..]).Order(StringComparer.Ordinal));
    }
}
