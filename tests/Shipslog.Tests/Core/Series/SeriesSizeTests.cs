using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core.Series;

/// <summary>What a point of a long series takes on disk, everything included. Deterministic, but for SQLite's version.</summary>
public sealed class SeriesSizeTests : IDisposable
{
    private const int Count = 2_000_000;
    private const int Batch = 50_000;
    private static readonly AttributePath Loss = new("loss");
    private static readonly Project Digits = new(new Guid(1, 0, 0, new byte[8]), 1, Guid.Empty, "me", "p", "PRO", ProjectVisibility.Private, null, 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-size").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Values_that_were_float32_take_at_most_4_bytes_a_point() =>
        Assert.InRange(await BytesPerPointAsync((random, _) => (float)(random.NextDouble() + random.NextDouble())), 2, 4);

    [Fact]
    public async Task Noisy_float64_values_take_at_most_8_bytes_a_point() =>
        Assert.InRange(await BytesPerPointAsync((random, i) => 1 / (1 + i * 1e-4) + 0.01 * random.NextDouble()), 5, 8);

    private async Task<double> BytesPerPointAsync(Func<Random, int, double> value)
    {
        var random = new Random(1);
        var time = 1_760_000_000_000L;
        Guid id;
        await using (var tracker = Open())
        {
            var engine = await tracker.OpenAsync(Digits);
            id = (await engine.CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
            for (var start = 0; start < Count; start += Batch)
            {
                var steps = Enumerable.Range(start, Batch).Select(i => new Step(i)).ToArray();
                var values = Array.ConvertAll(steps, step => value(random, (int)step.Value));
                // Clients log every tenth of a second, give or take two milliseconds.
                var times = Array.ConvertAll(steps, _ => time += 98 + random.Next(5));
                await engine.ApplyAsync(new RunBatch(id, [new RunOperation.AppendFloats(Loss, new Points<double>(steps, values, times))]));
            }
        }

        var bytes = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        await using var again = Open();
        var page = await (await again.OpenAsync(Digits)).FloatsAsync(new SeriesRef(id, Loss), new PointQuery(new Step(Count - 1)));
        Assert.Equal(Count, page.Total);
        Assert.Single(page.Points);
        return bytes / (double)Count;
    }

    private Tracker Open() => new(
        new SqliteProjectStores(_folder), new FolderFileStore(_folder, TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
}
