using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Tests.Protocols.Api;

/// <summary>What lies beside runs: models and their versions, data sets, notebooks; and finding a line of a log.</summary>
public sealed class RegistryApiTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private HttpClient _owner = null!;
    private HttpClient _stranger = null!;
    private ProjectEngine _engine = null!;
    private Project _project = null!;
    private string _root = null!;

    public async Task InitializeAsync()
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var owner = await host.UserAsync("owner" + id);
        var stranger = await host.UserAsync("stranger" + id);
        _project = await host.ProjectAsync("team" + id, "digits", "SAN", owner);
        _engine = await host.EngineAsync(_project);
        _owner = host.Client((await host.TokenAsync(owner)).Wire);
        _stranger = host.Client((await host.TokenAsync(stranger)).Wire);
        _root = $"/api/v1/projects/{_project.WorkspaceName}/{_project.Name}";
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        _stranger.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Models_and_their_versions_are_found_apart_from_runs()
    {
        await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"));
        var model = await _engine.CreateAsync(new NewRun(HolderKind.Model, "me", ModelKey: "PRE"));
        var version = await _engine.CreateAsync(new NewRun(HolderKind.ModelVersion, "me", ParentId: model.Run.Id));

        var runs = await QueryAsync("""{"columns":[]}""");
        var models = await QueryAsync("""{"columns":[],"kind":"model"}""");
        var versions = await QueryAsync("""{"columns":[{"path":"sys/stage"}],"kind":"modelVersion","filter":"`sys/model_id` = \"SAN-PRE\""}""");
        var read = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/runs/{version.Run.ShortId}");

        Assert.Equal(["SAN-1"], ShortIds(runs));
        Assert.Equal(["SAN-PRE"], ShortIds(models));
        Assert.Equal(["SAN-PRE-1"], ShortIds(versions));
        Assert.Equal("none", (string?)versions["rows"]![0]!["values"]![0]);
        Assert.Equal("modelVersion", (string?)read!["kind"]);
    }

    [Fact]
    public async Task A_data_set_tells_its_files_to_those_who_may_see_the_project()
    {
        await host.Catalog.PutDatasetAsync(new Dataset(
            _project.Id, "84a5", 3, 0, [new DatasetFile("נתונים/a.csv", "11ff", "Local", 3, [KeyValuePair.Create("file_path", "/data/a.csv")])]));

        var read = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/artifacts/84a5");
        using var unknown = await _owner.GetAsync(new Uri($"{_root}/artifacts/84a6", UriKind.Relative));
        using var hidden = await _stranger.GetAsync(new Uri($"{_root}/artifacts/84a5", UriKind.Relative));

        Assert.Equal("נתונים/a.csv", (string?)read!["files"]![0]!["path"]);
        Assert.Equal("/data/a.csv", (string?)read["files"]![0]!["metadata"]![0]!["value"]);
        Assert.Equal(3, (int)read["size"]!);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (unknown.StatusCode, hidden.StatusCode));
    }

    [Fact]
    public async Task A_notebook_has_checkpoints_and_each_its_content()
    {
        var (notebook, first, announced) = (Guid.NewGuid(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (hash, size) = await host.Files.PutAsync(new MemoryStream(Encoding.UTF8.GetBytes("{}")), 10, CancellationToken.None);
        await host.Catalog.AddNotebookAsync(new Notebook(notebook, _project.Id, "me", 0, 0));
        await host.Catalog.AddCheckpointAsync(new NotebookCheckpoint(first, notebook, "מחברת", null, "/home/me/a.ipynb", "me", hash, size, 1));
        await host.Catalog.AddCheckpointAsync(new NotebookCheckpoint(announced, notebook, "later", null, "b.ipynb", "me", null, 0, 2));

        var list = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/notebooks");
        var checkpoints = await _owner.GetFromJsonAsync<JsonNode>($"{_root}/notebooks/{notebook}/checkpoints");
        using var content = await _owner.GetAsync(new Uri($"{_root}/notebooks/{notebook}/checkpoints/{first}/file", UriKind.Relative));
        using var none = await _owner.GetAsync(new Uri($"{_root}/notebooks/{notebook}/checkpoints/{announced}/file", UriKind.Relative));
        using var other = await _owner.GetAsync(new Uri($"{_root}/notebooks/{Guid.NewGuid()}/checkpoints/{first}/file", UriKind.Relative));

        Assert.Equal("later", (string?)list![0]!["newest"]!["name"]);
        Assert.Equal(["later", "מחברת"], checkpoints!.AsArray().Select(item => (string?)item!["name"]));
        Assert.Equal("{}", await content.Content.ReadAsStringAsync());
        Assert.Contains("sandbox", content.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (none.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task Lines_that_hold_a_text_are_found_in_the_whole_log()
    {
        var run = await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"));
        var lines = Enumerable.Range(0, 5000).Select(i => i % 1000 == 7 ? $"Epoch {i}: שגיאה" : $"line {i}").ToArray();
        await _engine.ApplyAsync(new RunBatch(run.Run.Id, [new RunOperation.AppendStrings(
            new AttributePath("log"), new Points<string>(lines.Select((_, i) => new Step(i)).ToArray(), lines, new long[lines.Length]))]));

        var found = await PostAsync("/series/rows", $$"""{"run":"{{run.Run.ShortId}}","path":"log","contains":"EPOCH","limit":2,"offset":1}""");
        var last = await PostAsync("/series/rows", $$"""{"run":"{{run.Run.ShortId}}","path":"log","contains":"שגיאה","limit":1,"order":"descending"}""");
        var later = await PostAsync("/series/rows", $$"""{"run":"{{run.Run.ShortId}}","path":"log","contains":"epoch","fromStep":3000}""");

        Assert.Equal(5, (int)found["total"]!);
        Assert.Equal([1007, 2007], found["points"]!.AsArray().Select(point => (int)point!["index"]!));
        Assert.Equal("Epoch 4007: שגיאה", (string?)last["points"]![0]!["value"]);
        Assert.Equal(2, (int)later["total"]!);
    }

    [Fact]
    public async Task A_purge_tells_the_bytes_it_gave_back()
    {
        var run = await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"));
        var selection = $$"""{"runs":["{{run.Run.ShortId}}"]}""";
        var trashed = await PostAsync("/runs/trash", selection);

        var purged = await PostAsync("/runs/purge", selection);

        Assert.Equal(1, (int)purged["changed"]!);
        Assert.Null(trashed["freedBytes"]);
        Assert.True((long)purged["freedBytes"]! >= 0, purged.ToJsonString());
    }

    private Task<JsonNode> QueryAsync(string query) => PostAsync("/runs/query", query);

    private async Task<JsonNode> PostAsync(string path, string body)
    {
        using var answer = await _owner.PostAsync(
            new Uri(_root + path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static IEnumerable<string?> ShortIds(JsonNode page) => page["rows"]!.AsArray().Select(row => (string?)row!["shortId"]);
}
