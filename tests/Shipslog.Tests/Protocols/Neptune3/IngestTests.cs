using System.Net;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>What neptune-scale writes, and what it is told of it.</summary>
public sealed class IngestTests : IAsyncLifetime
{
    private Neptune3Session _session = null!;

    public async Task InitializeAsync() => _session = await Neptune3Session.StartAsync();

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task Every_type_of_value_is_kept()
    {
        await _session.CreateAsync("r");
        var moment = Neptune3Session.At(0.5);
        moment.Assign["a/int"] = new Value { Int64 = -3 };
        moment.Assign["a/float"] = new Value { Float64 = double.NaN };
        moment.Assign["a/bool"] = new Value { Bool = true };
        moment.Assign["a/text"] = new Value { String = "naïve 你好" };
        moment.Assign["a/time"] = new Value { Timestamp = new WireTimestamp { Seconds = 10, Nanos = 1_999_999 } };
        moment.Assign["a/set"] = new Value { StringSet = new StringSet { Values = { "x", "y", "x" } } };
        moment.Append["s/text"] = new Value { String = "line" };
        moment.Append["s/float"] = new Value { Float64 = double.PositiveInfinity };
        moment.Append["s/hist"] = new Value { Histogram = new WireHistogram { BinEdges = { 0, 1, 2 }, Counts = new WireHistogram.Types.Counts { Values = { 5, 7 } } } };
        moment.ModifySets["sys/tags"] = new ModifySet { String = new ModifySet.Types.Changes { Values = { ["t"] = 1 } } };

        Assert.Empty(await _session.WriteAsync("r", moment));

        var run = await _session.ReadAsync("r");
        Assert.Equal(-3, ((AttributeValue.Int)run["a/int"]!).Value);
        Assert.True(double.IsNaN(((AttributeValue.Float)run["a/float"]!).Value));
        Assert.True(((AttributeValue.Bool)run["a/bool"]!).Value);
        Assert.Equal("naïve 你好", ((AttributeValue.String)run["a/text"]!).Value);
        Assert.Equal(10_002, ((AttributeValue.Datetime)run["a/time"]!).UnixMilliseconds);
        Assert.Equal(["x", "y"], ((AttributeValue.StringSet)run["a/set"]!).Values);
        Assert.Equal(["t"], ((AttributeValue.StringSet)run["sys/tags"]!).Values);
        Assert.Equal("line", ((AttributeValue.StringSeries)run["s/text"]!).Last);
        Assert.Equal(double.PositiveInfinity, ((AttributeValue.FloatSeries)run["s/float"]!).Summary.Last);
        Assert.Equal(1, ((AttributeValue.HistogramSeries)run["s/hist"]!).Summary.Count);
    }

    [Fact]
    public async Task Decimal_steps_are_exact_up_to_the_largest()
    {
        await _session.CreateAsync("r");
        WireStep[] steps = [new() { Micro = 1 }, new() { Whole = 7, Micro = 999_999 }, new() { Whole = 999_999_999_999, Micro = 999_999 }];

        var codes = await _session.WriteAsync("r", [.. steps.Select(step => new Snapshot { Step = step, Append = { ["m"] = new Value { Float64 = 1 } } })]);

        Assert.Empty(codes);
        var engine = await _session.EngineAsync();
        var points = await engine.FloatsAsync(new SeriesRef(engine.FindCustom("r")!.Id, new AttributePath("m")), new PointQuery());
        Assert.Equal(
            steps.Select(step => (long)step.Whole * 1_000_000 + (long)step.Micro),
            points.Points.Select(point => point.Step.TryGetMicros(out var micros) ? micros : -1));
    }

    [Fact]
    public async Task A_run_created_again_is_told_as_there_and_with_other_words_as_another()
    {
        Assert.Empty(await _session.CreateAsync("r"));
        Assert.Equal((int[])[11], await _session.CreateAsync("r"));
        Assert.Equal((int[])[12], await _session.CreateAsync("r", create => create.Family = "other"));
        Assert.Equal((int[])[14], await _session.CreateAsync(new string('x', 731)));
    }

    [Fact]
    public async Task A_body_sent_again_changes_nothing_and_is_told_as_duplicate()
    {
        await _session.CreateAsync("r");
        Snapshot[] body = [Neptune3Session.Floats(1, ("m", 1)), Neptune3Session.Floats(2, ("m", 2)), Neptune3Session.Floats(3, ("m", double.NaN))];
        await _session.WriteAsync("r", body);

        Assert.Equal((int[])[24], await _session.WriteAsync("r", body));

        Assert.Equal(3, ((AttributeValue.FloatSeries)(await _session.ReadAsync("r"))["m"]!).Summary.Position.Count);
    }

    [Fact]
    public async Task Points_that_do_not_come_after_the_last_are_told_and_the_others_stay()
    {
        await _session.CreateAsync("r");

        var codes = await _session.WriteAsync(
            "r", Neptune3Session.Floats(5, ("m", 1)), Neptune3Session.Floats(4, ("m", 2), ("other", 2)), Neptune3Session.Floats(5, ("m", 9)), Neptune3Session.Floats(6, ("m", 3)));

        Assert.Equal((int[])[25], codes);
        var run = await _session.ReadAsync("r");
        Assert.Equal((2, 3.0), (((AttributeValue.FloatSeries)run["m"]!).Summary.Position.Count, ((AttributeValue.FloatSeries)run["m"]!).Summary.Last));
        Assert.Equal(1, ((AttributeValue.FloatSeries)run["other"]!).Summary.Position.Count);
    }

    [Fact]
    public async Task A_point_older_than_the_one_before_is_told()
    {
        await _session.CreateAsync("r");
        var late = Neptune3Session.Floats(2, ("m", 1));
        late.Timestamp = new WireTimestamp { Seconds = 1 };

        Assert.Equal((int[])[27], await _session.WriteAsync("r", Neptune3Session.Floats(1, ("m", 1)), late));
    }

    [Fact]
    public async Task Previews_stand_until_points_overtake_them()
    {
        await _session.CreateAsync("r");
        static Snapshot Preview(double step, double value, float completion)
        {
            var moment = Neptune3Session.Floats(step, ("m", value));
            moment.Preview = new WirePreview { IsPreview = true, CompletionRatio = completion };
            return moment;
        }

        Assert.Empty(await _session.WriteAsync(
            "r", Neptune3Session.Floats(1, ("m", 1)), Preview(2, 20, 0.2f), Preview(3, 30, 7), Preview(2, 21, float.NaN)));
        var before = (AttributeValue.FloatSeries)(await _session.ReadAsync("r"))["m"]!;
        Assert.Equal((int[])[42], await _session.WriteAsync("r", Preview(1, 9, 0.5f)));
        Assert.Empty(await _session.WriteAsync("r", Neptune3Session.Floats(2, ("m", 2))));
        var after = (AttributeValue.FloatSeries)(await _session.ReadAsync("r"))["m"]!;

        Assert.Equal([new Preview(21, 0), new Preview(30, 1)], before.Previews.Select(preview => preview.Value));
        Assert.Equal((1L, 1.0), (before.Summary.Position.Count, before.Summary.Last));
        Assert.Equal([new Preview(30, 1)], after.Previews.Select(preview => preview.Value));
    }

    [Fact]
    public async Task The_last_run_that_took_the_name_is_the_head_and_the_one_before_is_its_history()
    {
        await _session.CreateAsync("a", create => create.ExperimentId = "exp");
        await _session.CreateAsync("b", create => create.ExperimentId = "exp");
        await _session.CreateAsync("c");

        var (a, b, c) = (await _session.ReadAsync("a"), await _session.ReadAsync("b"), await _session.ReadAsync("c"));
        Assert.Equal(("exp", false), (((AttributeValue.String)a["sys/experiment/name"]!).Value, ((AttributeValue.Bool)a["sys/experiment/is_head"]!).Value));
        Assert.Equal(("exp", true), (((AttributeValue.String)b["sys/name"]!).Value, ((AttributeValue.Bool)b["sys/experiment/is_head"]!).Value));
        Assert.Null(c["sys/name"]);
        Assert.Equal("b", (await _session.EngineAsync()).FindHead("exp")!.CustomId);
    }

    [Fact]
    public async Task A_fork_has_its_parents_points_up_to_the_step_and_tells_where_it_comes_from()
    {
        await _session.CreateAsync("a");
        var config = Neptune3Session.At(0);
        config.Assign["lr"] = new Value { Float64 = 0.1 };
        await _session.WriteAsync("a", config, Neptune3Session.Floats(1, ("m", 1)), Neptune3Session.Floats(2, ("m", 2)), Neptune3Session.Floats(3, ("m", 3)));
        void Fork(CreateRun create) => (create.ForkPoint, create.InheritConfigs) = (new ForkPoint { ParentRunId = "a", Step = new WireStep { Whole = 2 } }, true);

        Assert.Empty(await _session.CreateAsync("b", Fork));
        Assert.Equal((int[])[11], await _session.CreateAsync("b", Fork));
        Assert.Equal((int[])[26], await _session.WriteAsync("b", Neptune3Session.Floats(2, ("m", 9)), Neptune3Session.Floats(4, ("m", 4))));
        Assert.Equal((int[])[12], await _session.CreateAsync("a", create => create.ForkPoint = new ForkPoint { ParentRunId = "b", Step = new WireStep() }));

        var run = await _session.ReadAsync("b");
        Assert.Equal((3, 4.0), (((AttributeValue.FloatSeries)run["m"]!).Summary.Position.Count, ((AttributeValue.FloatSeries)run["m"]!).Summary.Last));
        Assert.Equal(0.1, ((AttributeValue.Float)run["lr"]!).Value);
        Assert.Equal("a", ((AttributeValue.String)run["sys/forking/parent"]!).Value);
        Assert.Equal((2.0, 1), (((AttributeValue.Float)run["sys/forking/step"]!).Value, ((AttributeValue.Int)run["sys/forking/depth"]!).Value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fork_of_a_missing_or_trashed_run_begins_on_its_own(bool exists)
    {
        if (exists)
        {
            await _session.CreateAsync("parent");
            var engine = await _session.EngineAsync();
            await engine.SetTrashedAsync([engine.FindCustom("parent")!.Id], true);
        }

        Assert.Equal((int[])[13], await _session.CreateAsync("r", create => create.ForkPoint = new ForkPoint { ParentRunId = "parent", Step = new WireStep { Whole = 1 } }));
        Assert.Empty(await _session.WriteAsync("r", Neptune3Session.Floats(1, ("m", 1))));
    }

    [Fact]
    public async Task What_is_wrong_with_data_is_told_by_the_status()
    {
        await _session.CreateAsync("r");
        await _session.WriteAsync("r", Neptune3Session.Floats(1, ("m", 1)));
        async Task<int> CodeAsync(Action<Snapshot> fill)
        {
            var moment = Neptune3Session.At(9);
            fill(moment);
            return Assert.Single(await _session.WriteAsync("r", moment));
        }

        static Value Text(string text) => new() { String = text };
        static Value Histogram(double[] edges, params ulong[] counts) =>
            new() { Histogram = new WireHistogram { BinEdges = { edges }, Counts = new WireHistogram.Types.Counts { Values = { counts } } } };

        Assert.Equal((int[])[10], await _session.WriteAsync("unknown", Neptune3Session.Floats(1, ("m", 1))));
        Assert.Equal(17, await CodeAsync(moment => moment.Assign[""] = Text("x")));
        Assert.Equal(16, await CodeAsync(moment => moment.Assign[new string('p', 1025)] = Text("x")));
        Assert.Equal(18, await CodeAsync(moment => moment.Assign["a\0b"] = Text("x")));
        Assert.Equal(19, await CodeAsync(moment => moment.Assign["sys/id"] = Text("x")));
        Assert.Equal(20, await CodeAsync(moment => moment.Assign["x"] = new Value()));
        Assert.Equal(21, await CodeAsync(moment => moment.Assign["m"] = Text("x")));
        Assert.Equal(33, await CodeAsync(moment => moment.Assign["t"] = new Value { Timestamp = new WireTimestamp { Seconds = 99_999_999_999 } }));
        Assert.Equal(36, await CodeAsync(moment => moment.Assign["x"] = Text(new string('x', (1 << 20) + 1))));
        Assert.Equal(37, await CodeAsync(moment => moment.Assign["x"] = new Value { StringSet = new StringSet { Values = { new string('x', (1 << 20) + 1) } } }));
        Assert.Equal(38, await CodeAsync(moment => moment.Assign["x"] = new Value { FileRef = new FileRef { Path = new string('x', 4097) } }));
        Assert.Equal(40, await CodeAsync(moment => (moment.Step, moment.Append["m"]) = (new WireStep { Whole = 1_000_000_000_000 }, new Value { Float64 = 1 })));
        Assert.Equal(41, await CodeAsync(moment => (moment.Step, moment.Append["m"]) = (new WireStep { Micro = 1_000_000 }, new Value { Float64 = 1 })));
        Assert.Equal(50, await CodeAsync(moment => moment.Append["h"] = Histogram([0, double.NaN], 1)));
        Assert.Equal(51, await CodeAsync(moment => moment.Append["h"] = Histogram([.. Enumerable.Range(0, 514).Select(i => (double)i)], new ulong[513])));
        Assert.Equal(52, await CodeAsync(moment => moment.Append["h"] = Histogram([1, 0], 1)));
        Assert.Equal(53, await CodeAsync(moment => moment.Append["h"] = Histogram([0, 1], 1, 2)));
    }

    [Fact]
    public async Task A_project_that_one_may_not_write_to_stops_the_client()
    {
        using var other = await _session.Server.ClientAsync(await _session.Server.AddUserAsync("eve"));
        using var body = new ByteArrayContent([10, 10, .. "ada/digits"u8]);

        using var answer = await other.PostAsync(new Uri("/api/client/v1/ingest", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task The_status_of_many_ids_comes_in_their_order()
    {
        using var answer = await _session.PostAsync(
            "/api/client/v1/ingest/check?projectIdentifier=ada/digits",
            Google.Protobuf.MessageExtensions.ToByteArray(new RequestIdList { Ids = { new RequestId { Value = "x.25x2.24x1" }, new RequestId { Value = "of another time" }, new RequestId() } }));

        var statuses = RequestStatuses.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Statuses;
        Assert.Equal([2, 1, 1], statuses.Select(status => status.CodeByCount.Count));
        Assert.Equal((25, 2L), (statuses[0].CodeByCount[0].Detail, statuses[0].CodeByCount[0].Count));
        Assert.Equal(0, statuses[1].CodeByCount[0].Code);
    }
}
