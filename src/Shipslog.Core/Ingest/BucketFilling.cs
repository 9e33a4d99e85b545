using System.Collections.Concurrent;
using Shipslog.Core.Series;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Ingest;

/// <summary>
/// Fills the buckets of one series: by digests what lies within a bucket, by its points what a border cuts. Points are read and divided
/// on several cores, and added in step order: the answer's bits don't depend on how many.
/// </summary>
/// <param name="layers">Where the points are.</param>
/// <param name="question">Which buckets.</param>
/// <param name="runCreatedUnixMilliseconds">Where relative time begins.</param>
/// <param name="reads">Counts what was read.</param>
/// <param name="cores">How many may work on it.</param>
internal sealed class BucketFilling(
    SeriesLayers layers, BucketQuestion question, long runCreatedUnixMilliseconds, SeriesReads reads, int cores) : IDisposable
{
    // Less is not worth another core.
    private const int SegmentsPerCore = 4;

    // Each is a quarter of a megabyte: fresh ones for every series of a question would cost more than what they read.
    private static readonly ConcurrentBag<FloatChunk> _idle = [];

    private readonly Bucketing _bucketing = new(question.From, question.To, question.Buckets, question.LogX);

    /// <inheritdoc/>
    public void Dispose() => _bucketing.Dispose();

    /// <summary>The buckets of segments in step order; once.</summary>
    public async Task<SeriesBuckets> FillAsync(IReadOnlyList<SeriesSegment<double>> segments, CancellationToken cancellation)
    {
        var ordered = await OpenBlocksAsync(segments, cancellation);
        var unread = ordered.FindAll(segment => Place(segment) == Placement.Apart);
        var parts = Math.Clamp(unread.Count / SegmentsPerCore, 1, cores);
        var gains = new Gains[parts];
        await OnCoresAsync(parts, async part =>
        {
            var (start, end) = (unread.Count * part / parts, unread.Count * (part + 1) / parts);
            gains[part] = await DivideAsync(unread.GetRange(start, end - start), cancellation);
        });

        var (from, next) = (0, 0);
        foreach (var segment in ordered)
        {
            if (_bucketing.TryAdd(segment, question.Axis, runCreatedUnixMilliseconds))
                continue;
            if (next == gains[from].Ends.Count)
                (from, next) = (from + 1, 0);
            _bucketing.Add(gains[from].Of(next++));
        }

        foreach (var part in gains)
            part.All.Dispose();
        return _bucketing.Build();
    }

    private Placement Place(SeriesSegment<double> segment) => _bucketing.Place(segment, question.Axis, runCreatedUnixMilliseconds);

    private async Task<List<SeriesSegment<double>>> OpenBlocksAsync(IReadOnlyList<SeriesSegment<double>> segments, CancellationToken cancellation)
    {
        var cut = segments.Where(segment => segment.IsBlock && Place(segment) == Placement.Apart).ToList();
        var opened = new List<SeriesSegment<double>>[cut.Count];
        var parts = Math.Clamp(cut.Count / SegmentsPerCore, 1, cores);
        await OnCoresAsync(parts, async part =>
        {
            for (var i = cut.Count * part / parts; i < cut.Count * (part + 1) / parts; i++)
            {
                reads.CountBlock();
                opened[i] = await layers.OpenAsync(cut[i], cancellation);
            }
        });

        var all = new List<SeriesSegment<double>>(segments.Count);
        var next = 0;
        foreach (var segment in segments)
        {
            if (next < cut.Count && segment == cut[next])
                all.AddRange(opened[next++]);
            else
                all.Add(segment);
        }

        return all;
    }

    private async Task<Gains> DivideAsync(List<SeriesSegment<double>> segments, CancellationToken cancellation)
    {
        var gains = new Gains(new BucketGains(), []);
        var floats = _idle.TryTake(out var kept) ? kept : new FloatChunk();
        await foreach (var (segment, chunks) in layers.ReadAsync(segments, cancellation))
        {
            reads.CountChunks(chunks.Count);
            if (segment.IsAsStored && chunks.Count == 1 && chunks[0].Head.First == segment.First && chunks[0].Head.Last == segment.Last)
            {
                floats.Read(chunks[0].Data.Span, question.Axis, runCreatedUnixMilliseconds);
                _bucketing.Divide(floats.X, floats.Values, gains.All);
            }
            else
            {
                var (x, values) = SeriesAxes.Project(segment.Points(chunks), question.Axis, runCreatedUnixMilliseconds);
                _bucketing.Divide(x, values, gains.All);
            }

            gains.Ends.Add(gains.All.Count);
        }

        // When reading fails, it goes with the rest.
        if (_idle.Count < 2 * Environment.ProcessorCount)
            _idle.Add(floats);
        return gains;
    }

    private static Task OnCoresAsync(int parts, Func<int, Task> work) =>
        parts == 1 ? work(0) : Task.WhenAll(Enumerable.Range(0, parts).Select(part => Task.Run(() => work(part))));

    /// <summary>What segments add to buckets, and where each of them ends.</summary>
    private sealed record Gains(BucketGains All, List<int> Ends)
    {
        public ReadOnlySpan<BucketGain> Of(int segment) => All.Between(segment == 0 ? 0 : Ends[segment - 1], Ends[segment]);
    }
}
