using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>What one checkpoint slice collects.</summary>
internal sealed class CheckpointParts
{
    public List<(SeriesKey Series, Step First)> Replaced { get; } = [];

    public List<SeriesKey> Cleared { get; } = [];

    public List<Chunk> Chunks { get; } = [];

    public List<RunDocumentRow> Documents { get; } = [];

    public List<RunHeadRow> Heads { get; } = [];

    public AttributeUses Uses { get; } = new();

    public Checkpoint ToCheckpoint(long? completeTo) => new(Replaced, Cleared, Chunks, Documents, completeTo) { Heads = Heads, Uses = Uses.Changes };
}

/// <summary>
/// Turns new points into chunks of at most 4,096: rewrites only those stored chunks that the new points overlap, and the last one
/// when it isn't full.
/// </summary>
internal static class ChunkWriter
{
    public const int MaxPoints = 4096;

    public static async Task WriteAsync<T>(
        IProjectStore store,
        SeriesKey key,
        PointColumns<T> added,
        bool clears,
        CheckpointParts parts,
        CancellationToken cancellation)
    {
        if (clears)
            parts.Cleared.Add(key);
        if (added.Count == 0)
            return;
        var points = clears ? added : PointColumns<T>.Merge(await TakeOverlappedAsync(store, key, added, parts, cancellation), added);
        for (var start = 0; start < points.Count; start += MaxPoints)
            parts.Chunks.Add(Encode(key, points.Slice(start, Math.Min(MaxPoints, points.Count - start))));
    }

    public static PointColumns<T> Decode<T>(Chunk chunk) => PointCodec.Decode<T>(Frame.Open(chunk.Data.Span, "chunk"));

    private static async Task<PointColumns<T>> TakeOverlappedAsync<T>(
        IProjectStore store, SeriesKey key, PointColumns<T> added, CheckpointParts parts, CancellationToken cancellation)
    {
        var heads = await store.ReadChunkHeadsAsync(key, cancellation);
        var (first, last) = (added.Steps[0], added.Steps[^1]);
        var touched = heads
            .Where((head, index) => (head.Last >= first && head.First <= last)
                || (index == heads.Count - 1 && head.Count < MaxPoints && head.Last < first))
            .ToList();
        var old = new PointColumns<T>();
        if (touched.Count == 0)
            return old;
        parts.Replaced.AddRange(touched.Select(head => (key, head.First)));
        await foreach (var chunk in store.ReadChunksAsync(key, touched[0].First, touched[^1].Last, cancellation))
            old = PointColumns<T>.Merge(old, Decode<T>(chunk));
        return old;
    }

    private static Chunk Encode<T>(SeriesKey key, PointColumns<T> points)
    {
        var data = Frame.Seal(PointCodec.Encode(points.Steps, points.Values, points.UnixMilliseconds));
        var summary = typeof(T) == typeof(double) ? ChunkSummary.Of((PointColumns<double>)(object)points) : default;
        return new Chunk(new ChunkHead(key, points.Steps[0], points.Steps[^1], points.Count, summary), data);
    }
}
