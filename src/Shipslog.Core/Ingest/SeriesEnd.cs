using System.Numerics;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>
/// The end of a stored series: its newest chunks are loose, few points each, so that a checkpoint adds what came and rewrites nothing.
/// Eight of a size are merged into one of the next, and all of them when they fill a chunk: each point is written a few times at most,
/// and a series has a few dozen loose chunks at most.
/// </summary>
/// <param name="Last">The last stored step; null: nothing is stored.</param>
/// <param name="ChunksSinceBlock">Chunks after the last block of the pyramid, the loose ones not counted.</param>
/// <param name="Loose">Points of each loose chunk, oldest first.</param>
internal sealed record SeriesEnd(Step? Last, int ChunksSinceBlock, ushort[] Loose)
{
    public static readonly SeriesEnd Empty = new(null, 0, []);

    private const int MergedTogether = 8;

    // More than the sizes below a full chunk allow.
    private const int MostLoose = 64;

    public static async Task<SeriesEnd> ReadAsync(IProjectStore store, SeriesKey series, CancellationToken cancellation)
    {
        var heads = await store.ReadLastChunkHeadsAsync(series, MostLoose, cancellation);
        if (heads.Count == 0)
            return Empty;
        var (first, points) = (heads.Count, 0);
        while (first > 0 && points + heads[first - 1].Count < ChunkWriter.MaxPoints)
            points += heads[--first].Count;
        var since = 0;
        if (first > 0 && ChunkSummary.Decode(heads[first - 1].Summary, heads[first - 1].Count, out var before) is not null)
            since = before + 1;
        return new SeriesEnd(heads[^1].Last, since, [.. heads.Skip(first).Select(head => (ushort)head.Count)]);
    }

    /// <summary>How many of the newest loose chunks are merged with so many points that follow them.</summary>
    public int CountToMerge(int points)
    {
        if (Loose.Sum(count => count) + points >= ChunkWriter.MaxPoints)
            return Loose.Length;
        for (var merged = 0; ;)
        {
            var end = merged;
            var size = SizeOf(points);
            while (end < Loose.Length && SizeOf(Loose[^(end + 1)]) < size)
                end++;
            var same = end;
            while (same < Loose.Length && SizeOf(Loose[^(same + 1)]) == size)
                same++;
            if (same - end >= MergedTogether - 1)
                end = same;
            if (end == merged)
                return merged;
            for (; merged < end; merged++)
                points += Loose[^(merged + 1)];
        }
    }

    private static int SizeOf(int points) => BitOperations.Log2((uint)points) / BitOperations.Log2(MergedTogether);
}
