using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>Reads a series: its chunks, and over them what is not in chunks yet.</summary>
internal static class SeriesReader
{
    private static readonly Step Lowest = new(double.NegativeInfinity);
    private static readonly Step Highest = new(double.PositiveInfinity);

    /// <summary>All points in step order.</summary>
    public static async Task<PointColumns<T>> ReadAsync<T>(
        LiveRun run, AttributeSlot slot, SeriesBuffer<T>? buffer, IProjectStore store, CancellationToken cancellation)
    {
        // The buffer is copied before the chunks are read: a checkpoint that ends in between then shows a point twice, never not at all.
        PointColumns<T> recent;
        bool chunksCount;
        lock (run.Lock)
        {
            recent = buffer?.Copy() ?? new PointColumns<T>();
            chunksCount = buffer?.ChunksCount ?? true;
        }

        if (!chunksCount)
            return recent;
        var stored = new PointColumns<T>();
        await foreach (var chunk in store.ReadChunksAsync(new SeriesKey(run.Run.Key, slot.Id), Lowest, Highest, cancellation))
        {
            var points = ChunkWriter.Decode<T>(chunk);
            for (var i = 0; i < points.Count; i++)
                stored.Put(points.Steps[i], points.Values[i], points.UnixMilliseconds[i]);
        }

        return PointColumns<T>.Merge(stored, recent);
    }
}
