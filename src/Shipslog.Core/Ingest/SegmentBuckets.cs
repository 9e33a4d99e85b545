using Shipslog.Core.Series;

namespace Shipslog.Core.Ingest;

/// <summary>Segments into buckets by their digests.</summary>
internal static class SegmentBuckets
{
    /// <summary>Where a segment's points fall, as far as its digest tells.</summary>
    public static Placement Place(this Bucketing bucketing, SeriesSegment<double> segment, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        if (segment.Digest is not { } digest)
            return Placement.Apart;
        var (first, last) = SeriesAxes.Ends(digest, segment.First, segment.Last, axis, runCreatedUnixMilliseconds);
        return bucketing.Place(digest, first, last, axis == SeriesAxis.Step || digest.InTimeOrder);
    }

    /// <summary>Adds a segment that falls into one bucket or outside of the range; false: its points must be read.</summary>
    public static bool TryAdd(this Bucketing bucketing, SeriesSegment<double> segment, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        var placement = bucketing.Place(segment, axis, runCreatedUnixMilliseconds);
        if (placement == Placement.Together && segment.Digest is { } digest)
        {
            var (first, last) = SeriesAxes.Ends(digest, segment.First, segment.Last, axis, runCreatedUnixMilliseconds);
            bucketing.Add(digest, first, last);
        }

        return placement != Placement.Apart;
    }
}
