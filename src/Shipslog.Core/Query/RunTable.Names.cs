using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    // Below this a second core isn't worth waking.
    private const int MinShardNames = 20_000;

    /// <summary>Distinct (path, kind) pairs, best first: exact, then prefix, then by how many holders have them, then by name.</summary>
    /// <param name="search">Substring ignoring case, or a regular expression (case matters); empty: all.</param>
    /// <param name="isRegex">Which of the two.</param>
    /// <param name="limit">At most this many entries; the total counts all.</param>
    /// <param name="kind">Attributes of which holders.</param>
    /// <exception cref="ShipslogException">Invalid: not a regular expression.</exception>
    public AttributeDefinitionPage Attributes(string search, bool isRegex, int limit, HolderKind kind)
    {
        var count = Volatile.Read(ref _nameCount);
        var names = Volatile.Read(ref _names);
        var pattern = isRegex && search.Length > 0 ? QueryRegex.Create(search, ignoreCase: false) : null;
        var order = new NameOrder(names, isRegex ? "" : search, kind);
        var shards = new (int Total, int[] Best)[Math.Clamp(count / MinShardNames, 1, Environment.ProcessorCount)];
        Parallel.For(0, shards.Length, shard => shards[shard] = Search(
            names.AsSpan((int)((long)shard * count / shards.Length)..(int)((shard + 1L) * count / shards.Length)),
            (int)((long)shard * count / shards.Length),
            column => column.Runs(kind) > 0 && (pattern?.IsMatch(column.Path) ?? column.Path.Contains(search, StringComparison.OrdinalIgnoreCase)),
            limit,
            order));
        var best = shards.SelectMany(shard => shard.Best).ToArray();
        Array.Sort(best, order);
        return new AttributeDefinitionPage(
            shards.Sum(shard => shard.Total),
            [.. best.Take(limit).Select(at => new AttributeDefinition(names[at].Path, names[at].Kind, names[at].Runs(kind)))]);
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
        var count = Volatile.Read(ref _nameCount);
        foreach (var column in Volatile.Read(ref _names).AsSpan(0, count))
        {
            var path = column.Path;
            if (path.Length > name.Length && path[^(name.Length + 1)] == '/' && path.EndsWith(name, StringComparison.Ordinal) && column.Runs(kind) is > 0 and var runs)
                found.Add(new AttributeDefinition(path, column.Kind, runs));
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

    private static (int Total, int[] Best) Search(
        ReadOnlySpan<NamedColumn> names, int first, Predicate<NamedColumn> matches, int limit, IComparer<int> order)
    {
        var found = new List<int>();
        for (var i = 0; i < names.Length; i++)
        {
            if (matches(names[i]))
                found.Add(first + i);
        }

        var best = TopRows.Select(found.Count, 0, limit, Comparer<int>.Create((left, right) => order.Compare(found[left], found[right])));
        return (found.Count, Array.ConvertAll(best, at => found[at]));
    }

    private static int[] Sample(int[] rows, int size)
    {
        if (rows.Length <= size)
            return rows;
        var sample = new int[size];
        for (var i = 0; i < size; i++)
            sample[i] = rows[(int)((long)i * rows.Length / size)];
        return sample;
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
