namespace Shipslog.Core.Series;

/// <summary>Adds points to a bucket in step order; along the axis they may come in any order.</summary>
internal struct BucketBuilder
{
    private double _firstX;
    private double _lastX;
    private double _first;
    private double _last;
    private double _min;
    private double _max;
    private double _sum;
    private long _count;
    private long _nans;
    private long _positive;
    private long _negative;

    public readonly bool IsEmpty => _count == 0;

    /// <summary>The first point: x and value.</summary>
    public readonly (double X, double Value) FirstPoint => (_firstX, _first);

    /// <summary>The last point: x and value.</summary>
    public readonly (double X, double Value) LastPoint => (_lastX, _last);

    public void Add(double x, double value) => Add(
        x, value, x, value, 1,
        double.IsFinite(value) ? new ValueStatistics(value, value, value, 0, 0, 0, 0)
        : new ValueStatistics(double.NaN, double.NaN, 0, 0, double.IsNaN(value) ? 1 : 0, value > 0 ? 1 : 0, value < 0 ? 1 : 0));

    /// <summary>Points whose x ascends.</summary>
    public void Add(ReadOnlySpan<double> x, ReadOnlySpan<double> values) =>
        Add(x[0], values[0], x[^1], values[^1], values.Length, ValueStatistics.Of(values));

    /// <summary>Points that are in the order of the axis.</summary>
    public void Add(SeriesDigest digest, double firstX, double lastX) => Add(
        firstX, digest.First, lastX, digest.Last, digest.Count,
        new ValueStatistics(digest.Min, digest.Max, digest.Sum, 0, digest.NaNs, digest.PositiveInfinities, digest.NegativeInfinities));

    /// <summary>What was added to another one, of points after those of this one.</summary>
    public void Add(in BucketBuilder later) => Add(
        later._firstX, later._first, later._lastX, later._last, later._count,
        new ValueStatistics(later._min, later._max, later._sum, 0, later._nans, later._positive, later._negative));

    public readonly Bucket Build() => new(_lastX, _first, _last, _min, _max, _sum, _count, _nans, _positive, _negative);

    private void Add(double firstX, double first, double lastX, double last, long count, ValueStatistics values)
    {
        if (_count == 0)
            (_firstX, _first, _lastX, _last, _min, _max) = (firstX, first, lastX, last, double.NaN, double.NaN);
        if (firstX < _firstX)
            (_firstX, _first) = (firstX, first);
        if (lastX >= _lastX)
            (_lastX, _last) = (lastX, last);
        _count += count;
        _min = SeriesDigest.Lower(_min, values.Min);
        _max = SeriesDigest.Higher(_max, values.Max);
        _sum += values.Sum;
        _nans += values.NaNs;
        _positive += values.PositiveInfinities;
        _negative += values.NegativeInfinities;
    }
}
