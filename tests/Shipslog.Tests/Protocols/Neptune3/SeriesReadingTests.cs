using System.Globalization;
using System.Text.Json;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Points and buckets as readers of 3.x ask for them: a parent with steps 1 to 4, a fork of it at 2 with 3 to 5, in one experiment, and a fork of that at 4 in none.</summary>
public sealed class SeriesReadingTests : IAsyncLifetime
{
    private Neptune3Session _session = null!;
    private Reader _reader = null!;

    [Theory]
    [InlineData("child", "FULL", null, "1,2,13,14,15")]
    [InlineData("child", "NONE", "RUN", "13,14,15")]
    [InlineData("child", "NONE", null, "13,14,15")]
    [InlineData("child", "NONE", "EXPERIMENT", "1,2,13,14,15")]
    [InlineData("stranger", "FULL", null, "1,2,13,14,25")]
    [InlineData("stranger", "NONE", "EXPERIMENT", "25")]
    public async Task Lineage_says_whose_points_are_told(string run, string lineage, string? entity, string expected)
    {
        var inSeries = entity is null ? "" : $", \"lineageEntityType\": \"{entity}\"";

        var floats = await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync(run, "loss", lineage, "", inSeries));
        var texts = await _reader.AskAsync<SeriesPoints>(Reader.Series, await _reader.SeriesRequestAsync(run, "log", lineage, "", inSeries));

        Assert.Equal(expected, string.Join(',', floats.Series.Single().Page.Points.Select(point => point.Value)));
        Assert.Equal(expected, string.Join(',', texts.Series.Single().Objects.Points.Select(point => point.Object.Text)));
    }

    [Theory]
    [InlineData("descending", "null", "15,14")]
    [InlineData("descending", "4", "13,2")]
    [InlineData("ascending", "null", "1,2")]
    [InlineData("ascending", "2", "13,14")]
    public async Task A_page_of_floats_begins_after_a_step_in_its_order(string order, string after, string expected)
    {
        var request = (await _reader.SeriesRequestAsync("child", "loss", more: $", \"order\": \"{order}\", \"perSeriesPointsLimit\": 2.0, \"stepRange\": {{\"from\": 1, \"to\": null}}"))
            .Replace("\"requestId\": \"q\"", $"\"requestId\": \"q\", \"afterStep\": {after}", StringComparison.Ordinal);

        var page = (await _reader.AskAsync<FloatPoints>(Reader.Floats, request)).Series.Single().Page;

        Assert.Equal(expected, string.Join(',', page.Points.Select(point => point.Value)));
        Assert.Equal(5, page.Total);
        Assert.All(page.Points, point => Assert.Equal((false, 1f), (point.IsPreview, point.Completion)));
    }

    [Fact]
    public async Task The_range_includes_its_ends()
    {
        var request = await _reader.SeriesRequestAsync("child", "loss", more: ", \"stepRange\": {\"from\": 2, \"to\": 4}");

        Assert.Equal([2, 3, 4], (await _reader.AskAsync<FloatPoints>(Reader.Floats, request)).Series.Single().Page.Points.Select(point => point.Step));
    }

    [Fact]
    public async Task Previews_are_told_when_they_are_asked_for()
    {
        Assert.Empty(await _session.WriteAsync("child", Previewed(6.5, 16, 0.5f)));

        var without = await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync("child", "loss"));
        var with = await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync("child", "loss", inSeries: ", \"includePreview\": true", more: ", \"order\": \"descending\", \"perSeriesPointsLimit\": 1"));

        Assert.Equal(5, without.Series.Single().Page.Points.Count);
        var point = Assert.Single(with.Series.Single().Page.Points);
        Assert.Equal((6.5, 16, true, 0.5f), (point.Step, point.Value, point.IsPreview, point.Completion));
    }

    [Fact]
    public async Task A_fork_has_its_parents_previews_up_to_its_step_until_its_own_points_overtake_them()
    {
        Assert.Empty(await _session.WriteAsync("parent", Previewed(5, 25, 0.25f), Previewed(6, 26, 0.5f), Previewed(8, 28, 0.75f)));
        await ForkAsync("late", "parent", 6, "e");

        Assert.Equal("1,2,3,4,25?,26?", await ToldAsync("late", "FULL", null));
        Assert.Equal("", await ToldAsync("late", "NONE", "RUN"));
        Assert.Equal("1,2,3,4,25?,26?", await ToldAsync("late", "NONE", "EXPERIMENT"));

        await LogAsync("parent", 0, 5);
        Assert.Equal("1,2,3,4,5,26?", await ToldAsync("late", "FULL", null));

        Assert.Empty(await _session.WriteAsync("late", Previewed(7, 27, 1)));
        Assert.Equal("1,2,3,4,5,26?,27?", await ToldAsync("late", "FULL", null));

        await LogAsync("late", 30, 7);
        Assert.Equal("1,2,3,4,5,37", await ToldAsync("late", "FULL", null));
        Assert.Equal("1,2,3,4,5,26?,28?", await ToldAsync("parent", "FULL", null));
    }

    [Fact]
    public async Task A_chart_is_told_the_previews_of_its_range_on_its_axis()
    {
        Assert.Empty(await _session.WriteAsync("parent", Previewed(5, 25, 0.25f), Previewed(6, 26, 0.5f), Previewed(8, double.NaN, 1)));
        await ForkAsync("late", "parent", 6, "e");

        Assert.Equal("""[{"x":5,"value":25,"completion":0.25},{"x":6,"value":26,"completion":0.5},{"x":8,"value":"NaN","completion":1}]""", await DrawnAsync("parent", ""));
        Assert.Equal("""[{"x":6,"value":26,"completion":0.5}]""", await DrawnAsync("parent", ", \"from\": 5.5, \"to\": 7"));
        Assert.Equal("""[{"x":5,"value":25,"completion":0.25},{"x":6,"value":26,"completion":0.5}]""", await DrawnAsync("late", ""));
        Assert.StartsWith("""[{"x":1700000005000,""", await DrawnAsync("late", ", \"axis\": \"time\""), StringComparison.Ordinal);
        Assert.StartsWith("""[{"x":5,""", await DrawnAsync("parent", ", \"axis\": \"relativeTime\""), StringComparison.Ordinal);
        Assert.Null(await DrawnAsync("child", ""));
        await LogAsync("parent", 0, 9);
        Assert.Null(await DrawnAsync("parent", ""));
        Assert.Null(await DrawnAsync("late", ""));
    }

    [Fact]
    public async Task Every_float_series_that_is_asked_has_an_element_and_only_known_other_ones_have()
    {
        Assert.Empty((await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync("child", "none"))).Series.Single().Page.Points);
        Assert.Empty((await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync("child", "log"))).Series.Single().Page.Points);
        Assert.Empty((await _reader.AskAsync<SeriesPoints>(Reader.Series, await _reader.SeriesRequestAsync("child", "none"))).Series);
        Assert.Empty((await _reader.AskAsync<SeriesPoints>(Reader.Series, """{"requests": []}""")).Series);
    }

    [Fact]
    public async Task Texts_go_where_old_clients_look_unless_they_say_that_they_are_new()
    {
        var request = await _reader.SeriesRequestAsync("child", "log");

        var old = await _reader.AskAsync<SeriesPoints>("proto/attributes/series", request);

        Assert.Equal("1", old.Series.Single().Texts.Points[0].Text);
        Assert.Null(old.Series.Single().Objects);
    }

    [Fact]
    public async Task Long_series_come_in_pages()
    {
        const int count = 12_345;
        var snapshots = Enumerable.Range(10, count).Select(step =>
        {
            var snapshot = Neptune3Session.At(step);
            snapshot.Append["long"] = new Value { String = step.ToString(CultureInfo.InvariantCulture) };
            return snapshot;
        });
        Assert.Empty(await _session.WriteAsync("child", [.. snapshots]));
        foreach (var (limit, expected) in new[] { ("null", count), ("11000", 11_000), ("7", 7) })
        {
            var found = new List<string>();
            var token = "null";
            bool isFinished;
            do
            {
                var request = (await _reader.SeriesRequestAsync("child", "long", more: $", \"perSeriesPointsLimit\": {limit}, \"order\": \"descending\""))
                    .Replace("\"requestId\": \"q\"", $"\"requestId\": \"q\", \"searchAfter\": {(token == "null" ? token : $"{{\"finished\": false, \"token\": {token}}}")}", StringComparison.Ordinal);
                var series = (await _reader.AskAsync<SeriesPoints>(Reader.Series, request)).Series.Single();
                found.AddRange(series.Objects.Points.Select(point => point.Object.Text));
                (token, isFinished) = (JsonSerializer.Serialize(series.Progress.Token), series.Progress.IsFinished);
            }
            while (!isFinished);

            Assert.Equal(Enumerable.Range(0, expected).Select(i => (9 + count - i).ToString(CultureInfo.InvariantCulture)), found);
        }
    }

    [Fact]
    public async Task Buckets_are_of_the_range_of_all_that_is_asked()
    {
        var question = new BucketQuestion { View = new BucketView { MaxBuckets = 3, XAxis = new BucketAxis { Steps = new NoFields() } } };
        foreach (var (id, name) in new[] { ("a", "loss"), ("b", "odd/${x}"), ("c", "none") })
        {
            question.Expressions.Add(new BucketExpression
            {
                RequestId = id,
                RunId = await _reader.AddressAsync("parent"),
                Formula = $"${{{name.Replace("$", "\\$", StringComparison.Ordinal).Replace("{", "\\{", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal)}}}",
            });
        }

        var answer = await _reader.AskAsync(question);

        // The odd series goes to step 7, so the range is 1 to 7, and each bucket 3 wide.
        Assert.Equal(["a", "b", "c"], answer.Entries.Select(entry => entry.RequestId));
        Assert.Equal([(0L, double.NegativeInfinity, 1.0), (1L, 1.0, 4.0)], answer.Entries[0].Buckets.Select(bucket => (bucket.Index, bucket.FromX, bucket.ToX)));
        var second = answer.Entries[0].Buckets[1];
        Assert.Equal((3, 2.0, 2.0, 4.0, 4.0, 2.0, 4.0, 9.0), (second.FiniteCount, second.First.X, second.First.Y, second.Last.X, second.Last.Y, second.Min, second.Max, second.Sum));
        var odd = Assert.Single(answer.Entries[1].Buckets);
        Assert.Equal((2, 0, 1, 1), (odd.Index, odd.FiniteCount, odd.NanCount, odd.PositiveInfinityCount));
        Assert.True(double.IsNaN(odd.First.X) && double.IsNaN(odd.Last.Y) && !odd.HasMin);
        Assert.Empty(answer.Entries[2].Buckets);
    }

    public async Task InitializeAsync()
    {
        _session = await Neptune3Session.StartAsync();
        _reader = new Reader(_session);
        await _session.CreateAsync("parent", create => create.ExperimentId = "e");
        await LogAsync("parent", 0, 1, 2, 3, 4);
        Assert.Empty(await _session.WriteAsync("parent", Neptune3Session.Floats(6, ("odd/${x}", double.NaN)), Neptune3Session.Floats(7, ("odd/${x}", double.PositiveInfinity))));
        await ForkAsync("child", "parent", 2, "e");
        await LogAsync("child", 10, 3, 4, 5);
        await ForkAsync("stranger", "child", 4, null);
        await LogAsync("stranger", 20, 5);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    private static Snapshot Previewed(double step, double value, float completion)
    {
        var snapshot = Neptune3Session.Floats(step, ("loss", value));
        snapshot.Preview = new WirePreview { IsPreview = true, CompletionRatio = completion };
        return snapshot;
    }

    /// <summary>The values that a reader is told of the loss, previews with a question mark.</summary>
    private async Task<string> ToldAsync(string run, string lineage, string? entity)
    {
        var inSeries = ", \"includePreview\": true" + (entity is null ? "" : $", \"lineageEntityType\": \"{entity}\"");
        var answer = await _reader.AskAsync<FloatPoints>(Reader.Floats, await _reader.SeriesRequestAsync(run, "loss", lineage, "", inSeries));
        return string.Join(',', answer.Series.Single().Page.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Value}{(point.IsPreview ? "?" : "")}")));
    }

    /// <summary>The previews of the loss in our own API's buckets, as JSON; null: none.</summary>
    private async Task<string?> DrawnAsync(string run, string more)
    {
        var body = $$"""{"series": [{"run": "{{run}}", "path": "loss"}]{{more}}}""";
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _session.Client.PostAsync(new Uri("/api/v1/projects/ada/digits/series/buckets", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        var series = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("series")[0];
        return series.TryGetProperty("previews", out var previews) && previews.ValueKind != JsonValueKind.Null ? previews.GetRawText() : null;
    }

    private async Task ForkAsync(string run, string parent, ulong step, string? experiment) => Assert.Empty(await _session.CreateAsync(run, create =>
    {
        create.ForkPoint = new ForkPoint { ParentRunId = parent, Step = new WireStep { Whole = step } };
        if (experiment is not null)
            create.ExperimentId = experiment;
    }));

    private async Task LogAsync(string run, int add, params int[] steps)
    {
        foreach (var step in steps)
        {
            var snapshot = Neptune3Session.Floats(step, ("loss", step + add));
            snapshot.Append["log"] = new Value { String = (step + add).ToString(CultureInfo.InvariantCulture) };
            Assert.Empty(await _session.WriteAsync(run, snapshot));
        }
    }
}
