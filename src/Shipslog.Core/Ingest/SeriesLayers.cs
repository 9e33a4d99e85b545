using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>
/// Reads series: of every layer its chunks, and over them what is not in chunks yet; higher layers win at equal steps. A layer's owner
/// may be another run (a fork's ancestor) or gone (then its chunks are all there is).
/// </summary>
internal sealed partial class SeriesLayers(Func<int, LiveRun?> ownerOf, IProjectStore store)
{
    /// <summary>The run whose points lie under a store number; null when it was deleted.</summary>
    public LiveRun? OwnerOf(int storeKey) => ownerOf(storeKey);

    /// <summary>All points in step order, or those alone that some runs logged.</summary>
    public async Task<PointColumns<T>> ReadAsync<T>(
        LiveRun run, AttributeSlot slot, CancellationToken cancellation, IReadOnlySet<Guid>? loggedBy = null)
    {
        var points = new PointColumns<T>();
        foreach (var layer in run.Timeline.LayersOf(slot.Id))
        {
            if (loggedBy is null || Owner(run, layer.StoreKey) is { } owner && loggedBy.Contains(owner.Run.Id))
                points = PointColumns<T>.Merge(points, await ReadLayerAsync<T>(run, slot, layer, cancellation));
        }

        return points;
    }

    /// <summary>All points of every branch and ancestor, those that don't count included.</summary>
    public async Task<IReadOnlyList<PointColumns<T>>> ReadEverythingAsync<T>(LiveRun run, AttributeSlot slot, CancellationToken cancellation)
    {
        var all = new List<PointColumns<T>>();
        foreach (var key in run.Timeline.Inherited.Select(layer => layer.StoreKey).Concat(run.Timeline.Branches.Select(branch => branch.Key)))
            all.Add(await ReadLayerAsync<T>(run, slot, new HistoryLayer(key, Step.Highest), cancellation));
        return all;
    }

    /// <summary>The value that counts at a step, if there is one.</summary>
    public async ValueTask<(bool Found, T Value)> FindAsync<T>(LiveRun run, AttributeSlot slot, Step step, CancellationToken cancellation)
    {
        var layers = run.Timeline.LayersOf(slot.Id);
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            if (step > layers[i].UpTo)
                continue;
            var key = new SeriesKey(layers[i].StoreKey, slot.Id);
            if (TryRecent(run, slot, key, step, out T value, out var chunksCount))
                return (true, value);
            if (!chunksCount)
                continue;
            await foreach (var chunk in store.ReadChunksAsync(key, step, step, cancellation))
            {
                if (ChunkWriter.Decode<T>(chunk).TryGet(step, out value))
                    return (true, value);
            }
        }

        return (false, default!);
    }

    private bool TryRecent<T>(LiveRun run, AttributeSlot slot, SeriesKey key, Step step, out T value, out bool chunksCount)
    {
        (value, chunksCount) = (default!, true);
        if (Owner(run, key.RunKey) is not { } owner)
            return false;
        lock (owner.Lock)
        {
            chunksCount = !owner.Deleted.Contains(key);
            if (owner.BufferOf(key, slot.Path) is not SeriesBuffer<T> buffer)
                return false;
            chunksCount = buffer.ChunksCount;
            return buffer.TryGet(step, out value);
        }
    }

    private async Task<PointColumns<T>> ReadLayerAsync<T>(LiveRun run, AttributeSlot slot, HistoryLayer layer, CancellationToken cancellation)
    {
        var (recent, chunksCount) = Recent<T>(run, slot, layer);
        var stored = new PointColumns<T>();
        if (chunksCount)
        {
            await foreach (var chunk in store.ReadChunksAsync(new SeriesKey(layer.StoreKey, slot.Id), Step.Lowest, layer.UpTo, cancellation))
                stored.Append(ChunkWriter.Decode<T>(chunk));
        }

        return PointColumns<T>.Merge(stored, recent).UpTo(layer.UpTo);
    }

    /// <summary>
    /// A copy of a layer's points that are not in chunks yet, and whether its chunks count. Call it before the chunks are read: a checkpoint
    /// that ends in between then shows a point twice, never not at all.
    /// </summary>
    private (PointColumns<T> Points, bool ChunksCount) Recent<T>(LiveRun run, AttributeSlot slot, HistoryLayer layer)
    {
        if (Owner(run, layer.StoreKey) is not { } owner)
            return (new PointColumns<T>(), true);
        var key = new SeriesKey(layer.StoreKey, slot.Id);
        lock (owner.Lock)
        {
            return owner.BufferOf(key, slot.Path) is SeriesBuffer<T> buffer
                ? (buffer.Copy().UpTo(layer.UpTo), buffer.ChunksCount && !owner.Deleted.Contains(key))
                : (new PointColumns<T>(), !owner.Deleted.Contains(key));
        }
    }

    private LiveRun? Owner(LiveRun run, int storeKey) => run.Timeline.Owns(storeKey) ? run : ownerOf(storeKey);
}
