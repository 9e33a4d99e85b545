using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>Points of one series, gathered over the snapshots of a body.</summary>
internal abstract class OpenSeries(AttributePath path)
{
    public AttributePath Path { get; } = path;

    public abstract RunOperation Close();
}

/// <inheritdoc/>
internal sealed class OpenSeries<T>(AttributePath path, Func<AttributePath, Points<T>, RunOperation> make) : OpenSeries(path)
{
    private Step[] _steps = new Step[4];
    private T[] _values = new T[4];
    private long[] _times = new long[4];
    private int _count;

    public void Add(Step step, T value, long unixMilliseconds)
    {
        if (_count == _steps.Length)
        {
            Array.Resize(ref _steps, _count * 2);
            Array.Resize(ref _values, _count * 2);
            Array.Resize(ref _times, _count * 2);
        }

        (_steps[_count], _values[_count], _times[_count]) = (step, value, unixMilliseconds);
        _count++;
    }

    public override RunOperation Close() =>
        make(Path, new Points<T>(_steps.AsMemory(0, _count), _values.AsMemory(0, _count), _times.AsMemory(0, _count)));
}
