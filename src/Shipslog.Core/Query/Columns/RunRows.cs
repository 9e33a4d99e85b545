using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>Which run is on which row. A row is the run's number (<see cref="Run.Key"/>), so rows are in order of creation.</summary>
internal sealed class RunRows
{
    private readonly Dictionary<string, int> _byShortId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Guid, int> _byId = [];
    private readonly RowBits[] _byKind = [.. Enumerable.Range(0, 8).Select(_ => new RowBits(64))];
    private Run?[] _runs = new Run?[64];
    private long[] _created = new long[64];

    /// <summary>One more than the highest row in use.</summary>
    public int Length { get; private set; }

    public Run? this[int row] => (uint)row < (uint)_runs.Length ? _runs[row] : null;

    /// <summary>When the run of a row in use was created.</summary>
    public long CreatedUnixMilliseconds(int row) => _created[row];

    /// <summary>True when the run is new.</summary>
    public bool Put(Run run)
    {
        var isNew = this[run.Key] is null;
        if (run.Key >= _runs.Length)
        {
            Array.Resize(ref _runs, Math.Max(run.Key + 1, _runs.Length + _runs.Length / 2));
            Array.Resize(ref _created, _runs.Length);
        }

        _runs[run.Key] = run;
        _created[run.Key] = run.CreatedUnixMilliseconds;
        if (!isNew)
            return false;
        Length = Math.Max(Length, run.Key + 1);
        _byShortId[run.ShortId] = run.Key;
        _byId[run.Id] = run.Key;
        _byKind[(int)run.Kind & 7].Add(run.Key);
        return true;
    }

    public void Remove(int row)
    {
        if (this[row] is not { } run)
            return;
        _runs[row] = null;
        _byId.Remove(run.Id);
        if (_byShortId.TryGetValue(run.ShortId, out var named) && named == row)
            _byShortId.Remove(run.ShortId);
        _byKind[(int)run.Kind & 7].Remove(row);
    }

    /// <summary>The row of a short id (ignoring case) or UUID.</summary>
    public int? Find(string id) =>
        _byShortId.TryGetValue(id, out var row) || Guid.TryParse(id, out var uuid) && _byId.TryGetValue(uuid, out row)
            ? row
            : null;

    /// <summary>A new set of the rows of one kind of holder, with room for every row.</summary>
    public RowBits OfKind(HolderKind kind) => new RowBits(Length).Or(_byKind[(int)kind & 7]);
}
