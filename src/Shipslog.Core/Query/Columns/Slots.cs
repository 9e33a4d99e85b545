using System.Numerics;
using System.Runtime.CompilerServices;

namespace Shipslog.Core.Query.Columns;

/// <summary>A test of one value. A struct, so that the scan over a column is compiled with the test inlined.</summary>
internal interface IValueTest<T>
{
    /// <summary>Whether a test costs so little that testing absent rows too (without a branch) is faster than skipping them.</summary>
    static abstract bool IsCheap { get; }

    bool Holds(T value);
}

/// <summary>
/// The values of a column by row. Few values are kept as sorted (row, value) pairs, many as an array over all rows with a presence
/// bitmap: a project may have a million names of which most are in a handful of runs, and a dense array each would be 1 MB per name.
/// </summary>
internal sealed class Slots<T>
{
    private const int AlwaysSparse = 32;

    // Sparse: _rows holds _count sorted rows, _values their values. Dense: _rows is null, _values is by row.
    private int[]? _rows = new int[1];
    private T[] _values = new T[1];
    private RowBits? _present;

    public int Count { get; private set; }

    /// <summary>The memory of the arrays; of references without what they refer to.</summary>
    public long Bytes => (_rows?.Length ?? 0) * 4L + _values.Length * (long)Unsafe.SizeOf<T>() + (_present?.WordCount ?? 0) * 8L;

    public bool TryGet(int row, out T value)
    {
        if (_rows is null)
        {
            var has = _present![row];
            value = has ? _values[row] : default!;
            return has;
        }

        var at = Array.BinarySearch(_rows, 0, Count, row);
        value = at >= 0 ? _values[at] : default!;
        return at >= 0;
    }

    public void Set(int row, T value)
    {
        if (_rows is not null && Count >= AlwaysSparse && Count >= row / 16)
            BecomeDense();
        if (_rows is null)
            SetDense(row, value);
        else
            SetSparse(row, value);
    }

    public bool Remove(int row)
    {
        if (_rows is null)
        {
            if (!_present![row])
                return false;
            _present.Remove(row);
            _values[row] = default!;
            Count--;
            return true;
        }

        var at = Array.BinarySearch(_rows, 0, Count, row);
        if (at < 0)
            return false;
        Count--;
        Array.Copy(_rows, at + 1, _rows, at, Count - at);
        Array.Copy(_values, at + 1, _values, at, Count - at);
        _values[Count] = default!;
        return true;
    }

    /// <summary>Adds to <paramref name="into"/> the rows that have a value.</summary>
    public void AddPresent(RowBits into)
    {
        if (_rows is null)
            into.Or(_present!);
        else
            foreach (var row in _rows.AsSpan(0, Count))
                into.Add(row);
    }

    /// <summary>Visits every value, in row order.</summary>
    public void ForEach(Action<int, T> visit)
    {
        if (_rows is null)
        {
            foreach (var row in _present!.ToRows())
                visit(row, _values[row]);
            return;
        }

        for (var i = 0; i < Count; i++)
            visit(_rows[i], _values[i]);
    }

    /// <summary>Adds to <paramref name="into"/> those rows of <paramref name="mask"/> whose value passes.</summary>
    public void Match<TTest>(TTest test, RowBits mask, RowBits into)
        where TTest : struct, IValueTest<T>
    {
        if (_rows is null)
        {
            MatchDense(test, mask, into);
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            if (mask[_rows[i]] && test.Holds(_values[i]))
                into.Add(_rows[i]);
        }
    }

    private void MatchDense<TTest>(TTest test, RowBits mask, RowBits into)
        where TTest : struct, IValueTest<T>
    {
        var words = Math.Min(mask.WordCount, _present!.WordCount);
        for (var w = 0; w < words; w++)
        {
            var candidates = mask.Word(w) & _present.Word(w);
            if (candidates == 0)
                continue;
            var from = w << 6;
            ulong hits = 0;
            if (TTest.IsCheap && from + 64 <= _values.Length && BitOperations.PopCount(candidates) >= 16)
            {
                var values = _values.AsSpan(from, 64);
                for (var i = 0; i < values.Length; i++)
                    hits |= (test.Holds(values[i]) ? 1UL : 0) << i;
                hits &= candidates;
            }
            else
            {
                for (var left = candidates; left != 0; left &= left - 1)
                {
                    var i = BitOperations.TrailingZeroCount(left);
                    if (test.Holds(_values[from + i]))
                        hits |= 1UL << i;
                }
            }

            into.AddWord(w, hits);
        }
    }

    private void SetDense(int row, T value)
    {
        if (row >= _values.Length)
            Array.Resize(ref _values, Math.Max(row + 1, _values.Length + _values.Length / 4));
        _values[row] = value;
        if (_present![row])
            return;
        _present.Add(row);
        Count++;
    }

    private void SetSparse(int row, T value)
    {
        var rows = _rows!;
        var at = Count > 0 && rows[Count - 1] < row ? ~Count : Array.BinarySearch(rows, 0, Count, row);
        if (at >= 0)
        {
            _values[at] = value;
            return;
        }

        at = ~at;
        if (Count == rows.Length)
        {
            Array.Resize(ref rows, Count * 2);
            Array.Resize(ref _values, Count * 2);
            _rows = rows;
        }

        Array.Copy(rows, at, rows, at + 1, Count - at);
        Array.Copy(_values, at, _values, at + 1, Count - at);
        rows[at] = row;
        _values[at] = value;
        Count++;
    }

    private void BecomeDense()
    {
        var rows = _rows.AsSpan(0, Count);
        var last = rows[^1];
        var values = new T[last + 1];
        _present = new RowBits(last + 1);
        for (var i = 0; i < rows.Length; i++)
        {
            values[rows[i]] = _values[i];
            _present.Add(rows[i]);
        }

        _values = values;
        _rows = null;
    }
}
