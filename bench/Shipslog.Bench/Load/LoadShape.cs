using System.Diagnostics;
using Shipslog.Bench.Machine;
using Shipslog.Core.Ingest.Points;

namespace Shipslog.Bench.Load;

/// <summary>Durable ingest through HTTP: requests of 1,000 points over 100 series.</summary>
internal static class LoadShape
{
    private const int Connections = 16;
    private const int Series = 100;
    private const int Points = 10;

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        await using var raw = await RawLimits.StartServerAsync();
        using var rawHttp = new HttpClient { BaseAddress = new Uri(raw.Urls.First()) };
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        var runs = new string[Connections];
        for (var i = 0; i < runs.Length; i++)
            runs[i] = (await server.AskAsync("/runs", new { })).GetProperty("shortId").GetString()!;

        var fsyncs = RawLimits.DurableAppends(folder.Path, 4_096, TimeSpan.FromSeconds(2));
        var limit = await SustainAsync(TimeSpan.FromSeconds(Math.Min(10, settings.Duration.TotalSeconds)), async (writer, request) =>
        {
            using var answer = await rawHttp.PostAsync("/discard", new ByteArrayContent(Body(runs[writer], writer, request)));
            answer.EnsureSuccessStatusCode();
        });
        var idle = server.ProcessorTime;
        var measured = await SustainAsync(settings.Duration, (writer, request) =>
            server.PostAsync("/ingest", Body(runs[writer], writer, request), PointsMessage.MediaType));
        report.Rate($"durable ingest, {Connections} connections, requests of {Series * Points:#,0} points", measured.PerSecond * Series * Points, "points",
            "≥ 5,000,000 points/s, ≥ 12 %", limit.PerSecond * Series * Points, "discarding the same bodies");
        report.Time("p99 of a request", measured.Latencies.P99, "≤ 50 ms", TimeSpan.FromSeconds(1 / fsyncs), "one fsync");
        report.Fact("processor time of the server for a request, of both cores", $"{(server.ProcessorTime - idle).TotalMicroseconds / measured.Latencies.Count:#,0} µs", "");
        report.Fact("memory of the server, now and at most", $"{Report.Megabytes(server.MemoryBytes)}, {Report.Megabytes(server.PeakMemoryBytes)}", "< 1 GB");
    }

    private static byte[] Body(string run, int writer, int request)
    {
        Span<long> steps = stackalloc long[Points];
        Span<float> values = stackalloc float[Points];
        for (var i = 0; i < Points; i++)
            (steps[i], values[i]) = ((long)request * Points + i, 1f / (1 + i + writer) + (request * 2654435761u >> 16 & 1023) * 1e-4f);
        var message = new PointsWriter($"{writer}-{request}-{Environment.ProcessId}", 1).Run(run, steps, [], Series);
        for (var i = 0; i < Series; i++)
            message.Floats($"metrics/group-{i / 10}/series-{i}", values);
        return message.ToArray();
    }

    private static async Task<(double PerSecond, Latencies Latencies)> SustainAsync(TimeSpan duration, Func<int, int, Task> send)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(writer => Task.Run(async () =>
        {
            var latencies = new Latencies();
            for (var request = 0; Stopwatch.GetElapsedTime(start) < duration; request++)
                await latencies.MeasureAsync(() => send(writer, request));
            return latencies;
        })));
        var sum = new Latencies();
        Array.ForEach(all, sum.Add);
        return (sum.Count / Stopwatch.GetElapsedTime(start).TotalSeconds, sum);
    }
}
