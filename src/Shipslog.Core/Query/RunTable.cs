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
/// A column's values come into memory when a question needs them, and go again when all together hold too much: see <see cref="ColumnLoading"/>.
/// </remarks>
/// <param name="keepsAll">Whether every column is in memory from its first value on; else only those that were loaded.</param>
internal sealed partial class RunTable(bool keepsAll = true) : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new(LockRecursionPolicy.NoRecursion);
    private readonly RunRows _rows = new();
    private readonly Dictionary<string, NamedColumn> _columns = new(StringComparer.Ordinal);
    private NamedColumn[] _names = new NamedColumn[64];
    private readonly NameText _nameText = new();
    private int _nameCount;
    private long _questions;
    // Attributes of all holders together.
    private long _uses;

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
    /// <param name="runKey">Whose.</param>
    /// <param name="attributes">All that it has; null: those whose columns are in memory.</param>
    public void Remove(int runKey, IEnumerable<(string Path, AttributeKind Kind)>? attributes = null)
    {
        _gate.EnterWriteLock();
        try
        {
            if (_rows[runKey] is not { } run)
                return;
            foreach (var column in attributes?.Select(attribute => Find(attribute.Path, attribute.Kind)).OfType<NamedColumn>()
                ?? _names.Take(_nameCount).Where(column => column.Has(runKey) == true))
            {
                CountUse(column, run.Kind, -1);
                column.Remove(runKey);
            }

            _rows.Remove(runKey);
            Count--;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Before anything else: a run, and attributes in stored runs, that are there already.</summary>
    public void Declare(Run run)
    {
        if (_rows.Put(run))
            Count++;
    }

    /// <inheritdoc cref="Declare(Run)"/>
    /// <param name="path">A path.</param>
    /// <param name="kind">A kind.</param>
    /// <param name="holder">Kind of holders.</param>
    /// <param name="runs">In how many of them.</param>
    public void Declare(string path, AttributeKind kind, HolderKind holder, int runs) =>
        CountUse(Find(path, kind) ?? Add(path, kind), holder, runs);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Answers a question at one moment, or says which columns must be loaded for it.</summary>
    private T? Answer<T>(Func<ColumnAccess, T> question, out IReadOnlyList<string> missing)
        where T : class
    {
        _gate.EnterReadLock();
        try
        {
            var columns = new ColumnAccess(_columns, Interlocked.Increment(ref _questions));
            var answer = question(columns);
            missing = columns.Missing;
            return missing.Count == 0 ? answer : null;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private void Apply(Run run, AttributeChange change)
    {
        var path = change.Path.Value;
        NamedColumn? target = null;
        for (var column = _columns.GetValueOrDefault(path); column is not null; column = column.Next)
        {
            var had = column.Has(run.Key) ?? change.Was == column.Kind;
            if (column.Kind == change.Value?.Kind)
            {
                target = column;
                if (!had)
                    CountUse(column, run.Kind, 1);
            }
            else if (had)
            {
                CountUse(column, run.Kind, -1);
                column.Remove(run.Key);
            }
        }

        if (change.Value is null)
            return;
        if (target is null)
        {
            target = Add(path, change.Value.Kind);
            CountUse(target, run.Kind, 1);
        }

        target.Set(run.Key, change.Value);
    }

    private void CountUse(NamedColumn column, HolderKind holder, int change)
    {
        column.CountHolder(holder, change);
        _uses += change;
    }

    private NamedColumn? Find(string path, AttributeKind kind)
    {
        var column = _columns.GetValueOrDefault(path);
        while (column is not null && column.Kind != kind)
            column = column.Next;
        return column;
    }

    private NamedColumn Add(string path, AttributeKind kind)
    {
        var column = new NamedColumn(path, kind);
        if (keepsAll)
            column.Begin();
        if (_columns.TryGetValue(path, out var first))
            (column.Next, first.Next) = (first.Next, column);
        else
            _columns.Add(path, column);
        if (_nameCount == _names.Length)
        {
            var names = new NamedColumn[_nameCount * 2];
            Array.Copy(_names, names, _nameCount);
            Volatile.Write(ref _names, names);
        }

        _names[_nameCount] = column;
        Volatile.Write(ref _nameCount, _nameCount + 1);
        _nameText.Add(path);
        return column;
    }
}
