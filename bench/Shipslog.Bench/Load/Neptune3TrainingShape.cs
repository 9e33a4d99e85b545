using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Bench.Load;

/// <summary>
/// Foundation models in training: some runs, each with very many series, send a snapshot of all of them every 25 seconds, as neptune-scale
/// does. Meanwhile somebody looks at the list of runs. At the end every series must have all its points.
/// </summary>
internal static class Neptune3TrainingShape
{
    private const string Project = "bench/bench";
    private const string Path = "/api/client/v1/ingest";
    private const int Configs = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(25);

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        var names = Enumerable.Range(0, settings.Runs).Select(i => $"training-{i}-{Environment.ProcessId}").ToList();
        foreach (var run in names)
        {
            await SendAsync(server.Http, new IngestBody { Project = Project, RunId = run, Create = new CreateRun { Family = run, ExperimentId = run } });
            await SendAsync(server.Http, Body(run, ConfigsOf()));
        }

        var start = Stopwatch.GetTimestamp();
        var looking = LookAsync(server, start, settings.Duration);
        var all = await Task.WhenAll(names.Select((run, i) => Task.Run(() => TrainAsync(server, run, settings, start, Interval * i / names.Count))));
        var sends = new Latencies();
        Array.ForEach(all, one => sends.Add(one.Latencies));
        var looks = await looking;
        report.Fact("load", $"{settings.Runs} runs × {settings.Metrics:#,0} series every {Interval.TotalSeconds} s for {settings.Duration.TotalSeconds:0} s: {all.Sum(one => one.Snapshots) * settings.Metrics:#,0} points");
        report.Fact("p50 and p99 of a snapshot", $"{Report.Milliseconds(sends.Median)}, {Report.Milliseconds(sends.P99)}");
        report.Fact("snapshots that came late because the one before took more than the interval", $"{all.Sum(one => one.Late)}");
        report.Fact("p50 and p99 of the list of runs meanwhile", $"{Report.Milliseconds(looks.Latencies.Median)}, {Report.Milliseconds(looks.Latencies.P99)}");
        report.Fact("memory of the server at a quarter, at the half, at the end; at most", $"{string.Join(", ", looks.Memory.Select(Report.Megabytes))}, {Report.Megabytes(server.MemoryBytes)}; {Report.Megabytes(server.PeakMemoryBytes)}");
        report.Fact("points missing", $"{await MissingAsync(server, names, settings, all)}", "0");
    }

    private static async Task<(int Snapshots, int Late, Latencies Latencies)> TrainAsync(
        ShipslogServer server, string run, BenchSettings settings, long start, TimeSpan offset)
    {
        var (latencies, late, step) = (new Latencies(), 0, 0);
        for (; offset + Interval * step < settings.Duration; step++)
        {
            var wait = offset + Interval * step - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            else if (wait < -Interval)
                late++;
            var snapshot = new Snapshot { Step = new WireStep { Whole = (ulong)step }, Timestamp = new WireTimestamp { Seconds = 1_790_000_000 + 25 * step } };
            for (var i = 0; i < settings.Metrics; i++)
                snapshot.Append[$"layers/{i / 100:0000}/metric-{i % 100:00}"] = new Value { Float64 = 1.0 / (1 + step + i) };
            var body = Body(run, snapshot);
            await latencies.MeasureAsync(() => SendAsync(server.Http, body));
        }

        return (step, late, latencies);
    }

    private static async Task<(Latencies Latencies, IReadOnlyList<long> Memory)> LookAsync(ShipslogServer server, long start, TimeSpan duration)
    {
        var (latencies, memory) = (new Latencies(), new List<long>());
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            await latencies.MeasureAsync(() => server.PostAsync("/runs/query", new { columns = new[] { new { path = "sys/id" }, new { path = "layers/0000/metric-00" } }, limit = 50 }));
            if (Stopwatch.GetElapsedTime(start) > duration / 4 * (memory.Count + 1) && memory.Count < 2)
                memory.Add(server.MemoryBytes);
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        return (latencies, memory);
    }

    private static async Task<long> MissingAsync(
        ShipslogServer server, List<string> names, BenchSettings settings, (int Snapshots, int Late, Latencies Latencies)[] sent)
    {
        long missing = 0;
        for (var i = 0; i < names.Count; i++)
        {
            using var run = JsonDocument.Parse(await server.GetAsync("/runs/" + names[i]));
            var found = run.RootElement.GetProperty("attributes").EnumerateArray()
                .Where(attribute => attribute.GetProperty("kind").GetString() == "floatSeries").Sum(attribute => attribute.GetProperty("count").GetInt64());
            missing += (long)sent[i].Snapshots * settings.Metrics - found;
        }

        return missing;
    }

    private static Snapshot ConfigsOf()
    {
        var snapshot = new Snapshot();
        for (var i = 0; i < Configs; i++)
            snapshot.Assign[$"config/group-{i / 50}/option-{i % 50}"] = new Value { Float64 = i };
        return snapshot;
    }

    private static IngestBody Body(string run, Snapshot snapshot) =>
        new() { Project = Project, RunId = run, UpdateBatch = new SnapshotBatch { Snapshots = { snapshot } } };

    private static async Task SendAsync(HttpClient http, IngestBody body)
    {
        using var answer = await http.PostAsync(Path, new ByteArrayContent(body.ToByteArray()));
        answer.EnsureSuccessStatusCode();
        var id = SubmitResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).RequestIds.Single();
        if (id.Contains('.', StringComparison.Ordinal))
            throw new InvalidOperationException($"Not all was accepted: {id}");
    }
}
