using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Series;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

public sealed class ProjectEngineTests : IDisposable
{
    private static readonly AttributePath Loss = new("logs/loss");
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-engine").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_program_was_lost()
    {
        var lost = Open();
        var engine = await lost.OpenAsync(Digits);
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        await engine.ApplyAsync(new RunBatch(run.Id, [Append(1, 0.5), Append(2, double.NaN), Append(3, double.PositiveInfinity)]));

        await using var tracker = Open();
        var points = await (await tracker.OpenAsync(Digits)).FloatsAsync(new SeriesRef(run.Id, Loss), new PointQuery());

        Assert.Equal([0.5, double.NaN, double.PositiveInfinity], points.Points.Select(point => point.Value));
        Assert.Equal("DIG-1", run.ShortId);
    }

    [Fact]
    public async Task Points_come_back_the_same_from_chunks_and_tail_in_any_order()
    {
        Guid id;
        await using (var first = Open())
        {
            var engine = await first.OpenAsync(Digits);
            id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
            for (var step = 0; step < 10_000; step += 2)
                await engine.ApplyAsync(new RunBatch(id, [Append(step, step)]));
        }

        await using var tracker = Open();
        var again = await tracker.OpenAsync(Digits);
        for (var step = 1; step < 200; step += 2)
            await again.ApplyAsync(new RunBatch(id, [Append(step, -step)]));
        await again.ApplyAsync(new RunBatch(id, [Append(9998, 7)]));
        await again.CheckpointAsync();

        var points = await again.FloatsAsync(new SeriesRef(id, Loss), new PointQuery());
        var summary = ((AttributeValue.FloatSeries)(await again.ReadAsync(id))[Loss.Value]!).Summary;

        Assert.Equal(5100, points.Total);
        Assert.Equal(5100, summary.Position.Count);
        Assert.Equal(7, summary.Last);
        Assert.Equal((-199, 9996), (summary.Min, summary.Max));
        Assert.Equal(points.Points.Sum(point => point.Value), summary.Sum, 6);
    }

    [Fact]
    public async Task A_retried_request_changes_nothing()
    {
        await using var tracker = Open();
        var engine = await tracker.OpenAsync(Digits);
        var id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        var batch = new RunBatch(id, [new RunOperation.AppendFloats(Loss, Points<double>.One(Step.Auto, 1, 0))], "request-1");

        var first = await engine.ApplyAsync(batch);
        var second = await engine.ApplyAsync(batch);

        Assert.False(first.WasDuplicate);
        Assert.True(second.WasDuplicate);
        Assert.Equal(1, (await engine.FloatsAsync(new SeriesRef(id, Loss), new PointQuery())).Total);
    }

    [Fact]
    public async Task One_bad_operation_leaves_the_others_standing()
    {
        await using var tracker = Open();
        var engine = await tracker.OpenAsync(Digits);
        var id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;

        var result = await engine.ApplyAsync(new RunBatch(id, [
            Append(0, 1),
            new RunOperation.Assign(Loss, new AttributeValue.String("no")),
            new RunOperation.Assign(new AttributePath(SystemPaths.Id), new AttributeValue.String("no")),
            new RunOperation.AppendFloats(Loss, Points<double>.One(new Step(double.PositiveInfinity), 1, 0)),
            Append(1, 2)]));

        Assert.Equal(["kind-mismatch", "read-only", "invalid-step"], result.Rejected.Select(rejection => rejection.Code));
        Assert.Equal(2, (await engine.FloatsAsync(new SeriesRef(id, Loss), new PointQuery())).Total);
    }

    [Fact]
    public async Task Buckets_count_every_point_once()
    {
        await using var tracker = Open();
        var engine = await tracker.OpenAsync(Digits);
        var id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        await engine.ApplyAsync(new RunBatch(id, [.. Enumerable.Range(0, 1000).Select(step => Append(step, step % 10))]));

        var buckets = (await engine.BucketsAsync(new BucketQuery([new SeriesRef(id, Loss)], SeriesAxis.Step, 7)))[0];

        Assert.Equal(1000, buckets.Buckets.Sum(bucket => bucket.Count));
        Assert.Equal((0.0, 0.0), buckets.FirstPoint);
        Assert.Equal((999.0, 9.0), buckets.LastPoint);
        Assert.All(buckets.Buckets, bucket => Assert.Equal((0, 9), (bucket.Min, bucket.Max)));
    }

    [Fact]
    public async Task A_purged_run_stays_gone()
    {
        Guid id;
        await using (var first = Open())
        {
            var engine = await first.OpenAsync(Digits);
            id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
            await engine.ApplyAsync(new RunBatch(id, [Append(0, 1)]));
            await engine.CheckpointAsync();
            await engine.PurgeAsync([id]);
        }

        await using var tracker = Open();
        var again = await tracker.OpenAsync(Digits);

        Assert.Null(again.Find(id));
        Assert.Equal(0, (await again.QueryAsync(new RunQuery(RunFilter.Everything, [], null, 0, 10))).Total);
    }

    private static RunOperation.AppendFloats Append(double step, double value) =>
        new(Loss, Points<double>.One(new Step(step), value, 1_700_000_000_000 + (long)step));

    private Tracker Open() => new(
        new SqliteProjectStores(_folder), new FolderFileStore(_folder, TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
}
