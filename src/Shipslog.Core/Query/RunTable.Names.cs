using System.Text.RegularExpressions;
using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    /// <summary>Below these are the tracker's own and the machine's numbers: they differ in every run and tell nothing of the experiment.</summary>
    private static readonly string[] _notProposed = ["sys", "monitoring", "source_code", "diagnostics"];

    /// <summary>Distinct (path, kind) pairs, best first: exact, then prefix, then by how many holders have them, then by name.</summary>
    /// <param name="search">Substring ignoring case, or a regular expression (case matters); empty: all.</param>
    /// <param name="isRegex">Which of the two.</param>
    /// <param name="limit">At most this many entries; the total counts all.</param>
    /// <param name="kind">Attributes of which holders.</param>
    /// <exception cref="ShipslogException">Invalid: not a regular expression.</exception>
    public AttributeDefinitionPage Attributes(string search, bool isRegex, int limit, HolderKind kind)
    {
        var count = Volatile.Read(ref _nameCount);
        var names = Volatile.Read(ref _names).AsSpan(0, count);
        var regex = isRegex && search.Length > 0 ? QueryRegex.Create(search, ignoreCase: false) : null;
        var found = new List<AttributeDefinition>();
        foreach (var column in names)
        {
            var runs = column.Runs(kind);
            if (runs > 0 && IsNamed(column.Path, search, regex))
                found.Add(new AttributeDefinition(column.Path, column.Kind, runs));
        }

        var order = new NameOrder(found, isRegex ? "" : search);
        var page = TopRows.Select(found.Count, 0, limit, order);
        return new AttributeDefinitionPage(found.Count, [.. page.Select(at => found[at])]);
    }

    /// <summary>What an unqualified name of a query may mean: the attribute of that path, else all whose path ends with <c>/name</c>.</summary>
    public IReadOnlyList<AttributeDefinition> Resolve(string name, HolderKind kind)
    {
        var suffix = "/" + name;
        var found = Attributes(suffix, isRegex: false, int.MaxValue, kind).Entries
            .Where(entry => entry.Path.EndsWith(suffix, StringComparison.Ordinal)).ToList();
        _gate.EnterReadLock();
        try
        {
            var exact = ColumnsOf(name).Where(column => column.Runs(kind) > 0)
                .Select(column => new AttributeDefinition(name, column.Kind, column.Runs(kind))).ToList();
            return exact.Count > 0 ? exact : found;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>The attributes that tell the matching runs (outside the trash) apart best, best first.</summary>
    /// <remarks>
    /// Score = coverage × distinctness; coverage is the share of the runs that have it, distinctness grows with the logarithm of the
    /// number of distinct values and is full at 16: a parameter tried with 16 values tells as much as a metric that never repeats.
    /// Counted on a sample of the runs.
    /// </remarks>
    public IReadOnlyList<AttributeRef> ProposeColumns(RunFilter filter, int limit)
    {
        _gate.EnterReadLock();
        try
        {
            var rows = new FilterEvaluation(_rows, ColumnsOf).Evaluate(filter, Candidates(HolderKind.Run, false)).ToRows();
            if (rows.Length < 2)
                return [];
            rows = Sample(rows, Math.Clamp(2_000_000 / Math.Max(1, _nameCount), 64, 2_000));
            var scored = new List<(Column Column, double Score)>();
            for (var i = 0; i < _nameCount; i++)
            {
                if (IsProposable(_names[i]) && Score(_names[i], rows) is > 0 and var score)
                    scored.Add((_names[i], score));
            }

            return
            [
                .. scored.OrderByDescending(entry => Math.Round(entry.Score, 3))
                    .ThenBy(entry => entry.Column.Path, StringComparer.Ordinal)
                    .Take(limit)
                    .Select(entry => new AttributeRef(entry.Column.Path, entry.Column.Kind)),
            ];
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private static bool IsNamed(string path, string search, Regex? regex) =>
        regex?.IsMatch(path) ?? path.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static bool IsProposable(Column column)
    {
        if (column.Kind is not (AttributeKind.Float or AttributeKind.Int or AttributeKind.Bool or AttributeKind.String
            or AttributeKind.FloatSeries or AttributeKind.Datetime or AttributeKind.Artifact))
        {
            return false;
        }

        var slash = column.Path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || !_notProposed.Contains(column.Path[..slash]);
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

    private static double Score(Column column, int[] rows)
    {
        if (column.Runs(HolderKind.Run) < 2)
            return 0;
        var numbers = new HashSet<double>();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var present = 0;
        foreach (var row in rows)
        {
            if (column.TryNumber(row, Aggregate.Last, out var number))
                numbers.Add(number);
            else if (column.Text(row) is { Length: <= 200 } text)
                texts.Add(text);
            else
                continue;
            present++;
        }

        var distinct = numbers.Count + texts.Count;
        if (distinct < 2)
            return 0;
        return (double)present / rows.Length * Math.Min(1, Math.Log2(distinct) / 4);
    }

    private sealed class NameOrder(List<AttributeDefinition> names, string search) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            AttributeDefinition left = names[x], right = names[y];
            var order = Closeness(left.Path).CompareTo(Closeness(right.Path));
            if (order == 0)
                order = right.Runs.CompareTo(left.Runs);
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
