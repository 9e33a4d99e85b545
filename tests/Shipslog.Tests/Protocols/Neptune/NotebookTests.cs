using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shipslog.Core.Model;
using static Shipslog.Tests.Protocols.Neptune.NeptuneSession;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>What <c>neptune-notebooks</c> does.</summary>
public sealed class NotebookTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_notebook_is_created_found_again_and_gets_checkpoints_newest_first()
    {
        using var client = await BeginAsync(host);
        var (_, notebook) = await client.SendAsync("POST", $"{Leaderboard}/notebooks?projectIdentifier={client.Project.Id}");
        var id = notebook.GetProperty("id").GetString();

        var first = await CheckpointAsync(client, id!, "?jupyterPath=/home/me/My%20n%C3%B6tebook.ipynb&", "{}");
        var (_, empty) = await client.SendAsync("POST", $"{Leaderboard}/notebooks/{id}/checkpoints2", """{"path":"/elsewhere/empty.ipynb"}""");
        var (_, newest) = await client.SendAsync("GET", $"{Leaderboard}/notebooks/checkpoints?notebookId={id}&offset=0&limit=1");
        var (_, all) = await client.SendAsync("GET", $"{Leaderboard}/notebooks/checkpoints?notebookId={id}");
        var (_, found) = await client.SendAsync("GET", $"{Leaderboard}/notebooks?projectIdentifier={client.Project.Id}&id={id}");

        Assert.Equal(("My nötebook.ipynb", "/home/me/My nötebook.ipynb"), (first.GetProperty("name").GetString(), first.GetProperty("path").GetString()));
        Assert.Equal(2, first.GetProperty("size").GetInt64());
        var entry = Assert.Single(newest.GetProperty("entries").EnumerateArray().ToList());
        Assert.Equal(empty.GetProperty("id").GetString(), entry.GetProperty("id").GetString());
        Assert.Equal("/elsewhere/empty.ipynb", entry.GetProperty("path").GetString());
        Assert.Equal(2, all.GetProperty("entries").GetArrayLength());
        Assert.Equal(client.User.Name, Assert.Single(found.GetProperty("entries").EnumerateArray().ToList()).GetProperty("owner").GetString());
    }

    [Fact]
    public async Task A_notebook_that_is_unknown_or_anothers_is_404_or_not_listed()
    {
        using var client = await BeginAsync(host);
        using var stranger = await BeginAsync(host);
        var (_, notebook) = await client.SendAsync("POST", $"{Leaderboard}/notebooks?projectIdentifier={client.Project.Id}");

        var listed = await client.SendAsync("GET", $"{Leaderboard}/notebooks?projectIdentifier={client.Project.Id}&id={Guid.NewGuid()}");
        var unknown = await client.SendAsync("GET", $"{Leaderboard}/notebooks/checkpoints?notebookId={Guid.NewGuid()}");
        var others = await stranger.SendAsync("GET", $"{Leaderboard}/notebooks/checkpoints?notebookId={notebook.GetProperty("id").GetString()}");

        Assert.Equal((200, 0), (listed.Status, listed.Body.GetProperty("entries").GetArrayLength()));
        Assert.Equal((404, 404), (unknown.Status, others.Status));
    }

    [Fact]
    public async Task An_experiment_remembers_the_checkpoint_that_it_was_started_from()
    {
        using var client = await BeginAsync(host);
        var (_, notebook) = await client.SendAsync("POST", $"{Leaderboard}/notebooks?projectIdentifier={client.Project.Id}");
        var id = notebook.GetProperty("id").GetString()!;
        var checkpoint = await CheckpointAsync(client, id, "?jupyterPath=a.ipynb", "{}");

        var experiment = await client.ExperimentAsync(new JsonObject { ["notebookId"] = id, ["checkpointId"] = checkpoint.GetProperty("id").GetString() });

        var run = await client.ReadAsync(experiment);
        Assert.Contains(run.Attributes, item => item.Value is AttributeValue.NotebookRef { CheckpointId: { } } known && known.NotebookId == Guid.Parse(id));
    }

    private static async Task<JsonElement> CheckpointAsync(NeptuneSession client, string notebook, string query, string content)
    {
        using var body = new StringContent(content, new MediaTypeHeaderValue("application/octet-stream"));
        using var answer = await client.Http.PostAsync($"{Leaderboard}/notebooks/{notebook}/checkpoints{query}", body);
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
