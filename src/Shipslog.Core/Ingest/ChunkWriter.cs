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

    /// <summary>All chunks of a series go, with the pyramid above them.</summary>
    public void Clear(SeriesKey series)
    {
        Cleared.Add(series);
        Cleared.Add(ChunkBlock.KeyOf(series));
    }

    public List<RunHeadRow> Heads { get; } = [];

    public AttributeUses Uses { get; } = new();

    public Checkpoint ToCheckpoint(long? completeTo) => new(Replaced, Cleared, Chunks, Documents, completeTo) { Heads = Heads, Uses = Uses.Changes };
}

/// <summary>
/// Turns new points into chunks of at most 8,192. Points after the last chunk become a loose chunk, see <see cref="SeriesEnd"/>; others
/// rewrite the chunks that they overlap, in parts of equal size, so that later ones find room.
/// </summary>
internal static class ChunkWriter
{
    // Twice as many would decode more than a border of a bucket needs; half as many would leave an eighth of the database's pages empty.
    public const int MaxPoints = 8192;

    /// <summary>Adds what has to be stored for new points.</summary>
    /// <param name="store">Where.</param>
    /// <param name="key">Whose.</param>
    /// <param name="added">The points.</param>
    /// <param name="clears">Whether what is stored goes.</param>
    /// <param name="end">The end of what is stored; null: not known.</param>
    /// <param name="parts">Collects.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The end once the parts are stored; null: not known.</returns>
    public static async ValueTask<SeriesEnd?> WriteAsync<T>(
        IProjectStore store,
        SeriesKey key,
        PointColumns<T> added,
        bool clears,
        SeriesEnd? end,
        CheckpointParts parts,
        CancellationToken cancellation)
    {
        if (clears)
            parts.Clear(key);
        end = clears ? SeriesEnd.Empty : end ?? await SeriesEnd.ReadAsync(store, key, cancellation);
        if (added.Count == 0)
            return end;
        if (end.Last is null || end.Last < added.Steps[0])
            return await AppendAsync(store, key, added, end, parts, cancellation);
        await RewriteAsync(store, key, added, parts, cancellation);
        return null;
    }

    public static PointColumns<T> Decode<T>(Chunk chunk) => PointCodec.Open<T>(chunk.Data.Span);

    /// <summary>Decodes a chunk and holds its head against its points.</summary>
    /// <exception cref="ShipslogException">Unavailable: damaged, or the head says something else.</exception>
    public static PointColumns<T> Check<T>(Chunk chunk)
    {
        var points = Decode<T>(chunk);
        var head = chunk.Head;
        var stored = ChunkSummary.Decode(head.Summary, head.Count, out _);
        return points.Count == head.Count && points.Steps[0] == head.First && points.Steps[^1] == head.Last
            && (stored is null || stored.Equals(SeriesDigest.Of((PointColumns<double>)(object)points)))
            ? points
            : throw new ShipslogException(Failure.Unavailable, "The summary of a stored chunk does not fit its points.", "damaged");
    }

    private static async ValueTask<SeriesEnd> AppendAsync<T>(
        IProjectStore store, SeriesKey key, PointColumns<T> added, SeriesEnd end, CheckpointParts parts, CancellationToken cancellation)
    {
        var merged = end.CountToMerge(added.Count);
        if (merged == 0)
            return await AppendAsync(store, key, added, end, 0, parts, cancellation);
        // Large arrays for a moment: making them anew for every series would cost more than what is done with them.
        var points = Interlocked.Exchange(ref Spare<T>.Points, null) ?? new PointColumns<T>(2 * MaxPoints);
        await TakeLooseAsync(store, key, merged, points, parts, cancellation);
        points.Append(added);
        var next = await AppendAsync(store, key, points, end, merged, parts, cancellation);
        points.Empty();
        if (points.Room <= 4 * MaxPoints)
            Spare<T>.Points = points;
        return next;
    }

    private static async ValueTask<SeriesEnd> AppendAsync<T>(
        IProjectStore store, SeriesKey key, PointColumns<T> points, SeriesEnd end, int merged, CheckpointParts parts, CancellationToken cancellation)
    {
        var (since, start) = (end.ChunksSinceBlock, 0);
        var full = new List<Chunk>();
        for (; points.Count - start >= MaxPoints; start += MaxPoints)
            full.Add(Encode(key, points, start, MaxPoints, since++));
        if (full.Count > 0 && since > ChunkBlock.Chunks && typeof(T) == typeof(double))
            since = await BuildBlocksAsync(store, key, full, end.Last is null, parts, cancellation);
        parts.Chunks.AddRange(full);
        var loose = end.Loose.AsSpan(0, end.Loose.Length - merged);
        if (start == points.Count)
            return new SeriesEnd(points.Steps[^1], since, loose.ToArray());
        parts.Chunks.Add(Encode(key, points, start, points.Count - start, since));
        return new SeriesEnd(points.Steps[^1], since, [.. loose, (ushort)(points.Count - start)]);
    }

    /// <summary>Adds the points of the newest loose chunks, which will be replaced.</summary>
    private static async Task TakeLooseAsync<T>(
        IProjectStore store, SeriesKey key, int count, PointColumns<T> points, CheckpointParts parts, CancellationToken cancellation)
    {
        var heads = await store.ReadLastChunkHeadsAsync(key, count, cancellation);
        parts.Replaced.AddRange(heads.Select(head => (key, head.First)));
        // A chunk that was rewritten while it was no loose one may be in a block.
        if (typeof(T) == typeof(double)
            && await store.ReadLastChunkHeadsAsync(ChunkBlock.KeyOf(key), 1, cancellation) is [var block] && block.Last >= heads[0].First)
            parts.Replaced.Add((block.Series, block.First));
        await ReadAsync(store, key, heads[0].First, heads[^1].First, points, cancellation);
    }

    /// <summary>Puts the oldest chunks that are in no block into blocks; the newest always stay out, and loose ones. Returns how many stay out.</summary>
    private static async Task<int> BuildBlocksAsync(
        IProjectStore store, SeriesKey key, List<Chunk> chunks, bool isEmpty, CheckpointParts parts, CancellationToken cancellation)
    {
        var block = isEmpty ? [] : await store.ReadLastChunkHeadsAsync(ChunkBlock.KeyOf(key), 1, cancellation);
        var after = block.Count == 0 || block[0].Last >= chunks[0].Head.First ? Step.Lowest : block[0].Last;
        var stored = isEmpty ? [] : await store.ReadChunkHeadsAsync(key, after, Step.Highest, int.MaxValue, cancellation);
        var heads = stored.Where(head => head.First > after && head.First < chunks[0].Head.First).Concat(chunks.Select(chunk => chunk.Head)).ToList();
        var done = 0;
        while (heads.Count - done > ChunkBlock.Chunks)
        {
            var part = heads.GetRange(done, ChunkBlock.Chunks);
            var digests = part.ConvertAll(head => ChunkSummary.Decode(head.Summary, head.Count, out _));
            if (digests.Contains(null))
                return heads.Count - done;
            parts.Chunks.Add(ChunkBlock.Encode(key, part, digests!));
            done += ChunkBlock.Chunks;
        }

        // This only tells when to look here again.
        var known = heads.Count - chunks.Count;
        for (var i = 0; i < chunks.Count; i++)
        {
            var head = chunks[i].Head;
            if (ChunkSummary.Decode(head.Summary, head.Count, out _) is { } digest)
                chunks[i] = chunks[i] with { Head = head with { Summary = ChunkSummary.Encode(digest, Math.Max(0, known + i - done)) } };
        }

        return heads.Count - done;
    }

    private static async Task RewriteAsync<T>(
        IProjectStore store, SeriesKey key, PointColumns<T> added, CheckpointParts parts, CancellationToken cancellation)
    {
        var (first, last) = (added.Steps[0], added.Steps[^1]);
        var heads = await store.ReadChunkHeadsAsync(key, first, last, int.MaxValue, cancellation);
        var touched = heads.Where(head => head.Last >= first || head.Count < MaxPoints).ToList();
        var points = added;
        if (touched.Count > 0)
        {
            parts.Replaced.AddRange(touched.Select(head => (key, head.First)));
            var stored = new PointColumns<T>(touched.Sum(head => head.Count));
            await ReadAsync(store, key, touched[0].First, touched[^1].First, stored, cancellation);
            points = PointColumns<T>.Merge(stored, added);
        }

        if (typeof(T) == typeof(double))
        {
            var blocks = await store.ReadChunkHeadsAsync(ChunkBlock.KeyOf(key), first, last, int.MaxValue, cancellation);
            parts.Replaced.AddRange(blocks.Where(block => block.Last >= points.Steps[0]).Select(block => (block.Series, block.First)));
        }

        var count = (points.Count + MaxPoints - 1) / MaxPoints;
        for (var i = 0; i < count; i++)
        {
            var start = (int)((long)points.Count * i / count);
            parts.Chunks.Add(Encode(key, points, start, (int)((long)points.Count * (i + 1) / count) - start, ChunkBlock.Chunks));
        }
    }

    private static async Task ReadAsync<T>(IProjectStore store, SeriesKey key, Step first, Step last, PointColumns<T> points, CancellationToken cancellation)
    {
        await foreach (var chunk in store.ReadChunksAsync(key, first, last, cancellation))
            points.Append(Decode<T>(chunk));
    }

    private static Chunk Encode<T>(SeriesKey key, PointColumns<T> points, int start, int count, int ordinal)
    {
        var steps = points.Steps.Slice(start, count);
        var times = points.UnixMilliseconds.Slice(start, count);
        var data = PointCodec.Seal(steps, points.Values.Slice(start, count), times);
        var summary = points is PointColumns<double> floats && count >= ChunkSummary.FromPoints
            ? ChunkSummary.Encode(SeriesDigest.Of(floats.Values.Slice(start, count), times), ordinal) : default;
        return new Chunk(new ChunkHead(key, steps[0], steps[^1], count, summary), data);
    }

    /// <summary>Points of loose chunks while they are merged, for one series after the other.</summary>
    private static class Spare<T>
    {
        public static PointColumns<T>? Points;
    }
}
