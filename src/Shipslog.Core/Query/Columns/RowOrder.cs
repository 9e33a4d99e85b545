using System.Buffers;
using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>
/// The order of the candidate rows under sort keys. Compares positions within the candidates. Numbers come before texts, then NaN,
/// then rows without the attribute; the last two in either direction, because a run that has no loss is never the best one.
/// </summary>
internal sealed class RowOrder : IComparer<int>, IDisposable
{
    private readonly SortKey[] _keys;
    private readonly SortKey? _only;
    private readonly RunRows _runs;
    private readonly int[] _rows;
    private readonly bool _oldestFirst;

    public RowOrder(int[] rows, RunRows runs, IReadOnlyList<(Column[] Columns, RunSort Sort)> sorts)
    {
        _rows = rows;
        _keys = [.. sorts.Select(sort => new SortKey(rows, sort.Columns, sort.Sort))];
        _only = _keys.Length > 0 ? _keys[0] : null;
        _runs = runs;
        _oldestFirst = sorts is [.., { Sort: { Attribute.Path: SystemPaths.CreationTime, Descending: false } }];
    }

    public void Dispose()
    {
        foreach (var key in _keys)
            key.Dispose();
    }

    public int Compare(int x, int y)
    {
        if (_only is not null)
        {
            var first = _only.Compare(x, y);
            if (first != 0)
                return first;
            for (var i = 1; i < _keys.Length; i++)
            {
                var next = _keys[i].Compare(x, y);
                if (next != 0)
                    return next;
            }
        }

        // Rows are in order of creation, also of runs created within one millisecond.
        if (_oldestFirst)
            return _rows[x].CompareTo(_rows[y]);
        var newest = _runs.CreatedUnixMilliseconds(_rows[y]).CompareTo(_runs.CreatedUnixMilliseconds(_rows[x]));
        return newest != 0 ? newest : _rows[y].CompareTo(_rows[x]);
    }

    private enum Rank : byte
    {
        Number,
        Text,
        NaN,
        Missing,
    }

    private sealed class SortKey : IDisposable
    {
        // Rented, because 1 MB of fresh large objects a query keeps the collector busy; so longer than the rows.
        // Numbers are negated for descending; NaN says "look at the rank".
        private readonly double[] _numbers;
        private readonly Rank[] _ranks;
        private string?[]? _texts;
        private readonly long[]? _exact;
        private readonly bool _descending;

        public SortKey(int[] rows, Column[] columns, RunSort sort)
        {
            _descending = sort.Descending;
            _numbers = ArrayPool<double>.Shared.Rent(rows.Length);
            _ranks = ArrayPool<Rank>.Shared.Rent(rows.Length);
            _numbers.AsSpan(0, rows.Length).Fill(double.NaN);
            _ranks.AsSpan(0, rows.Length).Fill(Rank.Missing);
            foreach (var column in columns)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    if (column.TryNumber(rows[i], sort.Attribute.Aggregate, out var number))
                        SetNumber(i, number);
                    else if (column.Text(rows[i]) is { } text)
                        SetText(i, text, readNumbers: sort.Attribute.Kind is null);
                    else
                        continue;
                    if (column.Kind == AttributeKind.Int && Math.Abs(number) >= 1L << 53)
                        (_exact ??= new long[rows.Length])[i] = column.ExactNumber(rows[i]);
                }
            }
        }

        private void SetNumber(int i, double number)
        {
            _ranks[i] = double.IsNaN(number) ? Rank.NaN : Rank.Number;
            _numbers[i] = _descending ? -number : number;
        }

        /// <summary>A text that reads as a number is sorted as one, as the filters compare it: old clients logged parameters as text.</summary>
        private void SetText(int i, string text, bool readNumbers)
        {
            if (readNumbers && text.Length < 40 && TextTest.TryNumber(text, out var number))
            {
                SetNumber(i, number);
                return;
            }

            _ranks[i] = Rank.Text;
            (_texts ??= new string?[_ranks.Length])[i] = text;
        }

        public void Dispose()
        {
            ArrayPool<double>.Shared.Return(_numbers);
            ArrayPool<Rank>.Shared.Return(_ranks);
        }

        public int Compare(int x, int y)
        {
            double left = _numbers[x], right = _numbers[y];
            if (left < right)
                return -1;
            if (left > right)
                return 1;
            return left == right ? CompareExact(x, y) : CompareRanks(x, y);
        }

        private int CompareExact(int x, int y)
        {
            if (_exact is null)
                return 0;
            var order = _exact[x].CompareTo(_exact[y]);
            return _descending ? -order : order;
        }

        private int CompareRanks(int x, int y)
        {
            var order = _ranks[x].CompareTo(_ranks[y]);
            if (order != 0 || _ranks[x] != Rank.Text)
                return _descending && Math.Max((int)_ranks[x], (int)_ranks[y]) <= (int)Rank.Text ? -order : order;
            order = string.CompareOrdinal(_texts![x], _texts[y]);
            return _descending ? -order : order;
        }
    }
}
