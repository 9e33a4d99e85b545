using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest;

/// <summary>A float series' summary while points are added: exact for any order and for repeated steps.</summary>
internal struct FloatTotals(FloatSeriesSummary summary)
{
    private long _count = summary.Position.Count;
    private Step _firstStep = summary.Position.FirstStep;
    private Step _lastStep = summary.Position.LastStep;
    private long _lastTime = summary.Position.LastUnixMilliseconds;
    private double _first = summary.First;
    private double _last = summary.Last;
    private double _min = summary.Min;
    private double _max = summary.Max;
    private double _sum = summary.Sum;
    private double _sumOfSquares = summary.SumOfSquares;
    private long _finite = summary.FiniteCount;

    /// <summary>A finite value was replaced by another: only all points can tell the new statistics.</summary>
    public bool NeedsRecount { get; private set; }

    public void Add(Step step, double value, long unixMilliseconds)
    {
        if (_count++ == 0)
            (_firstStep, _lastStep) = (step, step);
        Place(step, value, unixMilliseconds);
        Count(value);
    }

    /// <summary>Adds points in step order that come after all there were.</summary>
    public void AddAfter(Points<double> points)
    {
        if (points.Count == 0)
            return;
        var steps = points.Steps.Span;
        var values = points.Values.Span;
        if (_count == 0)
            (_firstStep, _first) = (steps[0], values[0]);
        (_lastStep, _last, _lastTime) = (steps[^1], values[^1], points.UnixMilliseconds.Span[^1]);
        _count += steps.Length;
        foreach (var value in values)
            Count(value);
    }

    public void Replace(Step step, double old, double value, long unixMilliseconds)
    {
        Place(step, value, unixMilliseconds);
        if (old.Equals(value))
            return;
        // Taking a value out of a floating-point sum is not exact (and of an overflowed one not possible).
        NeedsRecount |= double.IsFinite(old);
        Count(value);
    }

    public readonly FloatSeriesSummary Build() => new(
        new SeriesSummary(_count, _firstStep, _lastStep, _lastTime), _first, _last, _min, _max, _sum, _sumOfSquares, _finite);

    private void Place(Step step, double value, long unixMilliseconds)
    {
        if (step <= _firstStep)
            (_firstStep, _first) = (step, value);
        if (step >= _lastStep)
            (_lastStep, _last, _lastTime) = (step, value, unixMilliseconds);
    }

    private void Count(double value)
    {
        if (!double.IsFinite(value))
            return;
        _finite++;
        _sum += value;
        _sumOfSquares += value * value;
        _min = double.IsNaN(_min) ? value : Math.Min(_min, value);
        _max = double.IsNaN(_max) ? value : Math.Max(_max, value);
    }
}
