using Shipslog.Core.Model;

namespace Shipslog.Core.Series;

/// <summary>What the x of a chart counts.</summary>
public enum SeriesAxis : byte
{
    /// <summary>Steps.</summary>
    Step,

    /// <summary>Seconds since the run's creation.</summary>
    RelativeTime,

    /// <summary>Milliseconds since 1970-01-01T00:00:00Z.</summary>
    Time,
}

/// <summary>A series of a run.</summary>
public readonly record struct SeriesRef(Guid RunId, AttributePath Path);

/// <summary>A question for exact buckets of one or many series.</summary>
/// <param name="Series">Which.</param>
/// <param name="Axis">On which axis.</param>
/// <param name="Buckets">Into how many equal parts the range is divided, 1 to 4,000.</param>
/// <param name="From">Start of the range on the axis, inclusive; null: the first point of any of the series.</param>
/// <param name="To">End of the range, inclusive; null: the last point of any of the series.</param>
/// <param name="LogX">Equal parts of the logarithm instead (x ≤ 0 falls into the first).</param>
public sealed record BucketQuery(
    IReadOnlyList<SeriesRef> Series,
    SeriesAxis Axis,
    int Buckets,
    double? From = null,
    double? To = null,
    bool LogX = false);

/// <summary>What lies in one bucket; statistics over finite values, NaN where there is none.</summary>
/// <param name="X">x of the bucket's last point.</param>
/// <param name="First">Value of the first point.</param>
/// <param name="Last">Value of the last point.</param>
/// <param name="Min">Smallest finite value.</param>
/// <param name="Max">Largest finite value.</param>
/// <param name="Sum">Sum of the finite values.</param>
/// <param name="Count">Points, non-finite ones included.</param>
/// <param name="NaNs">How many are NaN.</param>
/// <param name="PositiveInfinities">How many are +∞.</param>
/// <param name="NegativeInfinities">How many are -∞.</param>
public readonly record struct Bucket(
    double X,
    double First,
    double Last,
    double Min,
    double Max,
    double Sum,
    long Count,
    long NaNs,
    long PositiveInfinities,
    long NegativeInfinities)
{
    /// <summary>Mean of the finite values; NaN when there is none.</summary>
    public double Mean => Sum / (Count - NaNs - PositiveInfinities - NegativeInfinities);
}

/// <summary>The buckets of one series: exact, computed over all points of the range.</summary>
/// <param name="Points">Points in the range.</param>
/// <param name="Buckets">The non-empty buckets in x order.</param>
/// <param name="FirstPoint">First point of the range (x, value), or null when empty.</param>
/// <param name="LastPoint">Last point of the range, or null when empty.</param>
public sealed record SeriesBuckets(
    long Points,
    IReadOnlyList<Bucket> Buckets,
    (double X, double Value)? FirstPoint,
    (double X, double Value)? LastPoint)
{
    /// <summary>Of a series without points in the range.</summary>
    public static readonly SeriesBuckets None = new(0, [], null, null);
}

/// <summary>A question for groups of series (of runs that are attempts at one thing), at aligned buckets.</summary>
/// <param name="Groups">The series of each group.</param>
/// <param name="Axis">On which axis.</param>
/// <param name="Buckets">Into how many equal parts the range is divided, 1 to 4,000.</param>
/// <param name="From">Start of the range, inclusive; null: the first point of any series.</param>
/// <param name="To">End of the range, inclusive; null: the last point of any series.</param>
/// <param name="LogX">Equal parts of the logarithm instead.</param>
public sealed record GroupCurveQuery(
    IReadOnlyList<IReadOnlyList<SeriesRef>> Groups, SeriesAxis Axis, int Buckets, double? From = null, double? To = null, bool LogX = false);

/// <summary>A group in one bucket. A series counts with the mean of its finite values there (its value, where it has one point); one that has none doesn't count.</summary>
/// <param name="X">x of the last point that any of its series has in the bucket.</param>
/// <param name="Series">How many series count.</param>
/// <param name="Mean">Mean over the series.</param>
/// <param name="Median">Median over the series.</param>
/// <param name="Deviation">Population standard deviation over the series.</param>
/// <param name="Min">Smallest finite value of any series.</param>
/// <param name="Max">Largest finite value of any series.</param>
public readonly record struct GroupBucket(double X, int Series, double Mean, double Median, double Deviation, double Min, double Max);

/// <summary>A question for the points themselves, in step order.</summary>
/// <param name="FromStep">Only steps after or at this; null: from the first.</param>
/// <param name="Offset">Points to skip, 0 or more.</param>
/// <param name="Limit">Points to return at most.</param>
/// <param name="Descending">Last step first.</param>
/// <param name="ToStep">Only steps before or at this; null: to the last.</param>
/// <param name="LoggedBy">Only points that these runs logged, so that what is inherited from others is left out; null: all.</param>
public sealed record PointQuery(
    Step? FromStep = null,
    long Offset = 0,
    int Limit = int.MaxValue,
    bool Descending = false,
    Step? ToStep = null,
    IReadOnlySet<Guid>? LoggedBy = null);

/// <summary>One point.</summary>
public readonly record struct Point<T>(Step Step, T Value, long UnixMilliseconds);

/// <summary>A page of points.</summary>
/// <param name="Total">Points of the whole series (distinct steps).</param>
/// <param name="Points">The page, in the asked order.</param>
public sealed record PointPage<T>(long Total, IReadOnlyList<Point<T>> Points)
{
    /// <summary>Stays the same as long as points are only added after the last: then all that is new comes after what one has.</summary>
    public long Stamp { get; init; }
}
