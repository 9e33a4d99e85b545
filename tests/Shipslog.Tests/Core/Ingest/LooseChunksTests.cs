using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Tests.Fakes;

namespace Shipslog.Tests.Core.Ingest;

/// <summary>What checkpoints write for series that grow by a few points between two of them.</summary>
public sealed class LooseChunksTests
{
    private static readonly AttributePath Loss = new("loss");
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    [Theory]
    [InlineData(1, 3_000, 5)]
    [InlineData(2, 3_000, 5)]
    [InlineData(100, 500, 4)]
    [InlineData(1_250, 40, 3)]
    [InlineData(8_192, 20, 1)]
    public async Task A_point_is_written_a_few_times_at_most_and_a_series_has_few_chunks(int pointsEach, int checkpoints, int mostWrites)
    {
        var store = new MemoryProjectStore();
        var engine = await OpenAsync(store);
        var created = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        var run = created.Id;
        var mostChunks = 0;
        for (var i = 0; i < checkpoints; i++)
        {
            await engine.ApplyAsync(new RunBatch(run, [Append(i * pointsEach, pointsEach)]));
            await engine.CheckpointAsync();
            // A program that starts anew finds the end of the series in the store.
            if (i % 37 == 36)
                engine = await OpenAsync(store);
            mostChunks = Math.Max(mostChunks, (await HeadsAsync(store, created)).Count(head => head.Count < ChunkWriter.MaxPoints));
        }

        var total = (long)pointsEach * checkpoints;
        var heads = await HeadsAsync(store, created);

        Assert.InRange(store.PointsWritten, total, mostWrites * total);
        Assert.InRange(mostChunks, 0, 40);
        Assert.Equal(total, heads.Sum(head => (long)head.Count));
        Assert.Equal((int)(total / ChunkWriter.MaxPoints), heads.Count(head => head.Count == ChunkWriter.MaxPoints));
        var points = await engine.FloatsAsync(new SeriesRef(run, Loss), new PointQuery(Limit: int.MaxValue));
        Assert.Equal(Enumerable.Range(0, (int)total).Select(i => (double)i), points.Points.Select(point => point.Value));
    }

    [Fact]
    public async Task Points_before_the_end_find_their_place_among_loose_chunks()
    {
        var store = new MemoryProjectStore();
        var engine = await OpenAsync(store);
        var created = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        var run = created.Id;
        foreach (var start in new[] { 0, 20, 40, 10, 60, 50, 5, 80 })
        {
            await engine.ApplyAsync(new RunBatch(run, [Append(start, 10)]));
            await engine.CheckpointAsync();
        }

        var points = await engine.FloatsAsync(new SeriesRef(run, Loss), new PointQuery());
        var heads = await HeadsAsync(store, created);

        Assert.Equal([.. Enumerable.Range(0, 30), .. Enumerable.Range(40, 30), .. Enumerable.Range(80, 10)], points.Points.Select(point => (int)point.Step.Value));
        Assert.All(heads.Zip(heads.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
    }

    private static RunOperation.AppendFloats Append(int start, int count) => new(Loss, new Points<double>(
        Enumerable.Range(start, count).Select(i => new Step(i)).ToArray(),
        Enumerable.Range(start, count).Select(i => (double)i).ToArray(),
        Enumerable.Range(start, count).Select(i => (long)i).ToArray()));

    private static async Task<IReadOnlyList<ChunkHead>> HeadsAsync(MemoryProjectStore store, Run run)
    {
        var heads = new List<ChunkHead>();
        await foreach (var chunk in store.ReadAllChunksAsync(default))
        {
            if (chunk.Head.Series.RunKey == run.Key && chunk.Head.Series.AttributeId > 0)
                heads.Add(chunk.Head);
        }

        return heads;
    }

    private static Task<ProjectEngine> OpenAsync(MemoryProjectStore store) => ProjectEngine.OpenAsync(
        Digits, store, TimeProvider.System, NullLogger.Instance, _ => Task.FromResult(0L), CancellationToken.None);
}
