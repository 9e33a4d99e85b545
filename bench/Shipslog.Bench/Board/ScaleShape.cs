using System.Diagnostics;
using System.Text.Json;
using Shipslog.Bench.Machine;
using Shipslog.Core.Ingest.Points;

namespace Shipslog.Bench.Board;

/// <summary>Many runs with many short series, written through the ingest API; then the queries of the board, and memory.</summary>
internal static class ScaleShape
{
    private const int Writers = 4;

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        var points = (double)settings.Runs * settings.Metrics * settings.Points;
        await using (var server = await ShipslogServer.StartAsync(folder.Path))
        {
            await folder.OnceAsync($"scale-{settings.Runs}", async () =>
            {
                var start = Stopwatch.GetTimestamp();
                var alone = MakingBodies(settings);
                await FillAsync(server, settings);
                report.Rate($"loading {settings.Runs:#,0} runs × {settings.Metrics:#,0} series{(settings.Distinct == settings.Metrics ? "" : $" of {settings.Distinct:#,0}")} × {settings.Points} points: {points:0.00e0} points", points / Stopwatch.GetElapsedTime(start).TotalSeconds,
                    "points", "", alone, "making the bodies on one core");
                report.Fact("processor time of the server for a run; its memory, at most",
                    $"{Report.Milliseconds(server.ProcessorTime / settings.Runs)}; {Report.Megabytes(server.PeakMemoryBytes)}", "< 4 GB");
            });
        }

        report.Fact("data folder", $"{Report.Megabytes(folder.Bytes)}, {folder.Bytes / points:0.0} bytes a point");
        // Once for the columns that the question needs: they are kept when the server stops.
        await StartingAsync(folder, report, "server start to the first answer, never asked before", "");
        await StartingAsync(folder, report, "server start to the first answer, asked before", "< 4 s");
        await using var reading = await ShipslogServer.StartAsync(folder.Path);
        await TellAsync(reading, report, "two predicates, sort, count, 50 × 30 cells", 100, "< 10 ms", () => QueryAsync(reading));
        await TellAsync(reading, report, "names by regex", 50, "< 100 ms", () => reading.GetAsync("/attributes?limit=50&regex=true&search=" + Uri.EscapeDataString("group_1.*/m7$")));
        await TellAsync(reading, report, "columns that differ", 5, "", () => reading.PostAsync("/runs/columns", new { limit = 10 }));
        await TellAsync(reading, report, "one run with everything", 20, "", () => reading.GetAsync($"/runs/BEN-{settings.Runs / 2}"));
        var found = 0L;
        for (var i = 0; i < settings.Metrics; i += 13)
            found += JsonDocument.Parse(await BucketsAsync(reading, settings, i)).RootElement.GetProperty("series").EnumerateArray().Sum(series => series.GetProperty("points").GetInt64());
        report.Fact($"points missing in every 13th series of 50 runs ({found:#,0} found)", Report.Thousands(50L * ((settings.Metrics + 12) / 13) * settings.Points - found), "0");
        var metric = 1;
        await TellAsync(reading, report, "50 runs × 1 series → 1,000 buckets, each time another series", 20, "< 60 ms", () => BucketsAsync(reading, settings, metric += 13));
        await TellAsync(reading, report, "50 runs × 1 series → 1,000 buckets, asked again", 20, "< 60 ms", () => BucketsAsync(reading, settings, 1));
        report.Fact("memory of the server, now and at most", $"{Report.Megabytes(reading.MemoryBytes)}, {Report.Megabytes(reading.PeakMemoryBytes)}", "< 4 GB");
    }

    private static async Task StartingAsync(BenchFolder folder, Report report, string what, string goal)
    {
        var began = Stopwatch.GetTimestamp();
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        await QueryAsync(server);
        var taken = Stopwatch.GetElapsedTime(began);
        var processor = server.ProcessorTime;
        report.Time($"{what} (processor time {Report.Milliseconds(processor)})", taken, goal, RawLimits.Reading(folder.Files), "reading the folder once");
    }

    private static async Task TellAsync(ShipslogServer server, Report report, string what, int times, string goal, Func<Task> ask)
    {
        await ask();
        var (latencies, processor) = await server.MeasureAsync(times, ask);
        report.Fact($"{what}: median, p99 (processor time {Report.Milliseconds(processor)})", $"{Report.Milliseconds(latencies.Median)}, {Report.Milliseconds(latencies.P99)}", goal);
    }

    /// <summary>The run's nth metric: each run has some of all that there are, beginning with another.</summary>
    private static string Path(int run, int metric, BenchSettings settings) => Path((run * 101 + metric) % settings.Distinct);

    private static string Path(int metric) => $"train/group_{metric / 50}/m{metric}";

    private static double MakingBodies(BenchSettings settings)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 1; i <= 20; i++)
            Body(i, settings);
        return 20.0 * settings.Metrics * settings.Points / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task FillAsync(ShipslogServer server, BenchSettings settings)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i <= settings.Runs; i = Interlocked.Increment(ref next))
            {
                await server.PostAsync("/runs", new
                {
                    customId = $"scale-{i}",
                    operations = new object[]
                    {
                        new { op = "assign", path = "parameters/lr", kind = "float", value = i % 1000 / 1000.0 },
                        new { op = "assign", path = "parameters/model", kind = "string", value = $"model-{i % 7}" },
                    },
                });
                await server.PostAsync("/ingest", Body(i, settings), PointsMessage.MediaType);
            }
        })));
    }

    private static byte[] Body(int run, BenchSettings settings)
    {
        var random = new Random(run);
        var steps = Enumerable.Range(0, settings.Points).Select(i => (long)i * 10).ToArray();
        var message = new PointsWriter($"scale-{run}", 1).Run($"scale-{run}", steps, [], settings.Metrics);
        var values = new float[settings.Points];
        for (var metric = 0; metric < settings.Metrics; metric++)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(Math.Exp(-i * 0.1) + random.NextDouble() * 0.1);
            message.Floats(Path(run, metric, settings), values);
        }

        return message.ToArray();
    }

    private static Task<byte[]> QueryAsync(ShipslogServer server) => server.PostAsync("/runs/query", new
    {
        filter = $"`{Path(3)}` < 0.2 AND `parameters/model` = \"model-3\"",
        sort = new[] { new { path = Path(1), direction = "descending" } },
        columns = Enumerable.Range(0, 30).Select(i => new { path = Path(i) }),
        limit = 50,
    });

    private static Task<byte[]> BucketsAsync(ShipslogServer server, BenchSettings settings, int metric) => server.PostAsync("/series/buckets", new
    {
        series = Enumerable.Range(1, 50).Select(i => (int)((long)i * settings.Runs / 50))
            .Select(run => new { run = $"scale-{run}", path = Path(run, metric % settings.Metrics, settings) }),
        axis = "step",
        buckets = 1_000,
    });
}
