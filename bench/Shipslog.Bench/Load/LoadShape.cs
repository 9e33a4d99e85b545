using Shipslog.Bench.Machine;

namespace Shipslog.Bench.Load;

/// <summary>Durable ingest through HTTP, in Shipslog's own format: wide and narrow, as JSON, and a point at a time.</summary>
internal static class LoadShape
{
    private static readonly PointsTraffic Narrow = new(16, 100, 100, 10);
    private static readonly PointsTraffic Wide = new(16, 6_200, 100, 10);
    private static readonly PointsTraffic Single = new(32, 1, 1, 1);

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        await using var raw = await RawLimits.StartServerAsync();
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        var load = new Load(report, server, new Uri(raw.Urls.First()));
        var fsync = TimeSpan.FromSeconds(1 / RawLimits.DurableAppends(folder.Path, 4_096, TimeSpan.FromSeconds(2)));
        var brief = TimeSpan.FromSeconds(Math.Min(15, settings.Duration.TotalSeconds));

        (string What, PointsTraffic Traffic, TimeSpan Duration, string RawPath, string RawIs, string Goal)[] rows =
        [
            ("requests of 1,000 points over 100 series, 16 writers", Narrow, settings.Duration, "/discard", "discarding the same bodies", "≥ 5,000,000 points/s, ≥ 12 %"),
            ("the same over 99,200 series", Wide, brief, "/discard", "discarding the same bodies", "≥ 2,000,000 points/s"),
            ("the first as JSON", Narrow with { IsJson = true }, brief, "/parse", "only parsing the same bodies", "≥ 50 %"),
            ("one point a request, 32 writers", Single, brief, "/discard", "discarding the same bodies", "≥ 20,000 points/s"),
            ("one point a request, one writer alone", Single with { Writers = 1 }, brief, "/discard", "discarding the same bodies", ""),
        ];
        foreach (var row in rows.Where(row => row.What.Contains(settings.Only, StringComparison.Ordinal)))
        {
            var latencies = await load.MeasureAsync(row.What, row.Traffic, row.Duration, row.RawPath, row.RawIs, row.Goal);
            if (row.Traffic.Writers == 1)
                report.Time("p50 of a request", latencies.Median, "≤ 3 ×", fsync, "one fsync");
            else if (!row.Traffic.IsJson && row.Traffic != Wide)
                report.Time("p99 of a request", latencies.P99, row.Traffic == Single ? "< 25 ms" : "≤ 50 ms", fsync, "one fsync");
        }
    }

    private sealed class Load(Report report, ShipslogServer server, Uri raw)
    {
        public async Task<Latencies> MeasureAsync(string what, PointsTraffic traffic, TimeSpan duration, string rawPath, string rawIs, string goal)
        {
            var runs = new string[traffic.Writers];
            for (var i = 0; i < runs.Length; i++)
                runs[i] = (await server.AskAsync("/runs", new { })).GetProperty("shortId").GetString()!;
            var limit = await traffic.SustainAsync(TimeSpan.FromSeconds(Math.Min(5, duration.TotalSeconds)), raw, rawPath, null, runs);
            var before = server.ProcessorTime;
            var (perSecond, latencies) = await traffic.SustainAsync(duration, server.Address, ShipslogServer.Root + "/ingest", server.Token, runs);
            report.Rate(what, perSecond * traffic.PointsOfRequest, "points", goal, limit.RequestsPerSecond * traffic.PointsOfRequest, rawIs);
            report.Fact("processor time of the server for a request; its memory, now and at most",
                $"{(server.ProcessorTime - before).TotalMicroseconds / latencies.Count:#,0} µs; {Report.Megabytes(server.MemoryBytes)}, {Report.Megabytes(server.PeakMemoryBytes)}", "< 1 GB");
            return latencies;
        }
    }
}
