using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core.Series;

/// <summary>Exact buckets, from chunks, the pyramid above them and what is in neither, against a naive division of all points.</summary>
public sealed class SeriesBucketsTests : IAsyncLifetime
{
    private const long Created = 10_000;
    private static readonly AttributePath Loss = new("loss");
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e300];

    private static readonly Gen<Turn> Turns = Gen.Select(
        Gen.Int[0, 9], Gen.Int[-2000, 12_000], Gen.Int[0, 3].Select(i => new[] { 1.0, 0.25, 3, 0.1 }[i]), Gen.Int[1, 6000], Gen.Int[0, 3], Gen.UInt,
        (kind, start, stride, count, times, seed) => new Turn(kind, start, stride, count, times, seed));

    private static readonly Gen<Question> Questions = Gen.Select(
        Gen.Int[0, 2].Select(i => (SeriesAxis)i), Gen.Int[1, 60], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool, Gen.Bool,
        (axis, buckets, from, to, isWhole, log) => new Question(axis, buckets, Math.Min(from, to), Math.Max(from, to), isWhole, log));

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-buckets").FullName;
    private Tracker _tracker = null!;
    private ProjectEngine _engine = null!;

    public async Task InitializeAsync()
    {
        _tracker = Open(_folder);
        _engine = await _tracker.OpenAsync(new Project(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "p", "PRO", ProjectVisibility.Private, null, 0));
    }

    public async Task DisposeAsync()
    {
        await _tracker.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void Buckets_of_any_history_are_those_of_all_its_points() =>
        Gen.Select(Turns.Array[1, 8], Questions.Array[8]).Sample(
            (turns, questions) => LiveAsync(turns, questions).GetAwaiter().GetResult(), iter: 40, threads: 1, seed: "0000000000001",
            print: t => $"{string.Join("; ", t.Item1.AsEnumerable())} ? {string.Join("; ", t.Item2.AsEnumerable())}");

    [Fact]
    public async Task A_long_series_is_answered_from_the_pyramid()
    {
        const int points = 1_400_000, buckets = 50;
        var run = (await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        for (var start = 0; start < points; start += 100_000)
            await _engine.ApplyAsync(new RunBatch(run.Id, [Append(Enumerable.Range(start, 100_000).Select(i => (i * 0.5, Math.Sin(i), 20_000L + i)))]));
        await _engine.CheckpointAsync();
        var all = (await _engine.FloatsAsync(new SeriesRef(run.Id, Loss), new PointQuery())).Points;

        foreach (var axis in Enum.GetValues<SeriesAxis>())
        {
            foreach (var (from, to) in new (double?, double?)[] { (null, null), (1000, 650_000) })
            {
                var reads = new SeriesReads();
                var answer = (await _engine.BucketsAsync(new BucketQuery([new SeriesRef(run.Id, Loss)], axis, buckets, from, to), reads, default))[0];

                AssertSame(all, new BucketQuery([], axis, buckets, from, to), run.CreatedUnixMilliseconds, answer);
                // Each inner border of a bucket, and each end of the range, cuts one chunk; whole blocks are not even opened.
                Assert.InRange(reads.Chunks, 0, buckets + 1);
                Assert.InRange(reads.Blocks, 0, 2);
            }
        }

        var again = new SeriesReads();
        await _engine.BucketsAsync(new BucketQuery([new SeriesRef(run.Id, Loss)], SeriesAxis.Step, buckets), again, default);
        Assert.Equal(0, again.Chunks);
    }

    [Fact]
    public async Task A_late_point_shows_at_once_in_a_series_with_a_pyramid_and_after_the_checkpoint_that_stores_it()
    {
        var run = (await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        for (var start = 0; start < 1_200_000; start += 100_000)
            await _engine.ApplyAsync(new RunBatch(run.Id, [Append(Enumerable.Range(start, 100_000).Select(i => ((double)i, 0.0, 0L)))]));
        await _engine.CheckpointAsync();
        var query = new BucketQuery([new SeriesRef(run.Id, Loss)], SeriesAxis.Step, 3);
        var before = (await _engine.BucketsAsync(query))[0];

        await _engine.ApplyAsync(new RunBatch(run.Id, [Append([(500_000.5, 7.0, 0L), (500_001, 8.0, 0L)])]));
        var fresh = (await _engine.BucketsAsync(query))[0];
        await _engine.CheckpointAsync();
        var reads = new SeriesReads();
        var stored = (await _engine.BucketsAsync(query with { Buckets = 4 }, reads, default))[0];

        Assert.Equal((1_200_000, 0), (before.Points, before.Buckets[1].Max));
        Assert.Equal((1_200_001, 8, 15), (fresh.Points, fresh.Buckets[1].Max, fresh.Buckets[1].Sum));
        Assert.Equal((1_200_001, 8, 15), (stored.Points, stored.Buckets[1].Max, stored.Buckets[1].Sum));
        Assert.InRange(reads.Chunks, 1, 5);
    }

    private static Tracker Open(string folder) => new(
        new SqliteProjectStores(folder), new FolderFileStore(folder, TimeProvider.System), new TestClock(), NullLoggerFactory.Instance);

    private async Task LiveAsync(Turn[] turns, Question[] questions)
    {
        var run = (await _engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;
        foreach (var turn in turns)
        {
            switch (turn.Kind)
            {
                case 0 or 1 or 2: await _engine.CheckpointAsync(); break;
                case 3: await _engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.Rewind(new Step(turn.Start))])); break;
                case 4: run = (await _engine.CreateAsync(new NewRun(HolderKind.Run, "me", Fork: new NewFork(run.Id, new Step(turn.Start))))).Run; break;
                default: await _engine.ApplyAsync(new RunBatch(run.Id, [Append(turn.Points())])); break;
            }
        }

        if ((await _engine.ReadAsync(run.Id))[Loss.Value] is not AttributeValue.FloatSeries)
            return;
        var all = (await _engine.FloatsAsync(new SeriesRef(run.Id, Loss), new PointQuery())).Points;
        foreach (var question in questions)
        {
            var query = question.Over([new SeriesRef(run.Id, Loss)], all, run.CreatedUnixMilliseconds);
            AssertSame(all, query, run.CreatedUnixMilliseconds, (await _engine.BucketsAsync(query))[0]);
        }
    }

    private static void AssertSame(IReadOnlyList<Point<double>> all, BucketQuery query, long created, SeriesBuckets actual)
    {
        var points = all.Select(point => (X: X(point, query.Axis, created), point.Value)).OrderBy(point => point.X).ToList();
        if (points.Count == 0)
        {
            Assert.Equal(0, actual.Points);
            return;
        }

        var (from, to) = (query.From ?? points[0].X, query.To ?? points[^1].X);
        points = points.Where(point => point.X >= from && point.X <= to).ToList();
        var cells = points.GroupBy(point => Cell(point.X, from, to, query.Buckets, query.LogX)).ToList();
        Assert.Equal(points.Count, actual.Points);
        Assert.Equal(cells.Count, actual.Buckets.Count);
        if (points.Count == 0)
            return;
        Assert.Equal((points[0], points[^1]), (actual.FirstPoint!.Value, actual.LastPoint!.Value));
        foreach (var (cell, bucket) in cells.Zip(actual.Buckets))
        {
            var values = cell.Select(point => point.Value).ToArray();
            var finite = values.Where(double.IsFinite).ToArray();
            Assert.Equal((cell.Last().X, values[0], values[^1], values.LongLength), (bucket.X, bucket.First, bucket.Last, bucket.Count));
            Assert.Equal((finite.DefaultIfEmpty(double.NaN).Min(), finite.DefaultIfEmpty(double.NaN).Max()), (bucket.Min, bucket.Max));
            Assert.Equal(
                (values.LongCount(double.IsNaN), values.LongCount(double.IsPositiveInfinity), values.LongCount(double.IsNegativeInfinity)),
                (bucket.NaNs, bucket.PositiveInfinities, bucket.NegativeInfinities));
            Assert.InRange(bucket.Sum - finite.Sum(), -1e-9 * finite.Sum(Math.Abs) - 1e-9, 1e-9 * finite.Sum(Math.Abs) + 1e-9);
        }
    }

    private static double X(Point<double> point, SeriesAxis axis, long created) => axis switch
    {
        SeriesAxis.Step => point.Step.Value,
        SeriesAxis.Time => point.UnixMilliseconds,
        _ => (point.UnixMilliseconds - created) / 1000.0,
    };

    private static int Cell(double x, double from, double to, int buckets, bool log)
    {
        static double Log(double value) => value > 0 ? Math.Log(value) : 0;
        if (log && x <= 0)
            return 0;
        if (log)
            (x, from, to) = (Log(x), Log(from), Log(to));
        return to > from ? Math.Clamp((int)((x - from) / (to - from) * buckets), 0, buckets - 1) : 0;
    }

    private static RunOperation.AppendFloats Append(IEnumerable<(double Step, double Value, long Time)> points)
    {
        var all = points.ToArray();
        return new RunOperation.AppendFloats(Loss, new Points<double>(
            all.Select(point => new Step(point.Step)).ToArray(), all.Select(point => point.Value).ToArray(), all.Select(point => point.Time).ToArray()));
    }

    private sealed record Turn(int Kind, int Start, double Stride, int Count, int Times, uint Seed)
    {
        /// <summary>Values of all sorts; times that ascend, stand still, jump about, or run backwards.</summary>
        public IEnumerable<(double, double, long)> Points()
        {
            var random = new Random((int)Seed);
            for (var i = 0; i < Count; i++)
            {
                var time = Times switch { 0 => Created + Start + i, 1 => Created, 2 => random.Next(30_000), _ => 50_000 - i };
                yield return (Start + i * Stride, random.Next(50) == 0 ? Odd[random.Next(Odd.Length)] : random.NextDouble() * 200 - 100, time);
            }
        }
    }

    private sealed record Question(SeriesAxis Axis, int Buckets, double From, double To, bool IsWhole, bool Log)
    {
        public BucketQuery Over(SeriesRef[] series, IReadOnlyList<Point<double>> points, long created)
        {
            if (IsWhole || points.Count == 0)
                return new BucketQuery(series, Axis, Buckets, LogX: Log);
            var (low, high) = (points.Min(point => X(point, Axis, created)), points.Max(point => X(point, Axis, created)));
            return new BucketQuery(series, Axis, Buckets, low + From * (high - low), low + To * (high - low), Log);
        }
    }
}
