using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

/// <summary>Random histories of one series, with checkpoints, restarts and crashes in between, against a sorted dictionary.</summary>
public sealed class EngineHistoryTests
{
    private static readonly AttributePath Loss = new("logs/loss");
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private static readonly Gen<(double Step, double Value)[]> Points = Gen.Select(
        Gen.OneOf(Gen.Int[-5, 40].Select(step => (double)step), Gen.Int[0, 9].Select(tenth => tenth / 10.0)),
        Gen.OneOf(Gen.Double[-100, 100], Gen.Int[0, 4].Select(i => new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -0.0 }[i])))
        .Array[1, 12];

    [Fact]
    public void Any_history_gives_the_points_and_summary_of_a_plain_dictionary()
    {
        var turn = Gen.Select(Gen.Int[0, 9], Points);
        turn.Array[1, 12].Sample(
            turns => LiveAsync(turns).GetAwaiter().GetResult(), iter: 40, threads: 1, seed: "0000000000001",
            print: turns => string.Join(" | ", turns.Select(t => $"{t.Item1}: {string.Join(' ', t.Item2)}")));
    }

    private static async Task LiveAsync((int Kind, (double Step, double Value)[] Points)[] turns)
    {
        var folders = new List<string> { Directory.CreateTempSubdirectory("shipslog-history").FullName };
        var tracker = Open(folders[0]);
        try
        {
            var id = (await (await tracker.OpenAsync(Digits)).CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
            var model = new SortedDictionary<double, double>();
            foreach (var (kind, points) in turns)
            {
                var engine = await tracker.OpenAsync(Digits);
                switch (kind)
                {
                    case 0:
                        await tracker.DisposeAsync();
                        tracker = Open(folders[^1]);
                        break;
                    case 1:
                        await engine.CheckpointAsync();
                        break;
                    case 2:
                        folders.Add(Copy(folders[^1]));
                        await tracker.DisposeAsync();
                        tracker = Open(folders[^1]);
                        break;
                    case 3:
                        await engine.ApplyAsync(new RunBatch(id, [new RunOperation.ClearSeries(Loss, AttributeKind.FloatSeries)]));
                        model.Clear();
                        break;
                    case 4:
                        await engine.ApplyAsync(new RunBatch(id, [new RunOperation.DeleteAttribute(Loss)]));
                        model.Clear();
                        break;
                    default:
                        await engine.ApplyAsync(new RunBatch(id, [Append(points)]));
                        foreach (var (step, value) in points)
                            model[step] = value;
                        break;
                }

                await CompareAsync(await tracker.OpenAsync(Digits), id, model);
            }
        }
        finally
        {
            await tracker.DisposeAsync();
            folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        }
    }

    private static async Task CompareAsync(ProjectEngine engine, Guid id, SortedDictionary<double, double> model)
    {
        if ((await engine.ReadAsync(id))[Loss.Value] is not AttributeValue.FloatSeries series)
        {
            Assert.Empty(model);
            return;
        }

        var page = await engine.FloatsAsync(new SeriesRef(id, Loss), new PointQuery());
        Assert.Equal(model.Select(point => (point.Key, point.Value)), page.Points.Select(point => (point.Step.Value, point.Value)));
        var finite = model.Values.Where(double.IsFinite).ToArray();
        var summary = series.Summary;
        Assert.Equal((model.Count, finite.Length), (summary.Position.Count, summary.FiniteCount));
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Min(), summary.Min);
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Max(), summary.Max);
        Assert.Equal(1, Closeness(finite.Sum(), summary.Sum), 9);
        if (model.Count == 0)
            return;
        Assert.Equal((model.Keys.First(), model.Keys.Last()), (summary.Position.FirstStep.Value, summary.Position.LastStep.Value));
        Assert.Equal((model.Values.First(), model.Values.Last()), (summary.First, summary.Last));
        var buckets = (await engine.BucketsAsync(new BucketQuery([new SeriesRef(id, Loss)], SeriesAxis.Step, 5)))[0];
        Assert.Equal(model.Count, buckets.Buckets.Sum(bucket => bucket.Count));
        Assert.Equal(model.Count - finite.Length, buckets.Buckets.Sum(b => b.NaNs + b.PositiveInfinities + b.NegativeInfinities));
    }

    /// <summary>1 when two sums agree within rounding, also where they overflow.</summary>
    private static double Closeness(double expected, double actual) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-9 * Math.Max(1, Math.Abs(expected)) || Math.Abs(expected) > 1e300 ? 1 : 0;

    private static RunOperation.AppendFloats Append((double Step, double Value)[] points) => new(
        Loss,
        new Points<double>(
            points.Select(p => new Step(p.Step)).ToArray(), points.Select(p => p.Value).ToArray(), points.Select((_, i) => 5000L - i).ToArray()));

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("shipslog-crash").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static Tracker Open(string folder) => new(
        new SqliteProjectStores(folder), new FolderFileStore(folder, TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
}
