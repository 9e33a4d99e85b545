using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>
/// A distinct (path, kind) of a project: in how many holders it is, and its values while they are in memory. A project may have a
/// million of these, most of which nobody ever asks for. Not thread safe but for the counts, as <see cref="Column"/>.
/// </summary>
internal sealed class NamedColumn(string path, AttributeKind kind)
{
    private int _runs;
    private int _models;
    private int _versions;
    private int _projects;

    // While the values are being read: what changed meanwhile, newest value by row.
    private Dictionary<int, AttributeValue?>? _changed;

    public string Path { get; } = path;

    public AttributeKind Kind { get; } = kind;

    /// <summary>The next kind at the same path.</summary>
    public NamedColumn? Next { get; set; }

    /// <summary>All values; null while they are not in memory.</summary>
    public Column? Values { get; private set; }

    /// <summary>When a query last asked for the values, in the table's count of queries.</summary>
    public long UsedAt { get; set; }

    /// <summary>Whether the store keeps the values as they are.</summary>
    public bool IsKept { get; set; }

    public bool IsLoading => _changed is not null;

    public bool IsEmpty => _runs == 0 && _models == 0 && _versions == 0 && _projects == 0;

    /// <summary>In how many holders of a kind the attribute is.</summary>
    public int Runs(HolderKind holder) => Volatile.Read(ref Counter(holder));

    public void CountHolder(HolderKind holder, int change) => Counter(holder) += change;

    /// <summary>Whether a row has the attribute, as far as the values here can tell; null: they can't.</summary>
    public bool? Has(int row) => Values?.Has(row);

    public void Set(int row, AttributeValue value)
    {
        IsKept = false;
        Values?.Set(row, value);
        if (_changed is not null)
            _changed[row] = value;
    }

    public void Remove(int row)
    {
        IsKept = false;
        Values?.Remove(row);
        if (_changed is not null)
            _changed[row] = null;
    }

    /// <summary>From now on all values are here: there are none yet.</summary>
    public void Begin() => Values = Column.Create(Path, Kind);

    /// <summary>From now on changes are kept for <see cref="FinishLoading"/>.</summary>
    public void BeginLoading() => _changed = [];

    /// <summary>Takes values as they were at some moment since <see cref="BeginLoading"/>.</summary>
    /// <param name="values">All of them; null: they could not be read.</param>
    /// <param name="areKept">Whether the store keeps just these.</param>
    public void FinishLoading(Column? values, bool areKept)
    {
        IsKept = areKept && _changed!.Count == 0;
        if (values is not null)
        {
            foreach (var (row, value) in _changed!)
            {
                if (value is null)
                    values.Remove(row);
                else
                    values.Set(row, value);
            }
        }

        (Values, _changed) = (values, null);
    }

    /// <summary>Lets the values go.</summary>
    public void Evict() => Values = null;

    private ref int Counter(HolderKind holder)
    {
        switch (holder)
        {
            case HolderKind.Model: return ref _models;
            case HolderKind.ModelVersion: return ref _versions;
            case HolderKind.Project: return ref _projects;
            default: return ref _runs;
        }
    }
}
