using System.Globalization;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune.Experiments;

public sealed class ChannelTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Lines_of_the_console_that_share_an_x_are_all_kept_also_across_batches()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var stdout = await client.ChannelAsync(id, "stdout", "text", system: true);

        await client.ValuesAsync(id, Of(stdout, Line("1.5", "a"), Line("1.5", "b"), Line("7", "c")));
        await client.ValuesAsync(id, Of(stdout, Line("1.5", "d"), Line("-1", "e")));

        Assert.Equal(["a", "b", "c", "d", "e"], (await client.TextsAsync(id, "monitoring/stdout")).Select(point => point.Value));
    }

    [Fact]
    public async Task Texts_of_a_channel_that_share_an_x_are_all_kept_beside_it()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var notes = await client.ChannelAsync(id, "notes", "text");

        foreach (var text in new[] { "a", "b", "c" })
            await client.ValuesAsync(id, Of(notes, Line("1", text), Line("9", text + text)));

        var points = await client.TextsAsync(id, "logs/notes");
        Assert.Equal(["a", "b", "c", "aa", "bb", "cc"], points.Select(point => point.Value));
        Assert.Equal([1, 1, 1, 9, 9, 9], points.Select(point => Math.Round(point.Step.Value, 9)));
    }

    [Fact]
    public async Task A_text_at_the_largest_step_there_is_ends_the_search_for_a_free_one()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var notes = await client.ChannelAsync(id, "notes", "text");
        var line = Line("1.7976931348623157e308", "z");

        await client.ValuesAsync(id, Of(notes, line, line, line));

        Assert.NotEmpty(await client.TextsAsync(id, "logs/notes"));
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_because_its_answer_was_lost_is_kept_once()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        var stdout = await client.ChannelAsync(id, "stdout", "text", system: true);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        string[] batch = [Of(loss, Number(null, "0.5", now)), Of(stdout, Line("3", "line", now))];

        await client.ValuesAsync(id, batch);
        await client.ValuesAsync(id, batch);

        Assert.Single(await client.FloatsAsync(id, "logs/loss"));
        Assert.Single(await client.TextsAsync(id, "monitoring/stdout"));
    }

    [Fact]
    public async Task Equal_batches_with_timestamps_of_long_ago_are_both_meant()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        var batch = Of(loss, Number(null, "0.5", at: 1000));

        await client.ValuesAsync(id, batch);
        await client.ValuesAsync(id, batch);

        Assert.Equal(2, (await client.FloatsAsync(id, "logs/loss")).Count);
    }

    [Fact]
    public async Task A_bad_item_in_a_batch_is_named_and_the_rest_is_kept()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");

        var errors = await client.ValuesAsync(id,
            Of(loss, Number("1", "0.5"), """{"x":2,"y":{}}""", Number("NaN", "1"), "null", Number("3", "\"0.25\"")),
            Of("00000000-0000-0000-0000-000000000000", Number("1", "1")),
            Of(loss, Number("4", "NaN"), Number("5", "-Infinity")));

        Assert.Equal([0.5, 0.25, double.NaN, double.NegativeInfinity], (await client.FloatsAsync(id, "logs/loss")).Select(point => point.Value));
        Assert.Equal(4, errors.GetArrayLength());
        Assert.All(errors.EnumerateArray(), error => Assert.False(string.IsNullOrEmpty(error.GetProperty("error").GetString())));
    }

    [Fact]
    public async Task A_value_of_another_type_than_its_channel_is_an_error_of_that_point_alone()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        var good = await client.ChannelAsync(id, "good", "numeric");

        var errors = await client.ValuesAsync(id, Of(loss, Number("1", "1"), Line("2", "no number")), Of(good, Number("1", "5")));

        var error = Assert.Single(errors.EnumerateArray().ToList());
        Assert.Equal(loss, error.GetProperty("channelId").GetString());
        Assert.Equal(2, error.GetProperty("x").GetDouble());
        Assert.Equal([1.0], (await client.FloatsAsync(id, "logs/loss")).Select(point => point.Value));
        Assert.Equal([5.0], (await client.FloatsAsync(id, "logs/good")).Select(point => point.Value));
    }

    [Fact]
    public async Task Creating_a_channel_again_gives_the_same_and_with_another_type_409()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();

        var first = await client.ChannelAsync(id, "loss", "numeric");
        var again = await client.ChannelAsync(id, "loss", "numeric");
        var (status, body) = await client.SendAsync("POST", $"{Backend}/experiments/channels?experimentId={id}", """{"name":"loss","channelType":"text"}""");

        Assert.Equal(first, again);
        Assert.Equal(409, status);
        Assert.Equal("KIND_MISMATCH", body.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Repeated_steps_and_steps_out_of_order_read_back_as_csv_in_order_with_the_last_value_of_each()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        await client.ValuesAsync(id, Of(loss, Number("1", "10"), Number("5", "50"), Number("3", "30"), Number("5", "51"), Number("6", "NaN")));

        var csv = await client.Http.GetStringAsync($"{Backend}/experiments/channels/csv?experimentId={id}&channelId={loss}");

        Assert.Equal("1.0,10.0\n3.0,30.0\n5.0,51.0\n6.0,NaN\n", csv);
    }

    [Fact]
    public async Task A_channel_that_is_reset_is_empty_and_still_there()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var loss = await client.ChannelAsync(id, "loss", "numeric");
        await client.ValuesAsync(id, Of(loss, Number(null, "1")));

        var (status, _) = await client.SendAsync("DELETE", $"{Backend}/channels/{loss}/values");

        Assert.Equal(200, status);
        Assert.Equal("", await client.Http.GetStringAsync($"{Backend}/experiments/channels/csv?experimentId={id}&channelId={loss}"));
        Assert.Equal(loss, await client.ChannelAsync(id, "loss", "numeric"));
    }

    [Fact]
    public async Task Images_that_are_reset_are_no_longer_part_of_the_size()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var images = await client.ChannelAsync(id, "confusion", "image");
        var image = "{\"y\":{\"inputImageValue\":{\"data\":\"" + Convert.ToBase64String(new byte[500]) + "\"}}}";
        await client.ValuesAsync(id, Of(images, image, image));
        await client.UploadAsync(id, "kept.bin", new byte[7], null);
        var (_, before) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");

        await client.SendAsync("DELETE", $"{Backend}/channels/{images}/values");

        var (_, after) = await client.SendAsync("GET", $"{Backend}/experiments?experimentId={id}");
        Assert.Equal(1007, before.GetProperty("size").GetInt64());
        Assert.Equal(7, after.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Two_clients_of_one_experiment_lose_nothing_of_each_other()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var stdout = await client.ChannelAsync(id, "stdout", "text", system: true);
        var loss = await client.ChannelAsync(id, "loss", "numeric");

        await Task.WhenAll(Enumerable.Range(0, 2).Select(async who =>
        {
            for (var i = 0; i < 50; i++)
            {
                var x = i.ToString(CultureInfo.InvariantCulture);
                await client.ValuesAsync(id, Of(stdout, Line(x, $"{who}-{i}")), Of(loss, Number(null, x)));
            }
        }));

        var lines = (await client.TextsAsync(id, "monitoring/stdout")).Select(point => point.Value).ToHashSet();
        Assert.Equal(100, lines.Count);
        Assert.Equal(100, (await client.FloatsAsync(id, "logs/loss")).Count);
    }

    [Fact]
    public async Task Hardware_reads_back_as_pairs_of_columns()
    {
        using var client = await NeptuneSession.BeginAsync(host);
        var id = await client.ExperimentAsync();
        var (_, metric) = await client.SendAsync("POST", $"{Backend}/experiments/system/metrics?experimentId={id}",
            """{"name":"CPU - usage","resourceType":"CPU","unit":"%","min":0,"max":100,"series":["cpu"]}""");

        var (status, _) = await client.SendAsync("POST", $"{Backend}/experiments/system/metrics/values?experimentId={id}",
            """[{"metricId":"METRIC","seriesName":"cpu","values":[{"timestampMillis":1,"x":139,"y":78.3},{"timestampMillis":2,"x":3139,"y":61}]},{"metricId":"none","seriesName":"cpu","values":[{"x":1,"y":1}]}]"""
                .Replace("METRIC", metric.GetProperty("id").GetString(), StringComparison.Ordinal));

        Assert.Equal(200, status);
        Assert.Equal(
            "x_cpu,y_cpu\n139.0,78.3\n3139.0,61.0\n",
            await client.Http.GetStringAsync($"{Backend}/experiments/system/metrics/csv?experimentId={id}"));
    }
}
