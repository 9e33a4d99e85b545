using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Core;

/// <content>Exact buckets.</content>
public sealed partial class ProjectEngine
{
    private const int MaxBuckets = 4000;

    // Up to here a series' chunks are read in one go: that is cheaper than to ask first which ones are needed.
    private const int FewChunks = 256;

    // Segments kept between finding the range and filling the buckets; what is more is read again.
    private const long KeptPoints = 8_000_000;

    private readonly BucketCache _bucketCache = new();

    /// <summary>
    /// Exact buckets of one or many float series, in the order asked; a series that doesn't exist gives no buckets. A long series costs as
    /// much as there are buckets: what lies within one is taken from the pyramid above the chunks.
    /// </summary>
    /// <exception cref="ShipslogException">Invalid: the number of buckets or the range is out of bounds.</exception>
    public async Task<IReadOnlyList<SeriesBuckets>> BucketsAsync(BucketQuery query, CancellationToken cancellation = default) =>
        await BucketsAsync(query, new SeriesReads(), cancellation);

    /// <summary>Mean, median, deviation, and range of groups of series at aligned buckets, in the order asked; what doesn't exist doesn't count.</summary>
    /// <exception cref="ShipslogException">Invalid: the number of buckets or the range is out of bounds.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<GroupBucket>>> GroupCurvesAsync(GroupCurveQuery query, CancellationToken cancellation = default)
    {
        var all = query.Groups.SelectMany(group => group).ToList();
        var (answers, from, to) = await AnswerAsync(
            new BucketQuery(all, query.Axis, query.Buckets, query.From, query.To, query.LogX), new SeriesReads(), cancellation);
        using var bucketing = new Bucketing(from, to, query.Buckets, query.LogX);
        var curves = new List<IReadOnlyList<GroupBucket>>(query.Groups.Count);
        var next = 0;
        foreach (var group in query.Groups)
        {
            curves.Add(GroupCurves.Combine(answers.AsEnumerable().Skip(next).Take(group.Count), bucketing));
            next += group.Count;
        }

        return curves;
    }

    internal async Task<IReadOnlyList<SeriesBuckets>> BucketsAsync(BucketQuery query, SeriesReads reads, CancellationToken cancellation) =>
        (await AnswerAsync(query, reads, cancellation)).Answers;

    private async Task<(SeriesBuckets[] Answers, double From, double To)> AnswerAsync(BucketQuery query, SeriesReads reads, CancellationToken cancellation)
    {
        if (query.Buckets is < 1 or > MaxBuckets)
            throw new ShipslogException(Failure.Invalid, $"Ask for 1 to {MaxBuckets} buckets.", "invalid-buckets");
        var scans = query.Series.Select(series => TrySlot(series, AttributeKind.FloatSeries) is var (run, slot) ? new SeriesScan(run, slot) : null).ToArray();
        var (from, to) = await RangeAsync(query, scans, reads, cancellation);
        var answers = new SeriesBuckets[scans.Length];
        var cores = Math.Min(Environment.ProcessorCount, scans.Length);
        await Parallel.ForAsync(0, scans.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, cores), CancellationToken = cancellation }, async (i, stop) =>
            answers[i] = scans[i] is { Count: > 0 } scan
                ? await AnswerAsync(scan, new BucketQuestion(scan.Run.Run.Key, scan.Slot.Id, query.Axis, query.Buckets, from, to, query.LogX), reads, cores > 1 ? 1 : Environment.ProcessorCount, stop)
                : SeriesBuckets.None);
        return (answers, from, to);
    }

    private async Task<SeriesBuckets> AnswerAsync(SeriesScan scan, BucketQuestion question, SeriesReads reads, int cores, CancellationToken cancellation)
    {
        if (_bucketCache.Find(question, scan.Value) is { } known)
            return known;
        var answer = await FillAsync(scan, question, reads, cores, cancellation);
        _bucketCache.Keep(question, scan.Value, answer);
        return answer;
    }

    private async Task<(double From, double To)> RangeAsync(BucketQuery query, SeriesScan?[] scans, SeriesReads reads, CancellationToken cancellation)
    {
        if (query is { From: { } first, To: { } last })
            return (first, last);
        var (from, to) = (double.PositiveInfinity, double.NegativeInfinity);
        long kept = 0;
        foreach (var scan in scans.OfType<SeriesScan>().Where(scan => scan.Count > 0))
        {
            var ends = query.Axis == SeriesAxis.Step
                ? (scan.Position.FirstStep.Value, scan.Position.LastStep.Value)
                : await TimesAsync(scan, query, (kept += scan.Count) <= KeptPoints, reads, cancellation);
            (from, to) = (Math.Min(from, ends.Item1), Math.Max(to, ends.Item2));
        }

        return from > to ? (query.From ?? 0, query.To ?? 0) : (query.From ?? from, query.To ?? to);
    }

    /// <summary>The earliest and the latest x on an axis of time.</summary>
    private async Task<(double From, double To)> TimesAsync(
        SeriesScan scan, BucketQuery query, bool keep, SeriesReads reads, CancellationToken cancellation)
    {
        var created = scan.Run.Run.CreatedUnixMilliseconds;
        var segments = await LoadAsync(scan, Step.Lowest, Step.Highest, query.Buckets, cancellation);
        if (keep)
            scan.Segments = segments;
        var (from, to) = (double.PositiveInfinity, double.NegativeInfinity);
        var unknown = new List<SeriesSegment<double>>();
        foreach (var segment in segments)
        {
            if (segment.Digest is not { } digest)
            {
                unknown.Add(segment);
                continue;
            }

            var ends = SeriesAxes.Ends(digest, segment.First, segment.Last, query.Axis, created);
            (from, to) = (Math.Min(from, ends.From), Math.Max(to, ends.To));
        }

        await foreach (var (segment, chunks) in _layers.ReadAsync(unknown, cancellation))
        {
            reads.CountChunks(chunks.Count);
            var (x, _) = SeriesAxes.Project(segment.Points(chunks), query.Axis, created);
            foreach (var value in x)
                (from, to) = (Math.Min(from, value), Math.Max(to, value));
        }

        return (from, to);
    }

    private async Task<List<SeriesSegment<double>>> LoadAsync(SeriesScan scan, Step from, Step to, int buckets, CancellationToken cancellation) =>
        await _layers.SegmentsAsync<double>(
            scan.Run, scan.Slot, from, to, scan.Count <= (long)Math.Min(FewChunks, buckets) * ChunkWriter.MaxPoints, cancellation);

    private async Task<SeriesBuckets> FillAsync(SeriesScan scan, BucketQuestion question, SeriesReads reads, int cores, CancellationToken cancellation)
    {
        // Steps of one value may differ by their remainder: all of them count.
        var (first, last) = question.Axis == SeriesAxis.Step
            ? (new Step(question.From, sbyte.MinValue), new Step(question.To, sbyte.MaxValue)) : (Step.Lowest, Step.Highest);
        var segments = scan.Segments ?? await LoadAsync(scan, first, last, question.Buckets, cancellation);
        using var filling = new BucketFilling(_layers, question, scan.Run.Run.CreatedUnixMilliseconds, reads, cores);
        return await filling.FillAsync(segments, cancellation);
    }

    /// <summary>A series of a query at one moment.</summary>
    private sealed class SeriesScan(LiveRun run, AttributeSlot slot)
    {
        public LiveRun Run { get; } = run;

        public AttributeSlot Slot { get; } = slot;

        /// <summary>The value of the moment: another one means that the points changed.</summary>
        public AttributeValue Value { get; } = slot.Value;

        public SeriesSummary Position => ((AttributeValue.FloatSeries)Value).Summary.Position;

        public long Count => Position.Count;

        public List<SeriesSegment<double>>? Segments { get; set; }
    }
}
