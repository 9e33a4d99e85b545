namespace Shipslog.Core.Series;

/// <summary>Adds points to a bucket one by one, in x order.</summary>
internal struct BucketBuilder
{
    public static BucketBuilder Empty => new() { _min = double.NaN, _max = double.NaN };

    private double _x;
    private double _first;
    private double _last;
    private double _min;
    private double _max;
    private double _sum;
    private long _count;
    private long _nans;
    private long _positive;
    private long _negative;

    public void Add(double x, double value)
    {
        if (_count++ == 0)
            _first = value;
        (_x, _last) = (x, value);
        if (double.IsNaN(value))
        {
            _nans++;
        }
        else if (double.IsInfinity(value))
        {
            if (value > 0)
                _positive++;
            else
                _negative++;
        }
        else
        {
            _min = double.IsNaN(_min) ? value : Math.Min(_min, value);
            _max = double.IsNaN(_max) ? value : Math.Max(_max, value);
            _sum += value;
        }
    }

    public readonly bool IsEmpty => _count == 0;

    public readonly Bucket Build() => new(_x, _first, _last, _min, _max, _sum, _count, _nans, _positive, _negative);
}
