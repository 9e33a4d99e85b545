using Shipslog.Core.Series;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>
/// The buckets of the original: the first holds all up to the range's start, the last but one ends at its end, and one more holds all
/// after it. Each but the first excludes its start and includes its end.
/// </summary>
/// <param name="from">Start of the range.</param>
/// <param name="to">End of the range.</param>
/// <param name="count">How many buckets were asked for.</param>
internal sealed class BucketGrid(double from, double to, int count)
{
    private readonly double _width = count > 1 ? (to - from) / (count - 1) : 0;

    /// <summary>The buckets that hold points, in order.</summary>
    /// <param name="points">In order of step.</param>
    public IEnumerable<WireBucket> Divide(IReadOnlyList<Point<double>> points)
    {
        WireBucket? bucket = null;
        foreach (var point in points)
        {
            var index = IndexOf(point.Step.Value);
            if (bucket is not null && bucket.Index != index)
            {
                yield return bucket;
                bucket = null;
            }

            bucket ??= Begin(index);
            Add(bucket, point.Step.Value, point.Value);
        }

        if (bucket is not null)
            yield return bucket;
    }

    private long IndexOf(double x)
    {
        if (from >= to || x <= from)
            return 0;
        if (x > to)
            return count;
        var index = Math.Clamp((long)Math.Ceiling((x - from) / _width), 1, Math.Max(1, count - 1));
        // The division is off by a rounding near an edge; the edges as they are told decide.
        if (x > End(index) && index < count - 1)
            index++;
        else if (index > 1 && x <= End(index - 1))
            index--;
        return index;
    }

    private double End(long index) => index == count - 1 ? to : from + _width * index;

    private WireBucket Begin(long index) => new()
    {
        Index = index,
        FromX = from >= to ? from : index == 0 ? double.NegativeInfinity : index == count ? to : End(index - 1),
        ToX = from >= to || index == count ? double.PositiveInfinity : index == 0 ? from : End(index),
        First = new BucketPoint { X = double.NaN, Y = double.NaN },
        Last = new BucketPoint { X = double.NaN, Y = double.NaN },
    };

    private static void Add(WireBucket bucket, double x, double y)
    {
        if (double.IsNaN(y))
        {
            bucket.NanCount++;
        }
        else if (double.IsInfinity(y))
        {
            if (y > 0)
                bucket.PositiveInfinityCount++;
            else
                bucket.NegativeInfinityCount++;
        }
        else
        {
            if (bucket.FiniteCount++ == 0)
                (bucket.First.X, bucket.First.Y, bucket.Min, bucket.Max) = (x, y, y, y);
            (bucket.Last.X, bucket.Last.Y) = (x, y);
            (bucket.Min, bucket.Max) = (Math.Min(bucket.Min, y), Math.Max(bucket.Max, y));
            bucket.Sum += y;
        }
    }
}
