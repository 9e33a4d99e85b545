using System.Net;
using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Wrong and hostile questions: none is answered by 5xx, which clients repeat for half an hour, and none tells of what is hidden.</summary>
public sealed class ReadingFaultTests : IAsyncLifetime
{
    private Neptune3Session _session = null!;
    private Reader _reader = null!;

    [Theory]
    [InlineData("() AND (`a`:int > \"1\")", "2")]
    [InlineData("`a`:int > ", "11")]
    [InlineData("`a`:whatever EXISTS", "5")]
    [InlineData("`a`:string MATCHES \"(\"", "20")]
    public async Task A_malformed_query_is_told_with_its_place(string nql, string position)
    {
        using var answer = await _reader.PostAsync(Reader.Search, $$$"""{"query": {"query": {{{JsonSerializer.Serialize(nql)}}}}}""");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"at character {position}", body, StringComparison.Ordinal);
        Assert.Contains("INVALID_QUERY", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Reader.Search)]
    [InlineData(Reader.SearchEverywhere)]
    [InlineData(Reader.Definitions)]
    [InlineData(Reader.Values)]
    [InlineData(Reader.Floats)]
    [InlineData(Reader.Series)]
    [InlineData(Reader.Buckets)]
    public async Task Bodies_that_are_none_are_refused(string path)
    {
        foreach (var body in (string[])["{", "[1]", "\"text\"", "{\"nextPage\": 3, \"requests\": 3, \"pagination\": []}"])
        {
            using var answer = await _reader.PostAsync(path, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Tokens_of_pages_that_are_not_ours_or_of_another_question_are_refused()
    {
        var names = await _reader.DefinitionsAsync("""{"projectIdentifiers": ["ada/digits"], "nextPage": {"limit": 1}}""");
        foreach (var token in (string[])["x", names.Token![..^2], "e30.e30"])
        {
            using var wrong = await _reader.PostAsync(Reader.Definitions, $$$"""{"projectIdentifiers": ["ada/digits"], "nextPage": {"nextPageToken": "{{{token}}}"}}""");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        using var other = await _reader.PostAsync(Reader.Values, $$$"""{"experimentIdsFilter": [], "nextPage": {"nextPageToken": "{{{names.Token}}}"}}""");
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task Projects_that_are_hidden_or_absent_are_alike_and_inaccessible()
    {
        await _session.Server.AddUserAsync("eve");
        var project = await _session.Server.AddProjectAsync("eve", "secret");
        var run = await (await _session.EngineAsync(project)).CreateAsync(new(HolderKind.Run, "eve", "hidden"));
        foreach (var name in (string[])["eve/secret", "eve/nothing", project.Id.ToString()])
        {
            (string Path, string Body)[] questions =
            [
                ("proto/leaderboard/entries/search/?type=run&projectIdentifier=" + name, "{}"),
                (Reader.Definitions, $$$"""{"projectIdentifiers": ["{{{name}}}"]}"""),
                ("proto/leaderboard/attributes/query?projectIdentifier=" + name, "{}"),
                (Reader.Floats, $$$"""{"requests": [{"requestId": "1", "series": {"holder": {"identifier": "{{{name}}}/SEC-1"}, "attribute": "a"}}]}"""),
            ];
            foreach (var (path, body) in questions.Take(name.Contains('/', StringComparison.Ordinal) ? 4 : 3))
            {
                using var answer = await _reader.PostAsync(path, body);
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.Contains("ACCESS_DENIED", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        var points = await _reader.AskAsync<FloatPoints>(Reader.Floats, $$$"""{"requests": [{"requestId": "1", "series": {"holder": {"identifier": "{{{run.Run.Id}}}"}, "attribute": "a"}}]}""");
        Assert.Empty(Assert.Single(points.Series).Page.Points);
        Assert.Empty((await _reader.DefinitionsAsync($$$"""{"projectIdentifiers": ["ada/digits"], "experimentIdsFilter": ["{{{run.Run.Id}}}", "eve/secret/SEC-1"]}""")).Entries);
    }

    [Fact]
    public async Task Unknown_runs_have_nothing()
    {
        var values = await _reader.AskAsync<FoundValues>(Reader.Values, """{"experimentIdsFilter": ["ada/digits/DIG-7", "CUSTOM/ada/digits/x", "", "nonsense"]}""");
        using var legacy = await _reader.PostAsync("proto/attributes/attributes?holderType=experiment&holderIdentifier=ada/digits/DIG-7", "{}");

        Assert.Empty(values.Runs);
        Assert.Equal(HttpStatusCode.NotFound, legacy.StatusCode);
    }

    [Fact]
    public async Task Hostile_questions_for_buckets_are_refused()
    {
        byte[][] bodies =
        [
            [0xff],
            [10, 200, 1],
            .. new[]
            {
                new BucketQuestion { View = new BucketView { MaxBuckets = 0 } },
                new BucketQuestion { View = new BucketView { MaxBuckets = int.MaxValue } },
                new BucketQuestion { View = new BucketView { MaxBuckets = 5, XScale = WireScale.ScaleLog } },
                new BucketQuestion { View = new BucketView { MaxBuckets = 5 }, Expressions = { Enumerable.Range(0, 1001).Select(_ => new BucketExpression()) } },
            }.Select(question => Google.Protobuf.MessageExtensions.ToByteArray(question)),
        ];
        foreach (var body in bodies)
        {
            using var answer = await _reader.PostBucketsAsync(body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Mutated_questions_for_buckets_never_break_the_server()
    {
        var seed = Google.Protobuf.MessageExtensions.ToByteArray(new BucketQuestion
        {
            View = new BucketView { From = 1, To = 5, MaxBuckets = 7, PointFilters = new PointFilters { StepRange = new OpenRange { From = 0 } } },
            Expressions = { new BucketExpression { RequestId = "a", RunId = "ada/digits/DIG-1", Formula = "${loss}", IncludePreview = true } },
        });
        var random = new Random(5);
        var good = 0;
        for (var i = 0; i < 3000; i++)
        {
            var body = (byte[])seed.Clone();
            for (var change = random.Next(3); change > 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var answer = await _reader.PostBucketsAsync(i % 3 == 0 ? body[..random.Next(body.Length)] : body);
            Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}: {Convert.ToHexString(body)}");
            good += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.True(good > 100, "Hardly a question was understood.");
    }

    [Fact]
    public async Task Too_many_long_names_are_refused()
    {
        var name = new string('a', 1024);
        var one = $$$"""{"requestId": "1", "series": {"holder": {"identifier": "ada/digits/DIG-1"}, "attribute": "{{{name}}}"}}""";
        using var enough = await _reader.PostAsync(Reader.Series, $"{{\"requests\": [{string.Join(',', Enumerable.Repeat(one, 2000))}]}}");
        using var tooMany = await _reader.PostAsync(Reader.Series, $"{{\"requests\": [{string.Join(',', Enumerable.Repeat(one, 2001))}]}}");

        Assert.Equal(HttpStatusCode.OK, enough.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMany.StatusCode);
    }

    [Fact]
    public async Task Nobody_reads_without_a_token()
    {
        using var stranger = new HttpClient { BaseAddress = _session.Client.BaseAddress };
        foreach (var path in (string[])[Reader.Search, Reader.SearchEverywhere, Reader.Definitions, Reader.Values, Reader.Floats, Reader.Series, Reader.Buckets])
        {
            using var answer = await _reader.PostAsync(path, "{}", stranger);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    public async Task InitializeAsync()
    {
        _session = await Neptune3Session.StartAsync();
        _reader = new Reader(_session);
        await _session.CreateAsync("a");
        await _session.WriteAsync("a", Neptune3Session.Floats(1, ("loss", 1)));
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();
}
