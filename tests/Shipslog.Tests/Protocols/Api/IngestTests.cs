using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Tests.Protocols.Api;

public sealed class IngestTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _client = null!;
    private ProjectEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        var user = await _server.AddUserAsync("me");
        var project = await _server.AddProjectAsync("me", "digits", owner: user);
        _client = await _server.ClientAsync(user);
        _engine = await ((Tracker)_server.Services.GetService(typeof(Tracker))!).OpenAsync(project);
        await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private string RunId => _engine.FindByKey(2)!.ShortId;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_binary_message_sent_twice_is_stored_once_and_survives_a_restart(bool zstd)
    {
        var writer = new PointsWriter("once", 1).Run(RunId, [0, 1, 2], [10, 20, 30], 2).Floats("a", [1f, float.NaN, 3f]).Strings("b", ["x", "y", "z"]);

        var first = await SendAsync(zstd ? writer.ToCompressed() : writer.ToArray(), zstd);
        var second = await SendAsync(zstd ? writer.ToCompressed() : writer.ToArray(), zstd);

        Assert.Equal((false, true), (first.GetProperty("duplicate").GetBoolean(), second.GetProperty("duplicate").GetBoolean()));
        var run = _engine.Find(RunId)!;
        await using var crashed = await CrashedAsync();
        foreach (var engine in new[] { _engine, await crashed.OpenAsync((await _server.Catalog.FindProjectAsync(1, null))!.Project) })
        {
            var points = await engine.FloatsAsync(new SeriesRef(run.Id, new AttributePath("a")), new PointQuery());
            var texts = await engine.StringsAsync(new SeriesRef(run.Id, new AttributePath("b")), new PointQuery());
            Assert.Equal([(0.0, 1.0, 10L), (1, double.NaN, 20), (2, 3, 30)], points.Points.Select(p => (p.Step.Value, p.Value, p.UnixMilliseconds)));
            Assert.Equal(["x", "y", "z"], texts.Points.Select(p => p.Value));
        }
    }

    [Fact]
    public async Task Json_takes_the_same_and_says_what_was_wrong()
    {
        await _engine.ApplyAsync(new RunBatch(_engine.Find(RunId)!.Id, [new RunOperation.Assign(new AttributePath("text"), new AttributeValue.String("x"))]));
        using var content = new StringContent(
            $$$"""
            {"runs": [{"run": "{{{RunId}}}", "steps": [5, 6], "series": [
              {"path": "a", "values": [1, "NaN"]}, {"path": "text", "values": [1, 2]}, {"path": "b", "values": [1, null]},
              {"path": "c", "steps": [1], "values": ["hello"], "at": [7]}, {"path": "d", "values": [1]}, {"path": "e", "steps": [1, 1e999], "values": [3, 4]}]},
              {"run": "NONE-7", "series": []}], "extra": {"x": [1]}}
            """,
            Encoding.UTF8,
            "application/json");

        var answer = await (await _client.PostAsync("/api/v1/projects/me/digits/ingest", content)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(
            ["b invalid-value", "d invalid-value", " run-not-found", "text kind-mismatch", "e invalid-step"],
            answer.GetProperty("rejected").EnumerateArray().Select(r => $"{(r.TryGetProperty("path", out var path) ? path.GetString() : "")} {r.GetProperty("code").GetString()}"));
        var id = _engine.Find(RunId)!.Id;
        Assert.Equal([1, double.NaN], (await _engine.FloatsAsync(new SeriesRef(id, new AttributePath("a")), new PointQuery())).Points.Select(p => p.Value));
        Assert.Equal([3.0], (await _engine.FloatsAsync(new SeriesRef(id, new AttributePath("e")), new PointQuery())).Points.Select(p => p.Value));
        Assert.Equal([(1.0, "hello", 7L)], (await _engine.StringsAsync(new SeriesRef(id, new AttributePath("c")), new PointQuery())).Points.Select(p => (p.Step.Value, p.Value, p.UnixMilliseconds)));
    }

    [Theory]
    [InlineData(PointsMessage.MediaType, "", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData(PointsMessage.MediaType, "zstd", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData(PointsMessage.MediaType, "gzip", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData(PointsMessage.MediaType, "lzma", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", "{\"runs\":", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", "{}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "", "{\"runs\":[7]}", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_none_is_refused(string type, string encoding, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding.Length > 0)
            content.Headers.ContentEncoding.Add(encoding);

        using var answer = await _client.PostAsync("/api/v1/projects/me/digits/ingest", content);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_small_body_that_becomes_large_is_refused()
    {
        using var content = new ByteArrayContent(Shipslog.Core.Storage.Encoding.Zstd.Compress(new byte[PointsMessage.MaxBytes + 1]));
        content.Headers.ContentType = new MediaTypeHeaderValue(PointsMessage.MediaType);
        content.Headers.ContentEncoding.Add("zstd");

        using var answer = await _client.PostAsync("/api/v1/projects/me/digits/ingest", content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<JsonElement> SendAsync(byte[] body, bool zstd)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(PointsMessage.MediaType);
        if (zstd)
            content.Headers.ContentEncoding.Add("zstd");
        using var answer = await _client.PostAsync("/api/v1/projects/me/digits/ingest", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var result = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Empty(result.GetProperty("rejected").EnumerateArray());
        return result;
    }

    /// <summary>The folder as it would be found after a power cut now.</summary>
    private Task<Tracker> CrashedAsync()
    {
        var copy = Directory.CreateTempSubdirectory("shipslog-crash").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_server.Folder, "projects"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(_server.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return Task.FromResult(new Tracker(
            new Shipslog.Storage.Embedded.SqliteProjectStores(copy),
            new Shipslog.Storage.Embedded.FolderFileStore(copy, TimeProvider.System),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
    }
}
