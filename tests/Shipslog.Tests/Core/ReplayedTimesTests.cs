using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

public sealed class ReplayedTimesTests : IDisposable
{
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-times").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task A_replay_gives_every_time_that_the_first_readers_saw()
    {
        var lost = Open(); // Never closed: closing would leave nothing to replay.
        var engine = await lost.OpenAsync(Digits);
        var id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
        await engine.ApplyAsync(new RunBatch(id, [new RunOperation.Ping()]));
        await engine.ApplyAsync(new RunBatch(id, [new RunOperation.Assign(new AttributePath("parameters/lr"), new AttributeValue.Float(0.1))]));
        await engine.ApplyAsync(new RunBatch(id, [new RunOperation.SetState(RunState.Succeeded)]));
        var seen = await AttributesAsync(engine, id);

        await using var next = Open();
        var replayed = await AttributesAsync(await next.OpenAsync(Digits), id);

        Assert.Contains(seen, attribute => attribute.Item1 == SystemPaths.FinishTime);
        Assert.Equal(seen, replayed);
    }

    private static async Task<List<(string, AttributeValue)>> AttributesAsync(ProjectEngine engine, Guid id) =>
        [.. (await engine.ReadAsync(id)).Attributes
            .Where(attribute => attribute.Value is AttributeValue.Datetime or AttributeValue.Float or AttributeValue.Int)
            .Select(attribute => (attribute.Path.Value, attribute.Value))];

    private Tracker Open()
    {
        var clock = new TickingClock();
        return new(new SqliteProjectStores(_folder), new FolderFileStore(_folder, clock), clock, NullLoggerFactory.Instance);
    }

    /// <summary>Every reading is a millisecond later than the one before.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _milliseconds = 1_800_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _milliseconds));
    }
}
