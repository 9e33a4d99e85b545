using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>The moments of a body's snapshots, which their float series share.</summary>
internal sealed class Moments
{
    private Step[] _steps = new Step[16];
    private long[] _times = new long[16];
    private int _count;

    public int Add(Step step, long unixMilliseconds)
    {
        if (_count == _steps.Length)
        {
            Array.Resize(ref _steps, _count * 2);
            Array.Resize(ref _times, _count * 2);
        }

        (_steps[_count], _times[_count]) = (step, unixMilliseconds);
        return _count++;
    }

    /// <summary>Values at moments that follow each other: no copy is made, so that those with the same moments can be told.</summary>
    public Points<double> Give(int first, ReadOnlyMemory<double> values) =>
        new(_steps.AsMemory(first, values.Length), values, _times.AsMemory(first, values.Length));

    /// <summary>Values at any moments.</summary>
    public Points<double> Give(ReadOnlyMemory<int> moments, ReadOnlyMemory<double> values)
    {
        var (steps, times) = (new Step[moments.Length], new long[moments.Length]);
        for (var i = 0; i < steps.Length; i++)
            (steps[i], times[i]) = (_steps[moments.Span[i]], _times[moments.Span[i]]);
        return new Points<double>(steps, values, times);
    }
}

/// <summary>The floats of one series over the snapshots of a body.</summary>
internal sealed class FloatColumn(AttributePath path, byte[] key, int ordinal, Moments moments) : OpenSeries(path)
{
    private double[] _values = new double[4];
    private int[] _moments = new int[4];
    private int _count;
    private bool _isContiguous = true;

    /// <summary>Its place among the columns.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Whether it still gathers: false once another kind of operation came for its path.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Whether it gathers under a name.</summary>
    public bool IsNamed(ReadOnlySpan<byte> name) => IsOpen && name.SequenceEqual(key);

    public void Add(int moment, double value)
    {
        if (_count == _values.Length)
        {
            Array.Resize(ref _values, _count * 2);
            Array.Resize(ref _moments, _count * 2);
        }

        _isContiguous &= _count == 0 || moment == _moments[_count - 1] + 1;
        (_values[_count], _moments[_count]) = (value, moment);
        _count++;
    }

    public override RunOperation Close()
    {
        var values = _values.AsMemory(0, _count);
        return new RunOperation.AppendFloats(
            Path, _isContiguous ? moments.Give(_moments[0], values) : moments.Give(_moments.AsMemory(0, _count), values));
    }
}
