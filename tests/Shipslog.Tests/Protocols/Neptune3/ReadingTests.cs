using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Tables, names and values as readers of 3.x ask for them.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private Neptune3Session _session = null!;
    private Reader _reader = null!;

    [Fact]
    public async Task A_table_holds_the_columns_that_were_asked_in_the_order_that_was_asked()
    {
        const string body = """
            {"attributeFilters": [{"path": "lr"}, {"path": "loss"}, {"path": "missing"}], "pagination": {"limit": 2.0, "offset": 1.0}, "experimentLeader": false,
             "query": null, "sorting": {"dir": "ascending", "sortBy": {"name": "lr", "type": "float"}, "aggregationMode": "none"}, "unknown": 1}
            """;

        var found = await _reader.AskAsync<FoundRuns>(Reader.Search, body);

        Assert.Equal(3, found.Matching);
        Assert.Equal([0.2, 0.3], found.Runs.Select(run => run.Attributes.Single(attribute => attribute.Name == "lr").Float.Value));
        var first = found.Runs[0];
        Assert.Equal(("run", "digits", "ada", _session.Project.Id.ToString()), (first.Type, first.ProjectName, first.WorkspaceName, first.ProjectId));
        var loss = Assert.Single(first.Attributes, attribute => attribute.Name == "loss");
        Assert.Equal("floatSeries", loss.Type);
        Assert.Equal((4.0, 2.0, 2.0, 2.0), (loss.FloatSeries.LastStep, loss.FloatSeries.Last, loss.FloatSeries.Min, loss.FloatSeries.Mean));
        Assert.Equal(2, first.Attributes.Count);
    }

    [Fact]
    public async Task A_page_of_nothing_counts_what_matches() =>
        Assert.Equal((3, 0), await _reader.AskAsync<FoundRuns>(Reader.Search, """{"pagination": {"limit": 0}}""") is var found ? (found.Matching, found.Runs.Count) : default);

    [Theory]
    [InlineData("((`lr`:float > \"0.1\"))", "c,b")]
    [InlineData("((`lr`:float == \"0.1\")) OR ((`lr`:float == \"3e-1\"))", "c,a")]
    [InlineData("NOT ((`lr`:float > \"0.1\"))", "a")]
    [InlineData("`lr`:int EXISTS", "")]
    [InlineData("(last(`loss`:floatSeries) >= \"2.0\") AND (`sys/tags`:stringSet CONTAINS \"t1\")", "b,a")]
    [InlineData("variance(`loss`:floatSeries) > \"100\"", "")]
    [InlineData("(`text`:string MATCHES \"^naïve [[:digit:]]\\\\z\")", "c,b,a")]
    [InlineData("`text`:string NOT MATCHES \"1\"", "c,b")]
    [InlineData("`name`:string != \"x\"", "c,b,a")]
    [InlineData("`sys/tags`:stringSet NOT CONTAINS \"t1\"", "c")]
    [InlineData("`when`:datetime > \"2023-11-14T23:13:20+01:00\"", "c,b")]
    [InlineData("`sys/state`:experimentState = \"running\"", "c,b,a")]
    [InlineData("`model`:fileRef EXISTS", "a")]
    [InlineData("", "c,b,a")]
    public async Task Filters_of_the_clients_find_what_they_say(string nql, string expected) =>
        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), await _reader.FindAsync(nql));

    [Fact]
    public async Task Heads_of_experiments_are_found_alone() => Assert.Equal(["c"], await _reader.FindAsync("", ", \"experimentLeader\": true"));

    [Fact]
    public async Task All_projects_are_searched_together_and_only_those_that_are_visible()
    {
        var engine = await _session.EngineAsync(await _session.Server.AddProjectAsync("ada", "other"));
        await engine.CreateAsync(new(HolderKind.Run, "ada", "elsewhere"));
        await _session.Server.AddUserAsync("eve");
        var hidden = await _session.EngineAsync(await _session.Server.AddProjectAsync("eve", "secret"));
        await hidden.CreateAsync(new(HolderKind.Run, "eve", "hidden"));

        var found = await _reader.AskAsync<FoundRuns>(
            Reader.SearchEverywhere, """{"sorting": {"dir": "descending", "sortBy": {"name": "sys/custom_run_id", "type": "string"}}, "pagination": {"limit": 2, "offset": 0}}""");

        Assert.Equal(4, found.Matching);
        Assert.Equal([("other", "elsewhere"), ("digits", "c")], found.Runs.Select(run => (run.ProjectName, run.Attributes.Single(attribute => attribute.Name == SystemPaths.CustomRunId).String.Value)));
    }

    [Theory]
    [InlineData("""{"mustMatchAny": [{"mustMatchRegexes": ["^l"], "mustNotMatchRegexes": ["oss$"]}, {"mustMatchRegexes": ["mod", "el"]}]}""", "lr:float,model:fileRef")]
    [InlineData("""{"mustMatchAny": []}""", "")]
    [InlineData("""{"mustMatchRegexes": ["^(?P<a>lo)ss"]}""", "loss:floatSeries")]
    [InlineData("""{"mustMatchRegexes": null, "mustNotMatchRegexes": ["^sys/", "^[tw]"]}""", "hist:histogramSeries,loss:floatSeries,lr:float,model:fileRef")]
    public async Task Names_are_found_by_regular_expressions(string filter, string expected)
    {
        var (entries, token) = await _reader.DefinitionsAsync($$$"""{"projectIdentifiers": ["ada/digits", "ada/none"], "attributeNameFilter": {{{filter}}}, "nextPage": {"limit": 100}}""");

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), entries);
        Assert.Null(token);
    }

    [Fact]
    public async Task Names_come_in_pages_that_hold_each_once()
    {
        var all = (await _reader.DefinitionsAsync("""{"projectIdentifiers": ["ada/digits"]}""")).Entries;
        var paged = new List<string>();
        string? token = null;
        do
        {
            var page = await _reader.DefinitionsAsync(
                $$$"""{"projectIdentifiers": ["ada/digits"], "nextPage": {"limit": 3, "nextPageToken": {{{(token is null ? "null" : $"\"{token}\"")}}}}}""");
            Assert.True(page.Entries.Length is > 0 and <= 3);
            paged.AddRange(page.Entries);
            token = page.Token;
        }
        while (token is not null);

        Assert.Equal(all, paged);
        Assert.Contains("sys/tags:stringSet", all);
    }

    [Fact]
    public async Task Names_are_those_of_the_runs_and_types_that_were_asked()
    {
        var ofC = $$$"""{"projectIdentifiers": ["ada/digits"], "experimentIdsFilter": ["{{{await _reader.AddressAsync("c")}}}", "ada/digits/DIG-99", "no/such/DIG-1"], "attributeNameFilter": {"mustNotMatchRegexes": ["^sys/"]}""";

        Assert.Equal(["hist:histogramSeries", "loss:floatSeries", "lr:float", "text:string", "when:datetime"], (await _reader.DefinitionsAsync(ofC + "}")).Entries);
        Assert.Equal(["lr:float", "when:datetime"], (await _reader.DefinitionsAsync(ofC + """, "attributeFilter": [{"attributeType": "float"}, {"attributeType": "datetime"}]}""")).Entries);
        Assert.Empty((await _reader.DefinitionsAsync("""{"projectIdentifiers": ["ada/digits"], "experimentIdsFilter": []}""")).Entries);
    }

    [Fact]
    public async Task Values_come_in_pages_over_runs()
    {
        var ids = $"[\"{await _reader.AddressAsync("a")}\", \"CUSTOM/ada/digits/b\", \"{(await _reader.RunAsync("c")).Id}\"]";
        var found = new List<(string Run, string Path)>();
        string? token = null;
        do
        {
            var page = await _reader.AskAsync<FoundValues>(
                Reader.Values,
                $$$"""{"experimentIdsFilter": {{{ids}}}, "attributeNamesFilter": ["lr", "loss", "nothing"], "nextPage": {"limit": 4, "nextPageToken": {{{(token is null ? "null" : $"\"{token}\"")}}}}}""");
            Assert.True(page.Runs.Sum(run => run.Attributes.Count) <= 4);
            found.AddRange(page.Runs.SelectMany(run => run.Attributes.Select(attribute => (run.ShortId, attribute.Name))));
            token = page.NextPage.HasToken ? page.NextPage.Token : null;
        }
        while (token is not null);

        Assert.Equal([("DIG-1", "loss"), ("DIG-1", "lr"), ("DIG-2", "loss"), ("DIG-2", "lr"), ("DIG-3", "loss"), ("DIG-3", "lr")], found);
    }

    [Fact]
    public async Task A_value_of_each_kind_is_told_as_it_was_logged()
    {
        var page = await _reader.AskAsync<FoundValues>(
            Reader.Values, """{"experimentIdsFilter": ["CUSTOM/ada/digits/a"], "attributeNameFilter": {"mustNotMatchRegexes": ["^sys/(?:c|d|e|fa|p|m|o|ar|tr)"]}, "nextPage": {"limit": 100}}""");

        var values = page.Runs.Single().Attributes.ToDictionary(attribute => attribute.Name);
        Assert.Equal("naïve 1", values["text"].String.Value);
        Assert.Equal(1_700_000_000_000, values["when"].Datetime.Value);
        Assert.Equal(["t1"], values["sys/tags"].StringSet.Values);
        Assert.Equal(("p/m.bin", 5, "application/x"), (values["model"].File.Path, values["model"].File.SizeBytes, values["model"].File.MimeType));
        Assert.Equal(("COUNTING", 2.0), (values["hist"].HistogramSeries.Last.Type, values["hist"].HistogramSeries.LastStep));
        Assert.Equal([0, 1, 2.5], values["hist"].HistogramSeries.Last.Edges);
        Assert.All(values.Values, attribute => Assert.NotEqual("", attribute.Type));
    }

    [Fact]
    public async Task The_legacy_reader_gets_names_and_values_of_one_run()
    {
        var run = await _reader.RunAsync("a");
        using var answer = await _session.Client.GetAsync(
            new Uri($"/api/leaderboard/v1/proto/attributes/queryAttributeDefinitions?experimentIdentifier={run.Id}&attributeType=float&attributeType=floatSeries", UriKind.Relative));
        var names = FoundDefinitions.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());

        var values = await _reader.AskAsync<FoundRun>(
            $"proto/attributes/attributes?holderIdentifier={run.Id}&holderType=experiment", """{"attributePathsFilter": ["lr", "nothing"]}""");

        Assert.Equal(
            [("loss", "floatSeries"), ("lr", "float"), (SystemPaths.RunningTime, "float"), (SystemPaths.Size, "float")], names.Entries.Select(entry => (entry.Name, entry.Type)));
        Assert.Equal(0.1, Assert.Single(values.Attributes).Float.Value);
    }

    public async Task InitializeAsync()
    {
        _session = await Neptune3Session.StartAsync();
        _reader = new Reader(_session);
        var number = 0;
        foreach (var run in new[] { "a", "b", "c" })
        {
            number++;
            await _session.CreateAsync(run, create =>
            {
                create.CreationTime.Seconds += number;
                if (run != "a")
                    create.ExperimentId = "e";
            });
            var moment = new Snapshot { Timestamp = new WireTimestamp { Seconds = 1_700_000_000 } };
            moment.Assign["lr"] = new Value { Float64 = number / 10.0 };
            moment.Assign["text"] = new Value { String = $"naïve {number}" };
            moment.Assign["when"] = new Value { Timestamp = new WireTimestamp { Seconds = 1_700_000_000 + number - 1 } };
            if (run == "a")
                moment.Assign["model"] = new Value { FileRef = new FileRef { Path = "p/m.bin", SizeBytes = 5, MimeType = "application/x" } };
            if (run != "c")
                moment.ModifySets["sys/tags"] = new ModifySet { String = new ModifySet.Types.Changes { Values = { ["t1"] = 1 } } };
            var histogram = Neptune3Session.At(2);
            histogram.Append["hist"] = new Value { Histogram = new WireHistogram { BinEdges = { 0, 1, 2.5 }, Counts = new WireHistogram.Types.Counts { Values = { 3, 4 } } } };
            Assert.Empty(await _session.WriteAsync(run, moment, histogram, Neptune3Session.Floats(4, ("loss", run == "c" ? 1 : 2))));
        }
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();
}
