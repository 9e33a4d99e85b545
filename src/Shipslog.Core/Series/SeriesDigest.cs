using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Shipslog.Core.Series;

/// <summary>Statistics of consecutive points (of a chunk, or of many), enough to answer for them without reading them. Over finite values.</summary>
/// <param name="Count">Points.</param>
/// <param name="First">Value at the first step.</param>
/// <param name="Last">Value at the last step.</param>
/// <param name="Min">Smallest finite value; NaN when there is none.</param>
/// <param name="Max">Largest finite value; NaN when there is none.</param>
/// <param name="Sum">Sum of the finite values.</param>
/// <param name="SumOfSquares">Sum of their squares.</param>
/// <param name="NaNs">How many are NaN.</param>
/// <param name="PositiveInfinities">How many are +∞.</param>
/// <param name="NegativeInfinities">How many are -∞.</param>
/// <param name="MinUnixMilliseconds">Earliest timestamp.</param>
/// <param name="MaxUnixMilliseconds">Latest timestamp.</param>
/// <param name="LastUnixMilliseconds">Timestamp at the last step.</param>
/// <param name="InTimeOrder">Whether no timestamp is before that of an earlier step.</param>
internal sealed record SeriesDigest(
    long Count,
    double First,
    double Last,
    double Min,
    double Max,
    double Sum,
    double SumOfSquares,
    long NaNs,
    long PositiveInfinities,
    long NegativeInfinities,
    long MinUnixMilliseconds,
    long MaxUnixMilliseconds,
    long LastUnixMilliseconds,
    bool InTimeOrder)
{
    /// <summary>Of one or more points in step order.</summary>
    public static SeriesDigest Of(PointColumns<double> points) => Of(points.Values, points.UnixMilliseconds);

    /// <summary>Of the values and timestamps of one or more points in step order.</summary>
    public static SeriesDigest Of(ReadOnlySpan<double> values, ReadOnlySpan<long> times)
    {
        var statistics = ValueStatistics.Of(values);
        var (earliest, latest, inOrder) = (times[0], times[0], true);
        for (var i = 1; i < times.Length; i++)
        {
            inOrder &= times[i] >= times[i - 1];
            earliest = Math.Min(earliest, times[i]);
            latest = Math.Max(latest, times[i]);
        }

        return new SeriesDigest(
            values.Length, values[0], values[^1], statistics.Min, statistics.Max, statistics.Sum, statistics.SumOfSquares, statistics.NaNs,
            statistics.PositiveInfinities, statistics.NegativeInfinities, earliest, latest, times[^1], inOrder);
    }

    /// <summary>Of these points and those of a digest that follows.</summary>
    public SeriesDigest Followed(SeriesDigest next) => new(
        Count + next.Count,
        First,
        next.Last,
        Lower(Min, next.Min),
        Higher(Max, next.Max),
        Sum + next.Sum,
        SumOfSquares + next.SumOfSquares,
        NaNs + next.NaNs,
        PositiveInfinities + next.PositiveInfinities,
        NegativeInfinities + next.NegativeInfinities,
        Math.Min(MinUnixMilliseconds, next.MinUnixMilliseconds),
        Math.Max(MaxUnixMilliseconds, next.MaxUnixMilliseconds),
        next.LastUnixMilliseconds,
        InTimeOrder && next.InTimeOrder && MaxUnixMilliseconds <= next.MinUnixMilliseconds);

    /// <summary>The smaller of two, of which each may be NaN for "none".</summary>
    public static double Lower(double one, double other) => double.IsNaN(one) ? other : double.IsNaN(other) ? one : Math.Min(one, other);

    /// <summary>The larger of two, of which each may be NaN for "none".</summary>
    public static double Higher(double one, double other) => double.IsNaN(one) ? other : double.IsNaN(other) ? one : Math.Max(one, other);
}

/// <summary>Statistics of values in memory.</summary>
internal readonly record struct ValueStatistics(
    double Min, double Max, double Sum, double SumOfSquares, long NaNs, long PositiveInfinities, long NegativeInfinities)
{
    public static ValueStatistics Of(ReadOnlySpan<double> values) => TryVector(values, out var fast) ? fast : OneByOne(values);

    private static ValueStatistics OneByOne(ReadOnlySpan<double> values)
    {
        double min = double.NaN, max = double.NaN, sum = 0, squares = 0;
        long nans = 0, positive = 0, negative = 0;
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                min = SeriesDigest.Lower(min, value);
                max = SeriesDigest.Higher(max, value);
                sum += value;
                squares += value * value;
            }
            else if (double.IsNaN(value))
                nans++;
            else if (value > 0)
                positive++;
            else
                negative++;
        }

        return new ValueStatistics(min, max, sum, squares, nans, positive, negative);
    }

    /// <summary>Four at a time, when there are many and all are finite. Always four: the same points must give the same bits of a sum on every machine.</summary>
    private static bool TryVector(ReadOnlySpan<double> values, out ValueStatistics statistics)
    {
        statistics = default;
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(values);
        if (vectors.Length < 4)
            return false;
        var (min, max, sum, squares, odd) = (vectors[0], vectors[0], Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var vector in vectors)
        {
            min = Vector256.Min(min, vector);
            max = Vector256.Max(max, vector);
            sum += vector;
            squares += vector * vector;
            // Zero of a finite value, NaN of any other.
            odd += vector - vector;
        }

        if (!(Vector256.Sum(odd) == 0))
            return false;
        var rest = OneByOne(values[(vectors.Length * Vector256<double>.Count)..]);
        if (rest.NaNs + rest.PositiveInfinities + rest.NegativeInfinities > 0)
            return false;
        var (low, high) = (rest.Min, rest.Max);
        for (var i = 0; i < Vector256<double>.Count; i++)
        {
            low = SeriesDigest.Lower(low, min[i]);
            high = SeriesDigest.Higher(high, max[i]);
        }

        statistics = new ValueStatistics(low, high, Vector256.Sum(sum) + rest.Sum, Vector256.Sum(squares) + rest.SumOfSquares, 0, 0, 0);
        return true;
    }
}
