using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <content>A series as segments: what is needed to answer for most of its points without reading them.</content>
internal sealed partial class SeriesLayers
{
    /// <summary>The segments that reach into a range of steps, in step order.</summary>
    /// <param name="run">Whose.</param>
    /// <param name="slot">Which series.</param>
    /// <param name="from">First step of the range.</param>
    /// <param name="to">Last step of the range.</param>
    /// <param name="withData">Whether to read the chunks' data along: when all of it will be needed, and it is not much.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<List<SeriesSegment<T>>> SegmentsAsync<T>(
        LiveRun run, AttributeSlot slot, Step from, Step to, bool withData, CancellationToken cancellation)
    {
        var all = new List<SeriesSegment<T>>();
        foreach (var layer in run.Timeline.LayersOf(slot.Id))
        {
            var bounded = layer.UpTo < to ? layer : layer with { UpTo = to };
            var segments = await SegmentsAsync<T>(run, slot, bounded, from, withData, cancellation);
            if (segments.Count > 0 && all.Count > 0 && segments[0].First <= all[^1].Last)
                return await MergedAsync<T>(run, slot, from, to, cancellation);
            all.AddRange(segments);
        }

        return all;
    }

    /// <summary>Reads segments one after the other, with what chunks they need.</summary>
    public async IAsyncEnumerable<(SeriesSegment<T> Segment, IReadOnlyList<Chunk> Chunks)> ReadAsync<T>(
        IReadOnlyList<SeriesSegment<T>> segments, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var group = new List<SeriesSegment<T>>();
        foreach (var segment in segments)
        {
            if (group.Count > 0 && group[0].Series != segment.Series)
            {
                await foreach (var read in ReadGroupAsync(group, cancellation))
                    yield return read;
                group.Clear();
            }

            group.Add(segment);
        }

        await foreach (var read in ReadGroupAsync(group, cancellation))
            yield return read;
    }

    /// <summary>The chunks of a block.</summary>
    public async Task<List<SeriesSegment<T>>> OpenAsync<T>(SeriesSegment<T> block, CancellationToken cancellation)
    {
        var series = ChunkBlock.KeyOf(block.Series);
        await foreach (var (_, chunk) in store.ReadChunksAsync(block.Series, [(block.Head!.First, block.Head.First)], cancellation))
        {
            if (chunk.Head.First == block.Head.First && chunk.Head.Last == block.Head.Last)
                return [.. ChunkBlock.Decode(series, chunk.Data).Where(head => head.First <= block.Last).Select(head => SeriesSegment<T>.Of(head, block.Last))];
        }

        // It was taken apart meanwhile.
        var heads = await store.ReadChunkHeadsAsync(series, block.First, block.Last, int.MaxValue, cancellation);
        return [.. heads.Where(head => head.Last >= block.First).Select(head => SeriesSegment<T>.Of(head, block.Last))];
    }

    private async IAsyncEnumerable<(SeriesSegment<T> Segment, IReadOnlyList<Chunk> Chunks)> ReadGroupAsync<T>(
        List<SeriesSegment<T>> group, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var missing = group.Where(segment => segment.Head is not null && segment.Data is null).ToList();
        var chunks = new List<Chunk>();
        var rows = store.ReadChunksAsync(
            group.Count == 0 ? default : group[0].Series, missing.ConvertAll(segment => (segment.First, segment.Last)), cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = rows;
        var range = 0;
        var more = missing.Count > 0 && await rows.MoveNextAsync();
        foreach (var segment in group)
        {
            if (segment.Head is null || segment.Data is not null)
            {
                yield return (segment, segment.Head is null ? [] : [new Chunk(segment.Head, segment.Data!.Value)]);
                continue;
            }

            chunks = [];
            while (more && rows.Current.Range == range)
            {
                chunks.Add(rows.Current.Chunk);
                more = await rows.MoveNextAsync();
            }

            range++;
            yield return (segment, chunks);
        }
    }

    private async Task<List<SeriesSegment<T>>> SegmentsAsync<T>(
        LiveRun run, AttributeSlot slot, HistoryLayer layer, Step from, bool withData, CancellationToken cancellation)
    {
        var key = new SeriesKey(layer.StoreKey, slot.Id);
        var (recent, chunksCount) = Recent<T>(run, slot, layer);
        recent = recent.Between(from, layer.UpTo);
        var stored = new List<SeriesSegment<T>>();
        if (chunksCount && withData)
        {
            await foreach (var chunk in store.ReadChunksAsync(key, from, layer.UpTo, cancellation))
                stored.Add(SeriesSegment<T>.Of(chunk.Head, layer.UpTo, chunk.Data));
        }
        else if (chunksCount)
        {
            await AddHeadsAsync(key, from, layer.UpTo, stored, cancellation);
        }

        return recent.Count == 0 && (stored.Count == 0 || !stored[^1].IsBlock || stored[^1].IsAsStored)
            ? stored : await OverlayAsync(key, stored, recent, cancellation);
    }

    /// <summary>Blocks where there are, chunks elsewhere.</summary>
    private async Task AddHeadsAsync<T>(SeriesKey key, Step from, Step upTo, List<SeriesSegment<T>> segments, CancellationToken cancellation)
    {
        var after = from;
        foreach (var block in await store.ReadChunkHeadsAsync(ChunkBlock.KeyOf(key), from, upTo, int.MaxValue, cancellation))
        {
            if (block.Last < from)
                continue;
            if (after < block.First)
                await AddChunksAsync(key, after, upTo, block.First, segments, cancellation);
            segments.Add(SeriesSegment<T>.Of(block, upTo));
            after = block.Last;
        }

        await AddChunksAsync(key, after, upTo, null, segments, cancellation);
    }

    private async Task AddChunksAsync<T>(
        SeriesKey key, Step from, Step upTo, Step? before, List<SeriesSegment<T>> segments, CancellationToken cancellation)
    {
        var last = segments.Count == 0 ? (Step?)null : segments[^1].Last;
        foreach (var head in await store.ReadChunkHeadsAsync(key, from, before ?? upTo, int.MaxValue, cancellation))
        {
            if (head.Last >= from && (last is null || head.First > last) && !(head.First >= before))
                segments.Add(SeriesSegment<T>.Of(head, upTo));
        }
    }

    /// <summary>Puts points that aren't stored yet between segments and over them.</summary>
    private async Task<List<SeriesSegment<T>>> OverlayAsync<T>(
        SeriesKey key, List<SeriesSegment<T>> stored, PointColumns<T> recent, CancellationToken cancellation)
    {
        var segments = new List<SeriesSegment<T>>();
        var next = 0;
        foreach (var segment in stored)
        {
            var before = CountUpTo(recent, next, segment.First, inclusive: false);
            if (before > 0)
                segments.Add(SeriesSegment<T>.Of(key, recent.Slice(next, before)));
            next += before;
            var within = CountUpTo(recent, next, segment.Last, inclusive: true);
            if (segment.IsBlock && (within > 0 || !segment.IsAsStored))
                segments.AddRange(await OverlayAsync(key, await OpenAsync(segment, cancellation), recent.Slice(next, within), cancellation));
            else if (within > 0)
                segments.Add(SeriesSegment<T>.Of(segment.Head!, segment.Last, segment.Data, recent.Slice(next, within)));
            else
                segments.Add(segment);
            next += within;
        }

        if (next < recent.Count)
            segments.Add(SeriesSegment<T>.Of(key, recent.Slice(next, recent.Count - next)));
        return segments;
    }

    private async Task<List<SeriesSegment<T>>> MergedAsync<T>(LiveRun run, AttributeSlot slot, Step from, Step to, CancellationToken cancellation)
    {
        var points = (await ReadAsync<T>(run, slot, cancellation)).Between(from, to);
        return points.Count == 0 ? [] : [SeriesSegment<T>.Of(new SeriesKey(run.Timeline.CurrentKey, slot.Id), points)];
    }

    private static int CountUpTo<T>(PointColumns<T> points, int start, Step step, bool inclusive)
    {
        var index = points.Steps[start..].BinarySearch(step);
        return index < 0 ? ~index : inclusive ? index + 1 : index;
    }
}
