using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Protocols.Api;

public sealed class ApiTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private HttpClient _owner = null!;
    private HttpClient _viewer = null!;
    private HttpClient _stranger = null!;
    private ProjectEngine _engine = null!;
    private string _project = null!;

    public async Task InitializeAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var owner = await host.UserAsync("owner" + id);
        var viewer = await host.UserAsync("viewer" + id);
        var stranger = await host.UserAsync("stranger" + id);
        var project = await host.ProjectAsync("team" + id, "שלום 🚀", "SAN", owner);
        await host.Catalog.SetProjectMemberAsync(project.Id, viewer.Id, ProjectRole.Viewer);
        _engine = await host.EngineAsync(project);
        _owner = host.Client((await host.TokenAsync(owner)).Wire);
        _viewer = host.Client((await host.TokenAsync(viewer)).Wire);
        _stranger = host.Client((await host.TokenAsync(stranger)).Wire);
        _project = $"/api/v1/projects/{project.WorkspaceName}/{Uri.EscapeDataString(project.Name)}";
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        _viewer.Dispose();
        _stranger.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_run_is_made_changed_read_and_found()
    {
        var run = await PostAsync(_owner, "/runs", """{"name":"ניסוי 🧪","customId":"mine","operations":[{"op":"assign","path":"parameters/lr","kind":"float","value":0.1}]}""");

        var rejected = await PostAsync(_owner, $"/runs/{run["shortId"]}/operations", """
            {"operations":[
              {"op":"append","path":"logs/loss","kind":"floatSeries","points":[{"step":1,"value":0.5},{"step":2,"value":"NaN"},{"step":3,"value":"Infinity"}]},
              {"op":"addToSet","path":"sys/tags","values":["dropout","תג"]},
              {"op":"assign","path":"logs/loss","kind":"float","value":1},
              {"op":"fly"}
            ]}
            """);
        var read = await GetAsync($"/runs/{run["id"]}");
        var page = await PostAsync(_viewer, "/runs/query", """{"columns":[{"path":"sys/name"},{"path":"logs/loss","aggregate":"last"},{"path":"logs/loss","aggregate":"min"},{"path":"sys/tags"},{"path":"nothing"}],"filter":"dropout"}""");

        Assert.Equal("SAN-1", (string?)run["shortId"]);
        Assert.Equal("running", (string?)run["state"]);
        Assert.Equal([2, 3], rejected["rejected"]!.AsArray().Select(item => (int)item!["index"]!));
        Assert.Equal("ניסוי 🧪", (string?)read["name"]);
        var loss = read["attributes"]!.AsArray().Single(item => (string?)item!["path"] == "logs/loss")!;
        Assert.Equal("floatSeries", (string?)loss["kind"]);
        Assert.Equal("Infinity", (string?)loss["last"]);
        Assert.Equal(0.5, (double)loss["min"]!);
        Assert.Equal(1, (int)page["total"]!);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""["ניסוי 🧪","Infinity",0.5,["dropout","תג"],null]"""), page["rows"]![0]!["values"]));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_says_where()
    {
        using var answer = await SendAsync(_viewer, "/runs/query", """{"columns":[],"filter":"a > "}""");

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("invalid-query", (string?)problem["code"]);
        Assert.NotNull(problem["position"]);
    }

    [Theory]
    [InlineData("/runs/query", "{")]
    [InlineData("/runs/query", "[]")]
    [InlineData("/runs/query", """{"columns":7}""")]
    [InlineData("/runs/query", """{"columns":null}""")]
    [InlineData("/runs/query", """{}""")]
    [InlineData("/runs/query", """{"columns":[],"limit":1001}""")]
    [InlineData("/runs/query", """{"columns":[{"path":""}]}""")]
    [InlineData("/runs/query", """{"columns":[{"path":"a","aggregate":"median"}]}""")]
    [InlineData("/runs/query", """{"columns":[{"path":"a","aggregate":1}]}""")]
    [InlineData("/runs/columns", """{"limit":100000}""")]
    [InlineData("/series/buckets", """{"series":[],"buckets":4001}""")]
    [InlineData("/series/buckets", """{"series":[],"buckets":0}""")]
    [InlineData("/series/buckets", """{"series":[],"from":"NaN"}""")]
    [InlineData("/series/rows", """{"run":"SAN-1"}""")]
    public async Task Bad_input_is_refused_with_a_problem(string path, string body)
    {
        using var answer = await SendAsync(_viewer, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_refused()
    {
        using var answer = await _viewer.PostAsync(
            Url("/runs/query"), new StreamContent(new FilledStream(65L << 20, (byte)' ')) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_viewer_cannot_write_and_a_stranger_sees_nothing()
    {
        await PostAsync(_owner, "/runs", "{}");

        using var write = await SendAsync(_viewer, "/runs", "{}");
        using var hidden = await _stranger.GetAsync(Url("/runs/SAN-1"));
        using var nobody = await host.Client().GetAsync(Url("/runs/SAN-1"));

        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Series_come_as_buckets_and_as_rows()
    {
        await PostAsync(_owner, "/runs", """
            {"operations":[
              {"op":"append","path":"loss","kind":"floatSeries","points":[{"step":0,"value":3,"at":10},{"step":1,"value":"NaN","at":20},{"step":2,"value":1,"at":30}]},
              {"op":"append","path":"log","kind":"stringSeries","points":[{"step":0,"value":"a"},{"step":1,"value":"שורה"}]}
            ]}
            """);

        var buckets = await PostAsync(_viewer, "/series/buckets", """{"series":[{"run":"SAN-1","path":"loss"},{"run":"SAN-99","path":"loss"}],"buckets":100}""");
        var rows = await PostAsync(_viewer, "/series/rows", """{"run":"SAN-1","path":"loss","limit":2,"order":"descending"}""");
        var tail = await PostAsync(_viewer, "/series/rows", """{"run":"SAN-1","path":"log","fromStep":1}""");
        using var missing = await SendAsync(_viewer, "/series/rows", """{"run":"SAN-1","path":"none"}""");

        Assert.Equal("[0,1,2]", buckets["series"]![0]!["x"]!.ToJsonString());
        Assert.Equal("""[3,"NaN",1]""", buckets["series"]![0]!["last"]!.ToJsonString());
        Assert.True((bool)buckets["series"]![0]!["exact"]!);
        Assert.Equal("[]", buckets["series"]![1]!["x"]!.ToJsonString());
        Assert.Equal("""{"total":3,"points":[{"step":2,"at":30,"value":1},{"step":1,"at":20,"value":"NaN"}]}""", rows.ToJsonString());
        Assert.Equal(["שורה"], tail["points"]!.AsArray().Select(point => (string?)point!["value"]));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Runs_go_to_the_trash_and_back_and_only_from_there_away_for_ever()
    {
        await PostAsync(_owner, "/runs", "{}");
        await PostAsync(_owner, "/runs", "{}");
        const string selection = """{"runs":["SAN-1","SAN-404"]}""";

        var early = await PostAsync(_owner, "/runs/purge", selection);
        var trashed = await PostAsync(_owner, "/runs/trash", selection);
        var listed = await PostAsync(_viewer, "/runs/query", """{"columns":[],"trashed":true}""");
        var purged = await PostAsync(_owner, "/runs/purge", """{"runs":["SAN-1"]}""");
        using var gone = await _viewer.GetAsync(Url("/runs/SAN-1"));

        Assert.Equal((0, 2), ((int)early["changed"]!, early["errors"]!.AsArray().Count));
        Assert.Equal((1, 1), ((int)trashed["changed"]!, trashed["errors"]!.AsArray().Count));
        Assert.Equal(1, (int)listed["total"]!);
        Assert.Equal(1, (int)purged["changed"]!);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Abort_reaches_the_client_and_ends_the_run()
    {
        var run = await PostAsync(_owner, "/runs", "{}");
        var signals = (RunSignals)host.Services.GetService(typeof(RunSignals))!;
        using var listener = signals.Listen((Guid)run["id"]!);

        var stopped = await PostAsync(_owner, "/runs/SAN-1/stop", """{"kind":"abort"}""");
        using var again = await SendAsync(_owner, "/runs/SAN-1/stop", """{"kind":"abort"}""");

        Assert.Equal(1, (int)stopped["delivered"]!);
        Assert.True(listener.Signals.TryRead(out var signal));
        Assert.Equal(RunSignal.Abort, signal);
        Assert.Equal("aborted", (string?)(await GetAsync("/runs/SAN-1"))["state"]);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Comments_are_edited_by_their_author_only_and_deleted_by_an_owner_too()
    {
        await PostAsync(_owner, "/runs", "{}");
        var comment = await PostAsync(_owner, "/runs/SAN-1/comments", """{"text":"**טוב** 👍"}""");

        using var byViewer = await SendAsync(_viewer, "/runs/SAN-1/comments", """{"text":"x"}""");
        using var edited = await _owner.PatchAsJsonAsync(Url($"/runs/SAN-1/comments/{comment["id"]}"), new { text = "better" });
        var listed = (await _viewer.GetFromJsonAsync<JsonArray>(Url("/runs/SAN-1/comments")))!;
        using var deleted = await _owner.DeleteAsync(Url($"/runs/SAN-1/comments/{comment["id"]}"));

        Assert.Equal(HttpStatusCode.Forbidden, byViewer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        Assert.Equal("better", (string?)Assert.Single(listed)!["text"]);
        Assert.NotNull(listed[0]!["editedAt"]);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [Fact]
    public async Task A_file_comes_back_whole_in_ranges_and_not_at_all_when_it_is_known()
    {
        await PostAsync(_owner, "/runs", "{}");
        var content = "0123456789"u8.ToArray();
        using var upload = await _owner.PutAsync(Url("/runs/SAN-1/file?path=artifacts/דוח.txt&name=../../דוח.txt"), new ByteArrayContent(content));
        var uploaded = JsonNode.Parse(await upload.Content.ReadAsStringAsync())!;

        using var whole = await _viewer.GetAsync(Url("/runs/SAN-1/file?path=artifacts/דוח.txt&download=true"));
        using var range = new HttpRequestMessage(HttpMethod.Get, Url("/runs/SAN-1/file?path=artifacts/דוח.txt"));
        range.Headers.Range = new RangeHeaderValue(2, 4);
        using var part = await _viewer.SendAsync(range);
        using var known = new HttpRequestMessage(HttpMethod.Get, Url("/runs/SAN-1/file?path=artifacts/דוח.txt"));
        known.Headers.IfNoneMatch.Add(whole.Headers.ETag!);
        using var unchanged = await _viewer.SendAsync(known);

        Assert.Equal("דוח.txt", (string?)uploaded["name"]);
        Assert.Equal(content, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("דוח.txt", whole.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal($"\"{uploaded["hash"]}\"", whole.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("234", await part.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("evil.html", "sandbox allow-scripts; frame-ancestors 'self'")]
    [InlineData("evil.svg", "sandbox; default-src 'none'")]
    public async Task Pages_and_drawings_are_served_in_a_sandbox(string name, string policy)
    {
        await PostAsync(_owner, "/runs", "{}");
        using var upload = await _owner.PutAsync(Url($"/runs/SAN-1/file?path=x&name={name}"), new StringContent("<script>alert(1)</script>"));

        using var answer = await _viewer.GetAsync(Url("/runs/SAN-1/file?path=x"));

        Assert.StartsWith(policy, answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_file_set_is_listed_read_and_packed_under_safe_names()
    {
        var run = await PostAsync(_owner, "/runs", "{}");
        var files = (IFileStore)host.Services.GetService(typeof(IFileStore))!;
        var (hash, size) = await files.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("print()")), 100, default);
        var stored = new StoredFile(hash, size, "a.py", "text/plain");
        await _engine.ApplyAsync(new RunBatch(
            (Guid)run["id"]!,
            [new RunOperation.ChangeFileSet(new AttributePath("source_code/files"), [new FileSetEntry("src/a.py", stored, 1_790_000_000_000), new FileSetEntry("מודל.py", stored, 1_790_000_000_000)], [])]));

        var top = (await _viewer.GetFromJsonAsync<JsonArray>(Url("/runs/SAN-1/files?path=source_code/files")))!;
        var one = await _viewer.GetStringAsync(Url("/runs/SAN-1/file?path=source_code/files&sub=src/a.py"));
        using var outside = await _viewer.GetAsync(Url("/runs/SAN-1/file?path=source_code/files&sub=../src/a.py"));
        await using var zipped = await _viewer.GetStreamAsync(Url("/runs/SAN-1/archive?path=source_code"));
        var copy = new MemoryStream();
        await zipped.CopyToAsync(copy);
        using var zip = new ZipArchive(copy);

        Assert.Equal([("src", true), ("מודל.py", false)], top.Select(entry => ((string)entry!["name"]!, (bool)entry["directory"]!)));
        Assert.Equal("print()", one);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
        Assert.Equal(["files/src/a.py", "files/מודל.py"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var text = new StreamReader(zip.GetEntry("files/src/a.py")!.Open());
        Assert.Equal("print()", await text.ReadToEndAsync());
    }

    [Fact]
    public async Task A_change_is_told_to_who_listens()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var stream = await _viewer.GetStreamAsync(Url("/events"), limit.Token);
        using var lines = new StreamReader(stream);
        await using var all = await _viewer.GetStreamAsync(new Uri("/api/v1/events", UriKind.Relative), limit.Token);
        using var allLines = new StreamReader(all);
        Assert.Equal("event: ping", await lines.ReadLineAsync(limit.Token));

        await PostAsync(_owner, "/runs", "{}");

        Assert.Contains("SAN-1", await DataOfAsync(lines, "event: runs", limit.Token), StringComparison.Ordinal);
        // The stream of all projects may have begun to follow this one only now.
        var told = DataOfAsync(allLines, "event: projects", limit.Token);
        while (!told.IsCompleted)
        {
            await SendAsync(_owner, "/runs/SAN-1/operations", """{"operations":[{"op":"assign","path":"a","kind":"int","value":1}]}""");
            await Task.WhenAny(told, Task.Delay(200, limit.Token));
        }

        Assert.Contains("team", await told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_opens_for_who_may_see_its_project_and_for_nobody_else()
    {
        var name = Uri.UnescapeDataString(_project["/api/v1/projects/".Length..]);
        using var made = await _viewer.PostAsJsonAsync("/api/v1/views", new { project = name, state = new { sort = "שם", zoom = new[] { 1, 2 } } });
        var id = JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"];

        var view = JsonNode.Parse(await _owner.GetStringAsync(new Uri($"/api/v1/views/{id}", UriKind.Relative)))!;
        using var hidden = await _stranger.GetAsync(new Uri($"/api/v1/views/{id}", UriKind.Relative));
        using var unknown = await _owner.GetAsync(new Uri("/api/v1/views/none", UriKind.Relative));

        Assert.Equal(name, (string?)view["project"]);
        Assert.Equal("שם", (string?)view["state"]!["sort"]);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Attribute_names_are_found_and_columns_proposed()
    {
        await PostAsync(_owner, "/runs", """{"operations":[{"op":"assign","path":"parameters/lr","kind":"float","value":1}]}""");
        await PostAsync(_owner, "/runs", """{"operations":[{"op":"assign","path":"parameters/lr","kind":"float","value":2}]}""");

        var names = await GetAsync("/attributes?search=LR");
        var columns = (JsonArray)await PostAsync(_viewer, "/runs/columns", """{"limit":5}""");

        Assert.Equal("parameters/lr", (string?)names["entries"]![0]!["path"]);
        Assert.Equal("float", (string?)names["entries"]![0]!["kind"]);
        Assert.Contains("parameters/lr", columns.Select(column => (string?)column!["path"]));
    }

    [Fact]
    public async Task Answers_are_compressed_for_who_can_read_it()
    {
        await PostAsync(_owner, "/runs", "{}");
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("/runs/SAN-1"));
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var answer = await _viewer.SendAsync(request);

        Assert.Equal("gzip", answer.Content.Headers.ContentEncoding.Single());
    }

    [Fact]
    public async Task Runs_are_grouped_with_figures_and_a_filter_that_finds_each_group()
    {
        foreach (var (tag, lr) in new[] { ("א", 0.1), ("א", 0.3), ("b", 0.2) })
        {
            await PostAsync(_owner, "/runs", JsonSerializer.Serialize(new
            {
                operations = new object[]
                {
                    new { op = "addToSet", path = "sys/tags", values = new[] { tag } },
                    new { op = "assign", path = "lr", kind = "float", value = lr },
                },
            }));
        }

        var page = await PostAsync(_viewer, "/runs/groups", """{"by":[{"path":"sys/tags"}],"columns":[{"path":"lr"}]}""");

        Assert.Equal(2, (int)page["total"]!);
        Assert.Equal(3, (int)page["runs"]!);
        var first = page["groups"]![0]!;
        Assert.Equal("א", (string?)first["keys"]![0]);
        Assert.Equal(2, (int)first["runs"]!);
        Assert.Equal(0.2, (double)first["values"]![0]!["mean"]!, 12);
        Assert.Equal("float", (string?)first["values"]![0]!["kind"]);
        var found = await PostAsync(_viewer, "/runs/query", JsonSerializer.Serialize(new { columns = Array.Empty<object>(), filter = (string?)first["filter"] }));
        Assert.Equal(["SAN-2", "SAN-1"], found["rows"]!.AsArray().Select(row => (string?)row!["shortId"]));
    }

    [Fact]
    public async Task All_matching_runs_are_exported_as_csv_in_order_with_machine_numbers()
    {
        await PostAsync(_owner, "/runs", """{"name":"one, \"two\"","operations":[{"op":"append","path":"loss","kind":"floatSeries","points":[{"step":1,"value":0.125},{"step":2,"value":"NaN"}]}]}""");
        await PostAsync(_owner, "/runs", """{"name":"שלום","operations":[{"op":"addToSet","path":"sys/tags","values":["a","b"]}]}""");

        using var answer = await SendAsync(
            _viewer, "/runs/csv", """{"columns":[{"path":"sys/name"},{"path":"loss"},{"path":"loss","aggregate":"min"},{"path":"sys/tags"}],"sort":[{"path":"sys/id"}],"limit":1}""");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            "sys/id,sys/name,loss,loss (min),sys/tags\r\nSAN-1,\"one, \"\"two\"\"\",NaN,0.125,\r\nSAN-2,שלום,,,\"a,b\"\r\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Operations_are_applied_to_each_run_of_a_selection()
    {
        await PostAsync(_owner, "/runs", "{}");
        await PostAsync(_owner, "/runs", "{}");

        var result = await PostAsync(_owner, "/runs/operations", """{"runs":["SAN-1","SAN-2","SAN-9"],"operations":[{"op":"addToSet","path":"sys/tags","values":["תג"]}]}""");
        using var refused = await SendAsync(_viewer, "/runs/operations", """{"runs":["SAN-1"],"operations":[]}""");
        using var bad = await SendAsync(_owner, "/runs/operations", """{"runs":["SAN-1"],"operations":[{"op":"fly"}]}""");

        Assert.Equal(2, (int)result["changed"]!);
        Assert.Equal("SAN-9", (string?)result["errors"]![0]!["run"]);
        Assert.Equal("תג", (string?)(await GetAsync("/runs/SAN-2"))["tags"]![0]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Named_views_are_shared_in_the_project_and_changed_by_contributors()
    {
        var made = await PostAsync(_owner, "/views", """{"name":" הטובים ","state":{"sort":"loss"}}""");
        using var twice = await SendAsync(_owner, "/views", """{"name":"הטובים","state":{}}""");
        using var refused = await SendAsync(_viewer, "/views", """{"name":"mine","state":{}}""");
        using var nameless = await SendAsync(_owner, "/views", """{"name":" ","state":{}}""");
        using var changed = await _owner.PutAsJsonAsync(Url($"/views/{made["id"]}"), new { name = "best", state = new { q = "x" } });
        var listed = (JsonArray)await GetAsync("/views");
        using var deleted = await _owner.DeleteAsync(Url($"/views/{made["id"]}"));

        Assert.Equal("הטובים", (string?)made["name"]);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("best", (string?)listed.Single()!["name"]);
        Assert.Equal("x", (string?)listed.Single()!["state"]!["q"]);
        Assert.StartsWith("owner", (string?)listed.Single()!["createdBy"], StringComparison.Ordinal);
        Assert.Empty((JsonArray)await GetAsync("/views"));
    }

    private static async Task<string> DataOfAsync(StreamReader lines, string name, CancellationToken cancellation)
    {
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line == name)
                return await lines.ReadLineAsync(cancellation) ?? "";
        }

        return "";
    }

    private Uri Url(string path) => new(_project + path, UriKind.Relative);

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _viewer.GetStringAsync(Url(path)))!;

    private async Task<JsonNode> PostAsync(HttpClient client, string path, string body)
    {
        using var answer = await SendAsync(client, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string body) =>
        await client.PostAsync(Url(path), new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>So many bytes of one value, which take no memory.</summary>
    private sealed class FilledStream(long length, byte value) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            Array.Fill(buffer, value, offset, read);
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
