using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Distinct (path, kind) pairs, best first: exact, then prefix, then by how many holders have them, then by name.</summary>
    /// <param name="search">Substring ignoring case, or a regular expression (case matters); empty: all.</param>
    /// <param name="isRegex">Which of the two.</param>
    /// <param name="limit">At most this many entries; the total counts all.</param>
    /// <param name="kind">Attributes of which holders.</param>
    /// <exception cref="ShipslogException">Invalid: not a regular expression.</exception>
    public AttributeDefinitionPage Attributes(string search, bool isRegex, int limit, HolderKind kind)
    {
        var pattern = isRegex && search.Length > 0 ? QueryRegex.Create(search, ignoreCase: false) : null;
        var names = Volatile.Read(ref _names);
        var order = new NameOrder(names, isRegex ? "" : search, kind);
        var (total, best) = (0, new List<int>());
        _nameText.Search(
            pattern?.Longest ?? (isRegex ? "" : search),
            isRegex ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase,
            found =>
            {
                var hits = new BestNames(limit, order, names, kind, isRegex || search.Length == 0);
                while (found.Next())
                {
                    if (found.Index < names.Length && names[found.Index]?.Runs(kind) is > 0 and var runs && pattern?.IsMatch(found.Name) != false)
                        hits.Add(found.Index, runs, found.Name);
                }

                lock (best)
                {
                    total += hits.Total;
                    best.AddRange(hits.Best());
                }
            });
        best.Sort(order);
        return new AttributeDefinitionPage(
            total, [.. best.Take(limit).Select(at => new AttributeDefinition(names[at].Path, names[at].Kind, names[at].Runs(kind)))]);
    }

    /// <summary>What an unqualified name of a query may mean: the attribute of that path, else all whose path ends with <c>/name</c>.</summary>
    public IReadOnlyList<AttributeDefinition> Resolve(string name, HolderKind kind)
    {
        var found = new List<AttributeDefinition>();
        _gate.EnterReadLock();
        try
        {
            for (var column = _columns.GetValueOrDefault(name); column is not null; column = column.Next)
            {
                if (column.Runs(kind) > 0)
                    found.Add(new AttributeDefinition(name, column.Kind, column.Runs(kind)));
            }
        }
        finally
        {
            _gate.ExitReadLock();
        }

        if (found.Count > 0)
            return found;
        var names = Volatile.Read(ref _names);
        foreach (var at in _nameText.EndingWith(name))
        {
            if (at < names.Length && names[at] is { } column && column.Runs(kind) is > 0 and var runs)
                found.Add(new AttributeDefinition(column.Path, column.Kind, runs));
        }

        return found;
    }

    /// <summary>Some of the matching runs (outside the trash), evenly spread, or null when columns must be loaded first.</summary>
    /// <param name="filter">Which runs.</param>
    /// <param name="values">About how many values they have in all, at most.</param>
    /// <param name="missing">The columns.</param>
    public Run[]? TrySample(RunFilter filter, int values, out IReadOnlyList<string> missing) => Answer(
        columns =>
        {
            var rows = new FilterEvaluation(_rows, columns).Evaluate(filter, Candidates(columns, HolderKind.Run, false)).ToRows();
            var size = (int)Math.Clamp(values * (long)Math.Max(1, Count) / Math.Max(1, _uses), 64, 2_000);
            return Array.ConvertAll(Sample(rows, size), row => _rows[row]!);
        },
        out missing);

    private static int[] Sample(int[] rows, int size)
    {
        if (rows.Length <= size)
            return rows;
        var sample = new int[size];
        for (var i = 0; i < size; i++)
            sample[i] = rows[(int)((long)i * rows.Length / size)];
        return sample;
    }

    /// <summary>The first names of an order out of many: most are seen to be too late by one comparison, without being looked up.</summary>
    private sealed class BestNames(int limit, IComparer<int> order, NamedColumn[] names, HolderKind kind, bool byRunsAndPath)
    {
        private readonly List<int> _kept = [];
        private int _lastRuns;
        private string? _lastPath;

        public int Total { get; private set; }

        public void Add(int index, int runs, ReadOnlySpan<char> path)
        {
            Total++;
            if (_lastPath is not null && byRunsAndPath && (runs < _lastRuns || (runs == _lastRuns && path.SequenceCompareTo(_lastPath) > 0)))
                return;
            _kept.Add(index);
            if (_kept.Count >= 2L * limit + 100)
                Trim();
        }

        public List<int> Best()
        {
            Trim();
            return _kept;
        }

        private void Trim()
        {
            if (_kept.Count <= limit)
                return;
            _kept.Sort(order);
            _kept.RemoveRange(limit, _kept.Count - limit);
            if (limit > 0)
                (_lastRuns, _lastPath) = (names[_kept[^1]].Runs(kind), names[_kept[^1]].Path);
        }
    }

    private sealed class NameOrder(NamedColumn[] names, string search, HolderKind kind) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            NamedColumn left = names[x], right = names[y];
            var order = Closeness(left.Path).CompareTo(Closeness(right.Path));
            if (order == 0)
                order = right.Runs(kind).CompareTo(left.Runs(kind));
            if (order == 0)
                order = string.CompareOrdinal(left.Path, right.Path);
            return order != 0 ? order : left.Kind.CompareTo(right.Kind);
        }

        private int Closeness(string path) =>
            search.Length == 0 ? 0
            : string.Equals(path, search, StringComparison.OrdinalIgnoreCase) ? 0
            : path.StartsWith(search, StringComparison.OrdinalIgnoreCase) ? 1
            : 2;
    }
}
