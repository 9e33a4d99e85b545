using System.Diagnostics;
using Shipslog.Bench.Machine;
using Shipslog.Core.Ingest.Points;

namespace Shipslog.Bench.Micro;

/// <summary>Exact buckets of long series through HTTP, and the bytes a point takes on disk.</summary>
internal static class SeriesShape
{
    private const int BodyPoints = 500_000;
    private const int Runs = 50;

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        var points = settings.Points < 1_000 ? 100_000_000 : settings.Points;
        await using (var filling = await ShipslogServer.StartAsync(folder.Path))
            await folder.OnceAsync($"series-{points}", () => FillAsync(filling, points));

        await using (var raw = await RawLimits.StartServerAsync())
        {
            using var rawHttp = new HttpClient { BaseAddress = new Uri(raw.Urls.First()) };
            await AskAsync(report, folder, rawHttp, "1 series of 1,000,000 points → 2,000 buckets", [("BEN-1", "million")], 2_000, "< 20 ms cold, < 3 ms warm");
            await AskAsync(report, folder, rawHttp, $"1 series of {points:#,0} points → 1,000 buckets", [("BEN-1", "long")], 1_000, "< 100 ms cold");
            await AskAsync(report, folder, rawHttp, "50 runs × 10,000 points → 1,000 buckets each", [.. Enumerable.Range(2, Runs).Select(i => ($"BEN-{i}", "loss"))], 1_000, "< 30 ms");
        }

        await SizeAsync(report, "float32 noise", (random, _) => (float)(random.NextDouble() + random.NextDouble()), "≤ 4 bytes a point");
        await SizeAsync(report, "float64 noise", (random, _) => random.NextDouble() + random.NextDouble(), "≤ 8 bytes a point");
        await SizeAsync(report, "float32 loss curve", (random, i) => (float)(1 / (1 + i * 1e-4) + 0.01 * random.NextDouble()), "≤ 4 bytes a point");
    }

    private static async Task AskAsync(
        Report report, BenchFolder folder, HttpClient raw, string what, (string Run, string Path)[] series, int buckets, string goal)
    {
        var body = new { series = series.Select(one => new { run = one.Run, path = one.Path }), buckets };
        var (coldWork, changedWork, warmWork) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var cold = new Latencies();
        var changed = new Latencies();
        var warm = new Latencies();
        var bytes = 0;
        for (var start = 0; start < 3; start++)
        {
            await using var server = await ShipslogServer.StartAsync(folder.Path);
            // Another question of the same kind: so that the program's code is compiled, but nothing of the series was read.
            for (var i = 0; i < 30; i++)
                await server.PostAsync("/series/buckets", new { series = new[] { new { run = "BEN-60", path = "loss" } }, buckets = buckets - i });
            var began = server.ProcessorTime;
            await cold.MeasureAsync(async () => bytes = (await server.PostAsync("/series/buckets", body)).Length);
            var first = server.ProcessorTime;
            // With one bucket less nothing is known: what a series costs that has just changed.
            for (var i = 1; i <= 10; i++)
                await changed.MeasureAsync(() => server.PostAsync("/series/buckets", body with { buckets = buckets - i }));
            var second = server.ProcessorTime;
            for (var i = 0; i < 60; i++)
                await warm.MeasureAsync(() => server.PostAsync("/series/buckets", body));
            (coldWork, changedWork, warmWork) = (coldWork + first - began, changedWork + second - first, warmWork + server.ProcessorTime - second);
        }

        var answering = await Latencies.OfAsync(200, () => raw.GetByteArrayAsync($"/bytes/{bytes}"));
        report.Time($"{what}: first answer after a start{Work(coldWork, cold)}", cold.Median, goal, answering.Median, $"answering {bytes:#,0} bytes");
        report.Time($"{what}: points unknown, program warm{Work(changedWork, changed)}", changed.Median, "", answering.Median, "likewise");
        report.Time($"{what}: asked again{Work(warmWork, warm)}", warm.Median, "", answering.Median, "likewise");
    }

    private static string Work(TimeSpan processor, Latencies questions) => $" (processor time {Report.Milliseconds(processor / questions.Count)})";

    private static async Task FillAsync(ShipslogServer server, int longPoints)
    {
        for (var run = 0; run < Runs + 10; run++)
            await server.PostAsync("/runs", new { });
        await AppendAsync(server, "BEN-1", "million", 1_000_000);
        for (var run = 2; run < Runs + 11; run++)
            await AppendAsync(server, $"BEN-{run}", "loss", 10_000);
        await AppendAsync(server, "BEN-1", "long", longPoints);
    }

    private static async Task AppendAsync(ShipslogServer server, string run, string path, int count, Func<Random, int, double>? value = null)
    {
        var random = new Random(1);
        value ??= (r, i) => (float)(1 / (1 + i * 1e-4) + 0.01 * r.NextDouble());
        var time = 1_760_000_000_000L;
        for (var start = 0; start < count; start += BodyPoints)
        {
            var size = Math.Min(BodyPoints, count - start);
            var (steps, times, values) = (new long[size], new long[size], new double[size]);
            for (var i = 0; i < size; i++)
                (steps[i], times[i], values[i]) = (start + i, time += 90 + random.Next(20), value(random, start + i));
            await server.PostAsync("/ingest", new PointsWriter(null, 1).Run(run, steps, times, 1).Floats(path, values).ToArray(), "application/vnd.shipslog.points");
        }
    }

    /// <summary>The whole data folder with one long series, closed, less an empty one.</summary>
    private static async Task SizeAsync(Report report, string what, Func<Random, int, double> value, string goal)
    {
        const int points = 8_000_000;
        using var folder = new BenchFolder(null);
        long empty;
        await using (var server = await ShipslogServer.StartAsync(folder.Path))
            await server.PostAsync("/runs", new { });
        empty = folder.Bytes;
        var start = Stopwatch.GetTimestamp();
        await using (var server = await ShipslogServer.StartAsync(folder.Path))
            await AppendAsync(server, "BEN-1", "loss", points, value);
        report.Fact($"disk: {what}, {points:#,0} points, times jittering by 20 ms, after {Report.Milliseconds(Stopwatch.GetElapsedTime(start))}",
            $"{(folder.Bytes - empty) / (double)points:0.00} bytes a point", goal);
    }
}
