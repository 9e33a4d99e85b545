using Shipslog.Core.Model;
using Shipslog.Core.Series;

namespace Shipslog.Core.Ingest;

/// <summary>A series' summary from its points: where adding up is not enough.</summary>
internal static class SeriesRecount
{
    public static AttributeValue Empty(AttributeKind kind) => kind switch
    {
        AttributeKind.FloatSeries => new AttributeValue.FloatSeries(FloatSeriesSummary.Empty, SeriesConfig.None),
        AttributeKind.StringSeries => new AttributeValue.StringSeries(SeriesSummary.Empty, null),
        AttributeKind.FileSeries => new AttributeValue.FileSeries(SeriesSummary.Empty, null),
        _ => new AttributeValue.HistogramSeries(SeriesSummary.Empty),
    };

    public static SeriesSummary Position(AttributeValue value) => value switch
    {
        AttributeValue.FloatSeries series => series.Summary.Position,
        AttributeValue.StringSeries series => series.Summary,
        AttributeValue.FileSeries series => series.Summary,
        AttributeValue.HistogramSeries series => series.Summary,
        _ => SeriesSummary.Empty,
    };

    /// <summary>The value of a series over all its points; display hints are kept.</summary>
    public static async ValueTask<AttributeValue> ReadAsync(SeriesLayers series, LiveRun run, AttributeSlot slot, CancellationToken cancellation)
    {
        switch (slot.Value)
        {
            case AttributeValue.FloatSeries value:
                return value with { Summary = await TotalsAsync(series, run, slot, cancellation) };
            case AttributeValue.StringSeries:
                var texts = await series.ReadAsync<string>(run, slot, cancellation);
                return new AttributeValue.StringSeries(Position(texts), texts.Count == 0 ? null : Shortened(texts.Values[^1]));
            case AttributeValue.FileSeries:
                var files = await series.ReadAsync<SeriesFile>(run, slot, cancellation);
                return new AttributeValue.FileSeries(Position(files), files.Count == 0 ? null : files.Values[^1]);
            default:
                return new AttributeValue.HistogramSeries(Position(await series.ReadAsync<Histogram>(run, slot, cancellation)));
        }
    }

    public static string Shortened(string text) => text.Length > 1000 ? text[..1000] : text;

    /// <summary>From the digests of chunks where there are.</summary>
    private static async ValueTask<FloatSeriesSummary> TotalsAsync(SeriesLayers series, LiveRun run, AttributeSlot slot, CancellationToken cancellation)
    {
        const int fewPoints = 8 * ChunkWriter.MaxPoints;
        var segments = await series.SegmentsAsync<double>(
            run, slot, Step.Lowest, Step.Highest, Position(slot.Value).Count < fewPoints, cancellation);
        var unknown = segments.Where(segment => segment.Digest is null).ToList();
        var rows = series.ReadAsync(unknown, cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = rows;
        SeriesDigest? whole = null;
        Step first = default, last = default;
        foreach (var segment in segments)
        {
            var (digest, from, to) = (segment.Digest, segment.First, segment.Last);
            if (digest is null)
            {
                var points = await rows.MoveNextAsync() ? rows.Current.Segment.Points(rows.Current.Chunks) : new PointColumns<double>();
                if (points.Count == 0)
                    continue;
                (digest, from, to) = (SeriesDigest.Of(points), points.Steps[0], points.Steps[^1]);
            }

            (first, last) = (whole is null ? from : first, to);
            whole = whole is null ? digest : whole.Followed(digest);
        }

        return whole is null ? FloatSeriesSummary.Empty : new FloatSeriesSummary(
            new SeriesSummary(whole.Count, first, last, whole.LastUnixMilliseconds),
            whole.First, whole.Last, whole.Min, whole.Max, whole.Sum, whole.SumOfSquares,
            whole.Count - whole.NaNs - whole.PositiveInfinities - whole.NegativeInfinities);
    }

    private static SeriesSummary Position<T>(PointColumns<T> points) =>
        points.Count == 0 ? SeriesSummary.Empty : new SeriesSummary(points.Count, points.Steps[0], points.Steps[^1], points.UnixMilliseconds[^1]);
}
