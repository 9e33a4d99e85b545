using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Exchanges;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>What real 1.x clients (and <c>neptune.new</c>) said once is said again to a real server, and then the core is asked what it has kept.</summary>
public sealed class Exchange1Tests(ApiHost host) : IClassFixture<ApiHost>
{
    private const long Start = 1_790_000_000_000;

    [Theory]
    [InlineData("first-day-1.14.0.http", "DIG")]
    [InlineData("first-day-0.16.18-new.http", "DIG2")]
    public async Task A_first_day_is_answered_as_recorded_and_kept(string file, string key)
    {
        var (player, engine, differences) = await PlayAsync(file, "digits", key);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        var run = await engine.ReadAsync(Guid.Parse(player.Variables["run"]));
        Assert.Equal("digits", Text(run, SystemPaths.Name));
        Assert.Equal("naïve baseline, שלום", Text(run, SystemPaths.Description));
        Assert.Equal("digits-1", Text(run, SystemPaths.CustomRunId));
        Assert.Equal(["svm"], Assert.IsType<AttributeValue.StringSet>(run[SystemPaths.Tags]).Values);
        Assert.Equal(["night"], Assert.IsType<AttributeValue.StringSet>(run[SystemPaths.GroupTags]).Values);
        Assert.Equal(new AttributeValue.Float(0.5), run["parameters/C"]);
        Assert.Equal(new AttributeValue.Int(3), run["parameters/epochs"]);
        Assert.Equal(new AttributeValue.Bool(true), run["parameters/shuffle"]);
        Assert.Equal("rbf", Text(run, "parameters/net/kernel"));
        Assert.Equal(new AttributeValue.Datetime(1_704_164_645_678), run["parameters/started"]);
        Assert.Null(run["tmp"]);
        Assert.Equal(new AttributeValue.Int(1), run["bad"]);
        await AssertSeriesAsync(engine, run);
        await AssertFilesAsync(run);
    }

    [Fact]
    public async Task A_second_day_with_uploads_in_parts_tables_and_accounts_of_programs_is_answered_as_recorded_and_kept()
    {
        var (player, engine, differences) = await PlayAsync("second-day-1.14.0.http", "digits", "DIG", withRobot: true);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        var run = await engine.ReadAsync(Guid.Parse(player.Variables["run"]));
        var loss = await engine.FloatsAsync(new SeriesRef(run.Run.Id, new AttributePath("loss")), new PointQuery());
        Assert.Equal([(1.0, 0.8), (2.0, 0.5)], loss.Points.Select(point => (point.Step.Value, point.Value)));
        Assert.Equal(["first", "second"], Assert.IsType<AttributeValue.StringSet>(run[SystemPaths.Tags]).Values);
        Assert.Equal(40, Assert.IsType<AttributeValue.File>(run["model"]).Stored.SizeBytes);
        var output = Assert.Single(Assert.IsType<AttributeValue.FileSet>(run["outputs"]).Files);
        Assert.Equal("forty characters of text in three parts.", await ContentAsync(output.Stored));
        Assert.Null(run["tmp"]);
    }

    [Fact]
    public async Task Models_projects_members_and_the_trash_are_answered_as_recorded_and_kept()
    {
        await host.UserAsync("colleague");

        var (player, engine, differences) = await PlayAsync("models-1.14.0.http", "models", "MOD");

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        var project = await engine.ReadAsync(Guid.Parse(player.Variables["projectId"]));
        Assert.Equal("what it is", Text(project, "general/brief"));
        foreach (var kind in new[] { HolderKind.Run, HolderKind.Model, HolderKind.ModelVersion })
            Assert.Equal(0, (await engine.QueryAsync(new RunQuery(RunFilter.Everything, [], [], 0, 0, kind, Trashed: null))).Total);
        Assert.Null(await host.Catalog.FindProjectAsync(player.Variables["workspace"], "made-by-script", null));
    }

    [Fact]
    public void Every_recorded_file_is_played_by_a_test_of_this_class() => Assert.Equal(
        ["first-day-0.16.18-new.http", "first-day-1.14.0.http", "models-1.14.0.http", "second-day-1.14.0.http"],
        Directory.GetFiles(Folder(), "*.http").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static async Task AssertSeriesAsync(ProjectEngine engine, RunSnapshot run)
    {
        var loss = await engine.FloatsAsync(new SeriesRef(run.Run.Id, new AttributePath("train/loss")), new PointQuery());
        Assert.Equal(
            [(0, 0.9, 1_800_000_000_000), (1, 0.5, 1_800_000_001_000), (2.5, 0.25, 1_800_000_002_000)],
            loss.Points.Select(point => (point.Step.Value, point.Value, point.UnixMilliseconds)));
        var accuracy = await engine.FloatsAsync(new SeriesRef(run.Run.Id, new AttributePath("train/acc")), new PointQuery());
        Assert.Equal([(0.0, 0.5), (1, 0.6), (2, 0.7)], accuracy.Points.Select(point => (point.Step.Value, point.Value)));
        var lines = await engine.StringsAsync(new SeriesRef(run.Run.Id, new AttributePath("log")), new PointQuery());
        Assert.Equal(["epoch 1 – done", "epoch 2"], lines.Points.Select(point => point.Value));
        var image = Assert.Single((await engine.FilesAsync(new SeriesRef(run.Run.Id, new AttributePath("confusion")), new PointQuery())).Points).Value;
        Assert.Equal(("after", "identity", "image/png"), (image.Name, image.Description, image.Stored?.MimeType));
        Assert.Equal(new SeriesConfig(0, 4, "GB"), Assert.IsType<AttributeValue.FloatSeries>(run["gauge"]).Config);
    }

    private async Task AssertFilesAsync(RunSnapshot run)
    {
        Assert.Equal("hello", await ContentAsync(Assert.IsType<AttributeValue.File>(run["notes"]).Stored));
        var model = Assert.IsType<AttributeValue.File>(run["model"]).Stored;
        Assert.Equal((256, "model.bin"), (model.SizeBytes, model.Name));
        Assert.Equal(["train.py"], Assert.IsType<AttributeValue.FileSet>(run[SystemPaths.SourceFiles]).Files.Select(file => file.Path));

        // The subfolder was there, and was deleted again.
        var data = Assert.Single(Assert.IsType<AttributeValue.FileSet>(run["data_files"]).Files, file => file.Path.EndsWith("a.csv", StringComparison.Ordinal));
        Assert.Equal("a,b\n1,2\n", await ContentAsync(data.Stored));
        var hash = Assert.IsType<AttributeValue.Artifact>(run["dataset"]).Hash;
        var relation = await host.Catalog.FindProjectAsync(Shipslog.Core.Model.RunIds.ProjectNumber(run.Run.Id)!.Value, null);
        var dataset = await host.Catalog.FindDatasetAsync(relation!.Project.Id, hash);
        Assert.Equal(["a.csv", "sub/b.csv"], dataset!.Files!.Select(file => file.Path));
        Assert.Equal(12, dataset.SizeBytes);
    }

    private async Task<(ExchangePlayer Player, ProjectEngine Engine, IReadOnlyList<string> Differences)> PlayAsync(
        string file, string projectName, string key, bool withRobot = false)
    {
        var name = "u" + Guid.NewGuid().ToString("N")[..8];
        var user = await host.UserAsync(name);
        var project = await host.ProjectAsync("ws-" + name, projectName, key, user);
        if (withRobot)
            await host.Services.GetRequiredService<Accounts>().AddServiceAsync((await host.Catalog.FindWorkspaceAsync(project.WorkspaceName))!, "robot");
        await using var player = new ExchangePlayer(host.Address, project.WorkspaceName, project.Name, name, (await host.TokenAsync(user)).Wire, Start);
        var differences = await player.PlayFileAsync(Path.Combine(Folder(), file));
        return (player, await host.EngineAsync(project), differences);
    }

    private async Task<string> ContentAsync(StoredFile file)
    {
        using var reader = new StreamReader(((IFileStore)host.Services.GetService(typeof(IFileStore))!).OpenRead(file.Hash)!);
        return await reader.ReadToEndAsync();
    }

    private static string Text(RunSnapshot run, string path) => Assert.IsType<AttributeValue.String>(run[path]).Value;

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../protocols/neptune1/exchanges"));
}
