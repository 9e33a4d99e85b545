using System.Text.Json.Nodes;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune;

public sealed class LeaderboardTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("", "DIG-1 DIG-2 DIG-3")]
    [InlineData("&entryType=experiment&entryType=notebook", "DIG-1 DIG-2 DIG-3")]
    [InlineData("&entryType=notebook", "")]
    [InlineData("&shortId=DIG-2&shortId=DIG-3&shortId=DIG-99", "DIG-2 DIG-3")]
    [InlineData("&tags=a&tags=b&tagsMode=and", "DIG-1")]
    [InlineData("&tags=a&tags=b&tagsMode=or", "DIG-1 DIG-2 DIG-3")]
    [InlineData("&tags=A", "")]
    [InlineData("&state=failed", "DIG-3")]
    [InlineData("&state=running", "DIG-1 DIG-2")]
    [InlineData("&state=running&state=failed&tags=b", "DIG-1 DIG-3")]
    [InlineData("&state=idle", "DIG-3")]
    [InlineData("&owner=USER", "DIG-1 DIG-2 DIG-3")]
    [InlineData("&owner=somebody", "")]
    [InlineData("&minRunningTimeSeconds=100000", "")]
    [InlineData("&limit=2&offset=1", "DIG-2 DIG-3")]
    [InlineData("&limit=1&sortDirection=descending", "DIG-3")]
    [InlineData("&limit=-3&offset=-1", "DIG-1 DIG-2 DIG-3")]
    public async Task The_table_filters_and_pages(string query, string expected)
    {
        using var client = await BeginAsync(host);
        await client.ExperimentAsync(new JsonObject { ["tags"] = new JsonArray("a", "b") });
        await client.ExperimentAsync(new JsonObject { ["tags"] = new JsonArray("a") });
        var third = await client.ExperimentAsync(new JsonObject { ["tags"] = new JsonArray("b") });
        await client.SendAsync("POST", $"{Backend}/experiments/completed?experimentId={third}", """{"state":"failed"}""");

        var (status, table) = await client.SendAsync(
            "GET",
            $"{Leaderboard}/leaderboard?projectIdentifier={Uri.EscapeDataString(client.Project.QualifiedName)}{query.Replace("USER", client.User.Name, StringComparison.Ordinal)}");

        Assert.Equal(200, status);
        Assert.Equal(expected, string.Join(' ', table.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("shortId").GetString())));
    }

    [Fact]
    public async Task A_row_has_what_either_generation_of_clients_reads()
    {
        using var client = await BeginAsync(host);
        var id = await client.ExperimentAsync(new JsonObject
        {
            ["parameters"] = new JsonArray(new JsonObject { ["name"] = "lr", ["parameterType"] = "double", ["value"] = "0.1" }),
            ["properties"] = new JsonArray(new JsonObject { ["key"] = "k", ["value"] = "v" }),
        });
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        await client.ChannelAsync(id, "empty", "text");
        await client.ValuesAsync(id, Of(loss, Number("1", "0.5"), Number("2", "NaN")));

        var (_, table) = await client.SendAsync("GET", $"{Leaderboard}/leaderboard?projectIdentifier={client.Project.Id}");

        var row = Assert.Single(table.GetProperty("entries").EnumerateArray().ToList());
        Assert.Equal("0.1", row.GetProperty("parameters")[0].GetProperty("value").GetString());
        Assert.Equal("v", row.GetProperty("properties")[0].GetProperty("value").GetString());
        var last = Assert.Single(row.GetProperty("channelsLastValues").EnumerateArray().ToList());
        Assert.Equal(("loss", 2.0, "NaN"), (last.GetProperty("channelName").GetString(), last.GetProperty("x").GetDouble(), last.GetProperty("y").GetString()));
        Assert.Equal("DIG-1", row.GetProperty("systemAttributes").GetProperty("shortId").GetProperty("value").GetString());
        Assert.Contains(row.GetProperty("attributes").EnumerateArray(), attribute => attribute.GetProperty("name").GetString() == "parameters/lr");
    }
}
