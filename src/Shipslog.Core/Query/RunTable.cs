using Shipslog.Core.Model;
using Shipslog.Core.Query.Columns;

namespace Shipslog.Core.Query;

/// <summary>
/// The columns of one project, in memory: every question about which runs, in which order, with which values is answered here.
/// Rows are runs; a column holds one (path, kind), so a path may have one kind in some runs and another in others.
/// </summary>
/// <remarks>
/// Thread safe for one writer and many readers, by one reader-writer lock for the table. A query holds it shared for well under a
/// millisecond at 100,000 runs, a change of a run exclusively for microseconds, so neither waits noticeably for the other; and a
/// query sees each run wholly before or wholly after a change. Copy-on-write columns would let slow regular expressions run beside
/// the writer, at the price of copying 0.8 MB per changed column and query: take that up if a measurement asks for it.
/// Values handed out are immutable, so a page is used after the lock is gone. Searching names takes no lock: names are only appended.
/// </remarks>
internal sealed partial class RunTable : IDisposable
{
    private static readonly IReadOnlyList<Column> _none = [];

    private readonly ReaderWriterLockSlim _gate = new(LockRecursionPolicy.NoRecursion);
    private readonly RunRows _rows = new();
    private readonly Dictionary<string, List<Column>> _columns = new(StringComparer.Ordinal);
    private Column[] _names = new Column[64];
    private int _nameCount;

    /// <summary>How many holders are in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a run, or changes attributes of one. Changes are applied in order.</summary>
    /// <param name="run">Whose; new when its key was not seen, or removed, before.</param>
    /// <param name="changes">New values, null for deleted attributes.</param>
    public void Update(Run run, IReadOnlyCollection<AttributeChange> changes)
    {
        _gate.EnterWriteLock();
        try
        {
            if (_rows.Put(run))
                Count++;
            foreach (var change in changes)
                Apply(run, change);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Forgets a run; one that is not there is no error.</summary>
    public void Remove(int runKey)
    {
        _gate.EnterWriteLock();
        try
        {
            if (_rows[runKey] is not { } run)
                return;
            for (var i = 0; i < _nameCount; i++)
            {
                if (_names[i].Remove(runKey))
                    _names[i].CountHolder(run.Kind, -1);
            }

            _rows.Remove(runKey);
            Count--;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private void Apply(Run run, AttributeChange change)
    {
        var path = change.Path.Value;
        if (!_columns.TryGetValue(path, out var columns))
        {
            if (change.Value is null)
                return;
            _columns.Add(path, columns = new List<Column>(1));
        }

        Column? target = null;
        foreach (var column in columns)
        {
            if (change.Value is not null && column.Kind == change.Value.Kind)
                target = column;
            else if (column.Remove(run.Key))
                column.CountHolder(run.Kind, -1);
        }

        if (change.Value is null)
            return;
        target ??= AddColumn(path, columns, change.Value.Kind);
        if (!target.Has(run.Key))
            target.CountHolder(run.Kind, 1);
        target.Set(run.Key, change.Value);
    }

    private Column AddColumn(string path, List<Column> columns, AttributeKind kind)
    {
        var column = Column.Create(path, kind);
        columns.Add(column);
        if (_nameCount == _names.Length)
        {
            var names = new Column[_nameCount * 2];
            Array.Copy(_names, names, _nameCount);
            Volatile.Write(ref _names, names);
        }

        _names[_nameCount] = column;
        Volatile.Write(ref _nameCount, _nameCount + 1);
        return column;
    }

    private IReadOnlyList<Column> ColumnsOf(string path) =>
        _columns.TryGetValue(path, out var columns) ? columns : _none;
}
