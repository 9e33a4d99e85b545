using System.Runtime.CompilerServices;
using Shipslog.Core;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Exchanges;

namespace Shipslog.Tests.Protocols.Neptune;

/// <summary>What real clients said once is said again to a real server, and then the core is asked what it has kept.</summary>
public sealed class ExchangeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const long Start = 1_800_000_000_000;

    [Theory]
    [InlineData("first-day-0.4.106.http", "0.4.106")]
    [InlineData("first-day-0.4.133.http", "0.4.133")]
    [InlineData("first-day-0.16.18-legacy.http", "0.16.18")]
    public async Task A_first_day_is_answered_as_recorded_and_kept(string file, string client)
    {
        var played = await PlayAsync(file);

        Assert.True(played.Differences.Count == 0, string.Join('\n', played.Differences));
        var run = await played.Engine.ReadAsync(played.RunId);
        Assert.Equal("xception", Text(run, SystemPaths.Name));
        Assert.Equal("gpu-box-3", Text(run, SystemPaths.Hostname));
        Assert.Contains("שלום", Text(run, SystemPaths.Description), StringComparison.Ordinal);
        Assert.Equal(["best", "dropout", "xception"], ((AttributeValue.StringSet)run[SystemPaths.Tags]!).Values.Order());
        Assert.Equal("digits-v2 xception 18", $"{Text(run, "properties/dataset")} {Text(run, "properties/model")} {Text(run, "properties/seed")}");
        Assert.Equal(0.0005, ((AttributeValue.Float)run["parameters/lr"]!).Value);
        Assert.Equal("adam", Text(run, "parameters/optimizer"));
        Assert.Equal("First network", ((AttributeValue.GitRef)run[SystemPaths.Git]!).Checkout.Message?.TrimEnd());
        Assert.Equal(client == "0.16.18" ? "running" : "succeeded", Text(run, SystemPaths.State));
        await AssertSeriesAsync(played);
        await AssertFilesAsync(played, run);
    }

    [Fact]
    public async Task An_exception_ends_the_run_as_failed_with_its_traceback()
    {
        var played = await PlayAsync("failed-0.4.133.http");

        Assert.True(played.Differences.Count == 0, string.Join('\n', played.Differences));
        var run = await played.Engine.ReadAsync(played.RunId);
        Assert.Equal("failed", Text(run, SystemPaths.State));
        Assert.True(((AttributeValue.Bool)run[SystemPaths.Failed]!).Value);
        Assert.Contains("loss diverged", Text(run, SystemPaths.Traceback), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recorded_file_is_played_by_a_test_of_this_class() => Assert.Equal(
        ["failed-0.4.133.http", "first-day-0.16.18-legacy.http", "first-day-0.4.106.http", "first-day-0.4.133.http"],
        Directory.GetFiles(Folder(), "*.http").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static async Task AssertSeriesAsync(Played played)
    {
        var loss = (await FloatsAsync(played, "logs/val/loss")).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => ((double)i, 1.0 / (i + 1))), loss.Take(10).Select(point => (point.Step.Value, point.Value)));
        Assert.All(loss, point => Assert.InRange(point.UnixMilliseconds, Start, Start + 60_000));
        Assert.Equal([1.5, 3], (await FloatsAsync(played, "logs/np")).Select(point => point.Value));
        Assert.Equal(10, (await FloatsAsync(played, "logs/train/acc")).Count);
        Assert.NotEmpty(await FloatsAsync(played, "monitoring/cpu"));

        var console = await played.Engine.StringsAsync(new SeriesRef(played.RunId, new AttributePath("monitoring/stdout")), new PointQuery());
        var text = string.Concat(console.Points.Select(point => point.Value));
        for (var epoch = 0; epoch < 10; epoch++)
            Assert.Contains($"epoch {epoch}: loss", text, StringComparison.Ordinal);

        var images = await played.Engine.FilesAsync(new SeriesRef(played.RunId, new AttributePath("logs/confusion")), new PointQuery());
        Assert.Equal([0.0, 4, 8], images.Points.Select(point => point.Step.Value));
        Assert.Equal(["epoch 0", "epoch 4", "epoch 8"], images.Points.Select(point => point.Value.Name));
        Assert.All(images.Points, point => Assert.Equal("image/png", point.Value.Stored!.MimeType));
    }

    private async Task AssertFilesAsync(Played played, RunSnapshot run)
    {
        var sources = (AttributeValue.FileSet)run[SystemPaths.SourceFiles]!;
        Assert.Equal(["net.py", "train.py"], sources.Files.Select(file => file.Path));
        Assert.Equal("LAYERS = [64, 32]\n", await ContentAsync(sources.Files[0].Stored));
        Assert.Equal("# Result\n\nIt learns.\n", await ContentAsync(((AttributeValue.File)run["artifacts/report.md"]!).Stored));
        Assert.Equal("# Result\n\nIt learns.\n", await ContentAsync(((AttributeValue.File)run["artifacts/docs/résumé.md"]!).Stored));
        Assert.Equal(256, ((AttributeValue.File)run["artifacts/model/weights.bin"]!).Stored.SizeBytes);
        Assert.Equal("""{"layers": [64, 32]}""", await ContentAsync(((AttributeValue.File)run["artifacts/model/sub/config.json"]!).Stored));
    }

    private async Task<Played> PlayAsync(string file)
    {
        var name = "u" + Guid.NewGuid().ToString("N")[..8];
        var user = await host.UserAsync(name);
        var project = await host.ProjectAsync("ws-" + name, "digits", "DIG", user);
        await using var player = new ExchangePlayer(host.Address, project.WorkspaceName, project.Name, name, (await host.TokenAsync(user)).Wire, Start);
        var differences = await player.PlayFileAsync(Path.Combine(Folder(), file));
        return new Played(await host.EngineAsync(project), Guid.Parse(player.Variables["experiment"]), differences);
    }

    private static async Task<IReadOnlyList<Point<double>>> FloatsAsync(Played played, string path) =>
        (await played.Engine.FloatsAsync(new SeriesRef(played.RunId, new AttributePath(path)), new PointQuery())).Points;

    private async Task<string> ContentAsync(StoredFile file)
    {
        using var reader = new StreamReader(((IFileStore)host.Services.GetService(typeof(IFileStore))!).OpenRead(file.Hash)!);
        return await reader.ReadToEndAsync();
    }

    private static string Text(RunSnapshot run, string path) => Assert.IsType<AttributeValue.String>(run[path]).Value;

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../protocols/neptune0/exchanges"));

    private sealed record Played(ProjectEngine Engine, Guid RunId, IReadOnlyList<string> Differences);
}
