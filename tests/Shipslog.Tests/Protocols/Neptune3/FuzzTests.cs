using System.Globalization;
using System.Net;
using Google.Protobuf;
using Shipslog.Protocols.Neptune3.Wire;
using Xunit.Abstractions;

namespace Shipslog.Tests.Protocols.Neptune3;

/// <summary>Broken and hostile bodies: each is answered by 200 or 403, and none makes the server grow. <c>SHIPSLOG_FUZZ</c> is how many (default 20,000).</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 3;
    private const long MaxGrowthBytes = 1L << 30;

    [Fact]
    public async Task Hostile_bodies_are_answered_and_cost_no_memory()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("SHIPSLOG_FUZZ"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 20_000;
        await using var session = await Neptune3Session.StartAsync();
        await session.CreateAsync("r");
        var seeds = Seeds();
        var random = new Random(Seed);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var statuses = new Dictionary<HttpStatusCode, int>();

        for (var i = 0; i < count; i++)
        {
            using var answer = await session.PostAsync("/api/client/v1/ingest", Mutate(seeds[random.Next(seeds.Length)], random));
            statuses[answer.StatusCode] = statuses.GetValueOrDefault(answer.StatusCode) + 1;
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{string.Join(", ", statuses.Select(status => $"{(int)status.Key}: {status.Value}"))}; {grown >> 20} MB more than before");
        Assert.All(statuses.Keys, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Forbidden, $"{status} was answered."));
        Assert.True(statuses[HttpStatusCode.OK] > count / 10, "Hardly a body reached the run.");
        Assert.True(grown < MaxGrowthBytes, $"{grown} bytes are held.");
        Assert.Empty(await session.WriteAsync("r", Neptune3Session.Floats(1, ("still/works", 1))));
    }

    private static byte[][] Seeds()
    {
        var moment = Neptune3Session.Floats(3, ("m/loss", 1), ("m/acc", 2));
        moment.Assign["c"] = new Value { String = "text" };
        moment.Assign["s"] = new Value { StringSet = new StringSet { Values = { "a", "b" } } };
        moment.Assign["f"] = new Value { FileRef = new FileRef { Path = "p", SizeBytes = 3, MimeType = "text/plain" } };
        moment.Append["h"] = new Value { Histogram = new WireHistogram { BinEdges = { 0, 1 }, Counts = new WireHistogram.Types.Counts { Values = { 1 } } } };
        moment.ModifySets["sys/tags"] = new ModifySet { String = new ModifySet.Types.Changes { Values = { ["t"] = 1 } } };
        moment.Preview = new WirePreview { IsPreview = true, CompletionRatio = 0.5f };
        var create = new CreateRun
        {
            Family = "r",
            ExperimentId = "e",
            CreationTime = new WireTimestamp { Seconds = 5 },
            ForkPoint = new ForkPoint { ParentRunId = "r", Step = new WireStep { Whole = 1 } },
        };
        IngestBody[] bodies =
        [
            new() { Project = Neptune3Session.ProjectName, RunId = "r", UpdateBatch = new SnapshotBatch { Snapshots = { moment, moment } } },
            new() { Project = Neptune3Session.ProjectName, RunId = "r", Update = moment },
            new() { Project = Neptune3Session.ProjectName, RunId = "r", Create = create },
        ];
        return [.. bodies.Select(body => body.ToByteArray())];
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var body = (byte[])seed.Clone();
        // The project's name stays mostly whole, so that what follows is read.
        var from = random.Next(10) == 0 ? 0 : 14;
        switch (random.Next(5))
        {
            case 0: return body[..random.Next(body.Length)];
            case 1:
                random.NextBytes(body.AsSpan(from));
                return body;
            case 2:
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                    body[random.Next(from, body.Length)] ^= (byte)(1 << random.Next(8));
                return body;
            case 3: // A length that promises gigabytes.
                var at = random.Next(from, body.Length);
                return [.. body[..at], 0x42, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. body[at..]];
            default: // Messages in messages.
                var deep = new List<byte>(body[..14]);
                for (var depth = random.Next(1, 200); depth > 0; depth--)
                    deep.AddRange([0x42, 0x80, 0x01]);
                return [.. deep];
        }
    }
}
