using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shipslog.Core.Model;

namespace Shipslog.Core.Series;

/// <summary>Points of one series in step order, one per step, in columns. Not thread safe: its owner locks.</summary>
internal sealed class PointColumns<T>
{
    private Step[] _steps = [];
    private T[] _values = [];
    private long[] _times = [];

    // Others may hold the arrays too: they are copied before anything in them changes.
    private bool _borrows;

    public PointColumns()
    {
    }

    public PointColumns(Step[] steps, T[] values, long[] unixMilliseconds)
    {
        (_steps, _values, _times) = (steps, values, unixMilliseconds);
        Count = steps.Length;
    }

    /// <summary>None, with room for some.</summary>
    public PointColumns(int room) => Reserve(room);

    public int Count { get; private set; }

    /// <summary>Points that find room.</summary>
    public int Room => _steps.Length;

    public ReadOnlySpan<Step> Steps => _steps.AsSpan(0, Count);

    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    public ReadOnlySpan<long> UnixMilliseconds => _times.AsSpan(0, Count);

    public Point<T> this[int index] => new(_steps[index], _values[index], _times[index]);

    public bool TryGet(Step step, out T value)
    {
        var index = Steps.BinarySearch(step);
        value = index >= 0 ? _values[index] : default!;
        return index >= 0;
    }

    /// <summary>Puts a point at its step; an earlier one at the same step is replaced: the latest write wins.</summary>
    public void Put(Step step, T value, long unixMilliseconds)
    {
        if (Count == 0 || _steps[Count - 1] < step)
        {
            Insert(Count, step, value, unixMilliseconds);
            return;
        }

        var index = Steps.BinarySearch(step);
        if (index < 0)
        {
            Insert(~index, step, value, unixMilliseconds);
            return;
        }

        if (_borrows)
            Resize(Count);
        (_values[index], _times[index]) = (value, unixMilliseconds);
    }

    /// <summary>The points of both; where both have a step, those of <paramref name="newer"/>.</summary>
    public static PointColumns<T> Merge(PointColumns<T> older, PointColumns<T> newer)
    {
        if (older.Count == 0 || newer.Count == 0)
            return older.Count == 0 ? newer : older;
        var merged = new PointColumns<T>();
        merged.Reserve(older.Count + newer.Count);
        int o = 0, n = 0;
        while (o < older.Count || n < newer.Count)
        {
            var order = o == older.Count ? 1 : n == newer.Count ? -1 : older._steps[o].CompareTo(newer._steps[n]);
            if (order < 0)
                merged.Append(older, o++);
            else
                merged.Append(newer, n++);
            if (order == 0)
                o++;
        }

        return merged;
    }

    /// <summary>The points up to a step, inclusive.</summary>
    public PointColumns<T> UpTo(Step step)
    {
        if (Count == 0 || _steps[Count - 1] <= step)
            return this;
        var index = Steps.BinarySearch(step);
        return Slice(0, index < 0 ? ~index : index + 1);
    }

    /// <summary>The points between two steps, both inclusive.</summary>
    public PointColumns<T> Between(Step first, Step last)
    {
        if (Count == 0 || (_steps[0] >= first && _steps[Count - 1] <= last))
            return this;
        var start = Steps.BinarySearch(first);
        var end = Steps.BinarySearch(last);
        (start, end) = (start < 0 ? ~start : start, end < 0 ? ~end : end + 1);
        return Slice(start, Math.Max(0, end - start));
    }

    /// <summary>A copy of a part, by index.</summary>
    public PointColumns<T> Slice(int start, int count) => new(
        _steps.AsSpan(start, count).ToArray(),
        _values.AsSpan(start, count).ToArray(),
        _times.AsSpan(start, count).ToArray());

    /// <summary>Adds points that all come after those that are there.</summary>
    public void Append(PointColumns<T> later) => Append(later.Steps, later.Values, later.UnixMilliseconds);

    /// <summary>Adds points in step order, one per step, that all come after those that are there.</summary>
    public void Append(ReadOnlySpan<Step> steps, ReadOnlySpan<T> values, ReadOnlySpan<long> unixMilliseconds)
    {
        Reserve(Count + steps.Length);
        steps.CopyTo(_steps.AsSpan(Count));
        values.CopyTo(_values.AsSpan(Count));
        unixMilliseconds.CopyTo(_times.AsSpan(Count));
        Count += steps.Length;
    }

    /// <summary>The same; what has no room of its own keeps the columns themselves, which nobody may change any more: series that are logged together share their steps and times.</summary>
    public void Take(ReadOnlyMemory<Step> steps, ReadOnlyMemory<T> values, ReadOnlyMemory<long> unixMilliseconds)
    {
        if (_steps.Length == 0 && Whole(steps) is { } allSteps && Whole(values) is { } allValues && Whole(unixMilliseconds) is { } allTimes)
            (_steps, _values, _times, Count, _borrows) = (allSteps, allValues, allTimes, allSteps.Length, true);
        else
            Append(steps.Span, values.Span, unixMilliseconds.Span);
    }

    /// <summary>Forgets the points and keeps their room, if it is its own.</summary>
    public void Empty()
    {
        if (_borrows)
        {
            (_steps, _values, _times, Count, _borrows) = ([], [], [], 0, false);
            return;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_values, 0, Count);
        Count = 0;
    }

    private void Append(PointColumns<T> source, int index) =>
        Insert(Count, source._steps[index], source._values[index], source._times[index]);

    private void Insert(int index, Step step, T value, long unixMilliseconds)
    {
        Reserve(Count + 1);
        if (index < Count)
        {
            Array.Copy(_steps, index, _steps, index + 1, Count - index);
            Array.Copy(_values, index, _values, index + 1, Count - index);
            Array.Copy(_times, index, _times, index + 1, Count - index);
        }

        (_steps[index], _values[index], _times[index]) = (step, value, unixMilliseconds);
        Count++;
    }

    private void Reserve(int count)
    {
        if (count <= _steps.Length)
            return;
        Resize(Math.Max(count, _steps.Length + _steps.Length / 2));
    }

    private void Resize(int size)
    {
        _borrows = false;
        (_steps, _values, _times) = (Copy(_steps, size), Copy(_values, size), Copy(_times, size));
    }

    private TColumn[] Copy<TColumn>(TColumn[] column, int size)
    {
        var copy = RuntimeHelpers.IsReferenceOrContainsReferences<TColumn>() ? new TColumn[size] : GC.AllocateUninitializedArray<TColumn>(size);
        column.AsSpan(0, Count).CopyTo(copy);
        return copy;
    }

    private static TItem[]? Whole<TItem>(ReadOnlyMemory<TItem> column) =>
        MemoryMarshal.TryGetArray(column, out var part) && part.Array!.Length == column.Length ? part.Array : null;
}
