using System.Runtime.CompilerServices;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Exchanges;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>What a real neptune-scale said once is said again to a real server, and then the core is asked what it has kept.</summary>
public sealed class Exchange3Tests(ApiHost host) : IClassFixture<ApiHost>
{
    private const long Noon = 1_795_867_200_000; // As the recording's script has it.

    [Fact]
    public async Task A_recorded_run_and_its_fork_are_answered_as_recorded_kept_and_read()
    {
        var user = await host.UserAsync("scientist");
        var project = await host.ProjectAsync("e2e", "scale", "SCA", user); // Bodies name their project in bytes.
        await CheckWritingAsync(user, project);

        await using var reader = new ExchangePlayer(host.Address, project.WorkspaceName, project.Name, user.Name, (await host.TokenAsync(user)).Wire, 0);
        var differences = await reader.PlayFileAsync(Path.Combine(Folder(), "query-1.11.0.http"));

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private async Task CheckWritingAsync(User user, Project project)
    {
        await using var player = new ExchangePlayer(host.Address, project.WorkspaceName, project.Name, user.Name, (await host.TokenAsync(user)).Wire, 0);

        var differences = await player.PlayFileAsync(Path.Combine(Folder(), "scale-0.29.0.http"));

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        var engine = await host.EngineAsync(project);
        var run = await engine.ReadAsync(engine.FindCustom("digits-a")!.Id);
        Assert.Equal(0.1, Assert.IsType<AttributeValue.Float>(run["params/lr"]).Value);
        Assert.Equal(3, Assert.IsType<AttributeValue.Int>(run["params/epochs"]).Value);
        Assert.True(Assert.IsType<AttributeValue.Bool>(run["params/shuffle"]).Value);
        Assert.Equal("naïve 你好", Assert.IsType<AttributeValue.String>(run["params/name"]).Value);
        Assert.Equal(Noon, Assert.IsType<AttributeValue.Datetime>(run["params/started"]).UnixMilliseconds);
        Assert.Equal(["x", "y"], Assert.IsType<AttributeValue.StringSet>(run["params/labels"]).Values.Order());
        Assert.Equal(["good"], Assert.IsType<AttributeValue.StringSet>(run["sys/tags"]).Values);
        Assert.Equal(["night"], Assert.IsType<AttributeValue.StringSet>(run["sys/group_tags"]).Values);
        Assert.Equal("epoch 1", Assert.IsType<AttributeValue.StringSeries>(run["notes"]).Last);
        Assert.True(double.IsNaN(Assert.IsType<AttributeValue.FloatSeries>(run["odd/nan"]).Summary.Last));
        Assert.Equal(double.PositiveInfinity, Assert.IsType<AttributeValue.FloatSeries>(run["odd/inf"]).Summary.Last);
        var loss = await engine.FloatsAsync(new SeriesRef(run.Run.Id, new AttributePath("train/loss")), new PointQuery());
        Assert.Equal(
            [(0, 1, Noon), (0.5, 0.5, Noon + 1000), (1, 1.0 / 3, Noon + 2000), (1.5, 0.25, Noon + 3000)],
            loss.Points.Select(point => (point.Step.Value, point.Value, point.UnixMilliseconds)));
        Assert.Equal(new Preview(0.2, 0.25f), Assert.Single(Assert.IsType<AttributeValue.FloatSeries>(run["train/loss"]).Previews).Value);
        var weights = Assert.Single((await engine.HistogramsAsync(new SeriesRef(run.Run.Id, new AttributePath("weights")), new PointQuery())).Points).Value;
        Assert.Equal([0, 1, 2.5], weights.Edges);
        Assert.Equal([3, 4], weights.Counts);
        Assert.False(weights.IsDensity);
        Assert.Equal("hello", Content(Assert.IsType<AttributeValue.File>(run["model"]).Stored));
        var picture = Assert.Single((await engine.FilesAsync(new SeriesRef(run.Run.Id, new AttributePath("images/a")), new PointQuery())).Points).Value;
        Assert.Equal("picture 1", Content(picture.Stored!));

        var fork = await engine.ReadAsync(engine.FindCustom("digits-b")!.Id);
        Assert.Equal((4L, 0.05), (Assert.IsType<AttributeValue.FloatSeries>(fork["train/loss"]).Summary.Position.Count, Assert.IsType<AttributeValue.FloatSeries>(fork["train/loss"]).Summary.Last));
        Assert.Equal(0.1, Assert.IsType<AttributeValue.Float>(fork["params/lr"]).Value);
        Assert.Equal("digits-b", engine.FindHead("digits")!.CustomId);
        Assert.Equal("digits-a", Assert.IsType<AttributeValue.String>(fork["sys/forking/parent"]).Value);
    }

    private string Content(StoredFile file)
    {
        using var reader = new StreamReader(((IFileStore)host.Services.GetService(typeof(IFileStore))!).OpenRead(file.Hash)!);
        return reader.ReadToEnd();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../protocols/neptune3/exchanges"));
}
