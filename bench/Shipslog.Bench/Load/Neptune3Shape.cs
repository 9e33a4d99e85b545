using System.Diagnostics;
using Google.Protobuf;
using Shipslog.Bench.Machine;
using Shipslog.Protocols.Neptune3.Ingest;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Bench.Load;

/// <summary>Durable ingest through the endpoint of Neptune 3.x: bodies of 100 snapshots with 1,000 attributes each, as neptune-scale 0.29 sends them under load, one at a time a run.</summary>
internal static class Neptune3Shape
{
    private const string Project = "bench/bench";
    private const string Path = "/api/client/v1/ingest";
    private const int Writers = 4;
    private const int Snapshots = 100;
    private const int Attributes = 1000;
    private const int PointsInBody = Snapshots * Attributes;

    public static async Task RunAsync(BenchSettings settings, Report report)
    {
        using var folder = new BenchFolder(settings.Data);
        await using var raw = await RawLimits.StartServerAsync();
        using var rawHttp = new HttpClient { BaseAddress = new Uri(raw.Urls.First()) };
        await using var server = await ShipslogServer.StartAsync(folder.Path);
        var bodies = new Body[Writers];
        for (var i = 0; i < Writers; i++)
        {
            var run = $"bench-{i}-{Environment.ProcessId}";
            await SendAsync(server.Http, new IngestBody { Project = Project, RunId = run, Create = new CreateRun { Family = run } }.ToByteArray());
            bodies[i] = new Body(run);
        }

        var limitTime = TimeSpan.FromSeconds(Math.Min(5, settings.Duration.TotalSeconds));
        var discard = await SustainAsync(limitTime, async body =>
        {
            using var answer = await rawHttp.PostAsync("/discard", new ByteArrayContent(body.Next()));
            answer.EnsureSuccessStatusCode();
        }, [.. bodies.Select((_, i) => new Body($"limit-{i}"))]);
        var parse = await SustainAsync(limitTime, body =>
        {
            Parse(body.Next());
            return Task.CompletedTask;
        }, [.. bodies.Select((_, i) => new Body($"limit-{i}"))]);
        var measured = await SustainAsync(settings.Duration, body => SendAsync(server.Http, body.Next()), bodies);
        var what = $"durable ingest, {Writers} runs, bodies of {Snapshots} snapshots with {Attributes:#,0} attributes";
        report.Rate(what, measured.PerSecond * PointsInBody, "points", "≥ 1,500,000 points/s", discard.PerSecond * PointsInBody, "discarding the same bodies");
        report.Rate("the same", measured.PerSecond * PointsInBody, "points", "", parse.PerSecond * PointsInBody, "only reading them, in the driver");
        report.Fact("p50 and p99 of a request", $"{Report.Milliseconds(measured.Latencies.Median)}, {Report.Milliseconds(measured.Latencies.P99)}");
        report.Fact("bytes of a body", $"{Report.Thousands(bodies[0].Next().Length)}");
        report.Fact("memory of the server, now and at most", $"{Report.Megabytes(server.MemoryBytes)}, {Report.Megabytes(server.PeakMemoryBytes)}", "< 1 GB");
        report.Fact("bytes on disk a point", $"{folder.Bytes / (measured.PerSecond * PointsInBody * settings.Duration.TotalSeconds):0.00}");
    }

    private static void Parse(byte[] body)
    {
        var request = RunRequest.Read(body);
        var translation = new SnapshotTranslation(Guid.Empty, 0);
        translation.ReadBatch(request.Operation.Span);
        if (translation.Operations.Count != Attributes)
            throw new InvalidOperationException("The body was not read.");
    }

    private static async Task SendAsync(HttpClient http, byte[] body)
    {
        using var answer = await http.PostAsync(Path, new ByteArrayContent(body));
        answer.EnsureSuccessStatusCode();
        var submitted = SubmitResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
        if (submitted.RequestIds.Single().Contains('.', StringComparison.Ordinal))
            throw new InvalidOperationException($"Not all was accepted: {submitted.RequestIds.Single()}");
    }

    private static async Task<(double PerSecond, Latencies Latencies)> SustainAsync(TimeSpan duration, Func<Body, Task> send, Body[] bodies)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(bodies.Select(body => Task.Run(async () =>
        {
            var latencies = new Latencies();
            while (Stopwatch.GetElapsedTime(start) < duration)
                await latencies.MeasureAsync(() => send(body));
            return latencies;
        })));
        var sum = new Latencies();
        Array.ForEach(all, sum.Add);
        return (sum.Count / Stopwatch.GetElapsedTime(start).TotalSeconds, sum);
    }

    /// <summary>A recorded body whose steps and times are moved on in place, so that making it costs the driver nothing.</summary>
    private sealed class Body
    {
        // Steps and seconds are varints of five bytes, whatever they are.
        private const long FirstStep = 1L << 28;
        private const long FirstSecond = 1_700_000_000;

        private readonly byte[] _bytes;
        private readonly List<(int Step, int Second)> _places = [];
        private long _sent;

        public Body(string run)
        {
            var batch = new SnapshotBatch();
            for (var i = 0; i < Snapshots; i++)
            {
                var snapshot = new Snapshot { Step = new WireStep { Whole = FirstStep }, Timestamp = new WireTimestamp { Seconds = FirstSecond, Nanos = 123_000_000 } };
                for (var a = 0; a < Attributes; a++)
                    snapshot.Append[$"metrics/layer-{a / 20:00}/gradient-norm-{a % 20:00}"] = new Value { Float64 = 1.0 / (1 + i + a) };
                batch.Snapshots.Add(snapshot);
            }

            _bytes = new IngestBody { Project = Project, RunId = run, UpdateBatch = batch }.ToByteArray();
            ReadOnlySpan<byte> head = [8, 0x80, 0x80, 0x80, 0x80, 0x01, 18]; // Step.whole = 2^28, then the timestamp.
            for (var at = 0; _bytes.AsSpan(at).IndexOf(head) is >= 0 and var found; at += found + 1)
                _places.Add((at + found + 1, at + found + 9));
            if (_places.Count != Snapshots)
                throw new InvalidOperationException("The snapshots were not found.");
        }

        public byte[] Next()
        {
            foreach (var (step, second) in _places)
            {
                Write(_bytes.AsSpan(step, 5), FirstStep + _sent);
                Write(_bytes.AsSpan(second, 5), FirstSecond + _sent);
                _sent++;
            }

            return _bytes;
        }

        private static void Write(Span<byte> place, long value)
        {
            for (var i = 0; i < 5; i++, value >>= 7)
                place[i] = (byte)((int)(value & 127) + (i < 4 ? 128 : 0));
        }
    }
}
