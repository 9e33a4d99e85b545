using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

internal sealed partial class RunTable
{
    // Enough for some hundred columns of 100,000 runs.
    private const long MaxColumnBytes = 400_000_000;

    /// <summary>Begins to load the values of paths: from now on changes are kept for the end. One loading at a time.</summary>
    public ColumnLoading BeginLoading(IEnumerable<string> paths)
    {
        _gate.EnterWriteLock();
        try
        {
            var wanted = new List<NamedColumn>();
            foreach (var path in paths)
            {
                for (var column = _columns.GetValueOrDefault(path); column is not null; column = column.Next)
                {
                    if (column.Values is not null)
                        continue;
                    column.BeginLoading();
                    wanted.Add(column);
                }
            }

            return new ColumnLoading(wanted);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Ends a loading; if it failed, the columns stay as they were.</summary>
    public void FinishLoading(ColumnLoading loading, bool failed)
    {
        _gate.EnterWriteLock();
        try
        {
            foreach (var (column, values) in loading.Columns)
                column.FinishLoading(failed ? null : values, loading.IsKept(column.Path));
            Evict();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Paths of columns in memory that changed since they were kept, those asked for last first.</summary>
    public IReadOnlyList<string> ColumnsToKeep(int limit)
    {
        _gate.EnterReadLock();
        try
        {
            return [.. _names.Take(_nameCount).Where(column => column is { Values: not null, IsKept: false })
                .OrderByDescending(column => column.UsedAt).Select(column => column.Path).Distinct().Take(limit)];
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>All values of a path by row, which count as kept from now on; null when not all kinds of it are in memory.</summary>
    public List<(int Row, AttributeValue Value)>? TryCopy(string path)
    {
        _gate.EnterReadLock();
        try
        {
            var values = new List<(int, AttributeValue)>();
            for (var column = _columns.GetValueOrDefault(path); column is not null; column = column.Next)
            {
                if (column.IsEmpty)
                    continue;
                if (column.Values is null)
                    return null;
                column.IsKept = true;
                var present = new RowBits(_rows.Length);
                column.Values.AddPresent(present);
                foreach (var row in present.ToRows())
                    values.Add((row, column.Values.Get(row)!));
            }

            return values;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    /// <summary>Lets the columns go that were not asked for longest, when all together hold too much. Those asked for now stay.</summary>
    private void Evict()
    {
        if (keepsAll)
            return;
        var loaded = _names.Take(_nameCount).Where(column => column.Values is not null).OrderBy(column => column.UsedAt).ToList();
        var bytes = loaded.Sum(column => column.Values!.Bytes);
        foreach (var column in loaded.TakeWhile(column => column.UsedAt < loaded[^1].UsedAt))
        {
            if (bytes <= MaxColumnBytes)
                return;
            bytes -= column.Values!.Bytes;
            column.Evict();
        }
    }
}

/// <summary>
/// Columns being read from stored runs while the writer goes on. Values of a run are offered once, as they were at any moment since the
/// loading began; what changed since then is kept beside and wins.
/// </summary>
internal sealed class ColumnLoading(IEnumerable<NamedColumn> columns)
{
    private readonly Dictionary<(string Path, AttributeKind Kind), Column> _values =
        columns.ToDictionary(column => (column.Path, column.Kind), column => Column.Create(column.Path, column.Kind));

    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>Nothing changed in these paths since they were kept.</summary>
    public void AreKept(IEnumerable<string> paths) => _kept.UnionWith(paths);

    /// <summary>Whether nothing changed in a path since it was kept.</summary>
    public bool IsKept(string path) => _kept.Contains(path);

    /// <summary>What is loaded, with the values so far.</summary>
    public IReadOnlyList<(NamedColumn Column, Column Values)> Columns =>
        [.. columns.Select(column => (column, _values[(column.Path, column.Kind)]))];

    /// <summary>Takes a value of a run. Runs come in ascending order best, and from one thread at a time.</summary>
    public void Offer(int row, string path, AttributeValue value)
    {
        if (_values.TryGetValue((path, value.Kind), out var column))
            column.Set(row, value);
    }
}
