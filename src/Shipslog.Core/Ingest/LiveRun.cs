using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>One attribute of a run in memory.</summary>
internal sealed class AttributeSlot(int id, AttributePath path, AttributeValue value)
{
    public int Id { get; } = id;

    public AttributePath Path { get; } = path;

    public AttributeValue Value { get; set; } = value;

    /// <summary>Of a series: its points that aren't in chunks yet.</summary>
    public SeriesBuffer? Buffer { get; set; }
}

/// <summary>A run in memory. The writer changes it, readers take snapshots; both hold <see cref="Lock"/>.</summary>
internal sealed class LiveRun(Run run)
{
    private RunSnapshot? _snapshot;

    public Lock Lock { get; } = new();

    public Run Run { get; } = run;

    /// <summary>Sequence number of the last log entry applied.</summary>
    public long Version { get; set; }

    /// <summary>When its client last gave a sign of life; ms since 1970.</summary>
    public long SeenUnixMilliseconds { get; set; } = run.CreatedUnixMilliseconds;

    /// <summary>Deleted series whose chunks the next checkpoint removes.</summary>
    public HashSet<SeriesKey> Removed { get; } = [];

    /// <summary>Series deleted since the project was opened, and not created anew: their chunks no longer count, and one created anew starts without.</summary>
    public HashSet<SeriesKey> Deleted { get; } = [];

    /// <summary>In which layers its points lie.</summary>
    public RunTimeline Timeline { get; set; } = new(run);

    // Points of branches that are not the current one, and not in chunks yet.
    private readonly Dictionary<SeriesKey, SeriesBuffer> _shelved = [];

    private readonly Dictionary<string, AttributeSlot> _slots = new(StringComparer.Ordinal);

    // Paths that others lie below. Made when first asked for: most runs are only read.
    private HashSet<string>? _namespaces;

    /// <summary>Attributes by path.</summary>
    public IReadOnlyDictionary<string, AttributeSlot> Slots => _slots;

    /// <summary>Adds an attribute at a path that has none.</summary>
    public void Add(AttributeSlot slot)
    {
        _slots.Add(slot.Path.Value, slot);
        if (_namespaces is not null)
            AddNamespaces(slot.Path.Value);
    }

    /// <summary>Removes an attribute and returns it; null when there is none.</summary>
    public AttributeSlot? Remove(AttributePath path)
    {
        _namespaces = null;
        return _slots.Remove(path.Value, out var slot) ? slot : null;
    }

    /// <summary>Whether attributes lie below a path. For the writer only.</summary>
    public bool IsNamespace(string path)
    {
        if (_namespaces is null)
        {
            _namespaces = new HashSet<string>(StringComparer.Ordinal);
            foreach (var known in _slots.Keys)
                AddNamespaces(known);
        }

        return _namespaces.Contains(path);
    }

    /// <summary>The points of one of its own series that aren't in chunks yet, in any branch; null when there are none. Call it under the lock.</summary>
    public SeriesBuffer? BufferOf(SeriesKey key, AttributePath path) => key.RunKey != Timeline.CurrentKey
        ? _shelved.GetValueOrDefault(key)
        : _slots.TryGetValue(path.Value, out var slot) && slot.Id == key.AttributeId ? slot.Buffer : null;

    /// <summary>Makes another branch the current one. Call it under the lock.</summary>
    public void Switch(RunTimeline timeline)
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Buffer is { IsDirty: true } buffer)
                _shelved[new SeriesKey(Timeline.CurrentKey, slot.Id)] = buffer;
            slot.Buffer = null;
        }

        Timeline = timeline;
        foreach (var cut in timeline.UndoneCuts())
            BringBack(cut);
        foreach (var slot in _slots.Values.Where(slot => slot.Value.Kind.IsSeries()))
        {
            if (_shelved.Remove(new SeriesKey(timeline.CurrentKey, slot.Id), out var shelved))
                slot.Buffer = shelved;
        }
    }

    /// <summary>A series that was cleared or deleted in a branch that counts no longer is again of the kind it was; another value at its path stays.</summary>
    private void BringBack(SeriesCut cut)
    {
        if (_slots.TryGetValue(cut.Path.Value, out var slot))
        {
            if (!slot.Value.Kind.IsSeries() || slot.Value.Kind == cut.Kind)
                return;
            Remove(cut.Path);
        }

        Add(new AttributeSlot(cut.AttributeId, cut.Path, SeriesRecount.Empty(cut.Kind)));
    }

    /// <summary>All that a checkpoint has to store. Call it under the lock.</summary>
    public List<(SeriesKey Key, SeriesBuffer Buffer)> DirtyBuffers()
    {
        var dirty = new List<(SeriesKey, SeriesBuffer)>();
        foreach (var slot in _slots.Values)
        {
            if (slot.Buffer is { IsDirty: true } buffer)
                dirty.Add((new SeriesKey(Timeline.CurrentKey, slot.Id), buffer));
        }

        foreach (var (key, buffer) in _shelved.ToList())
        {
            if (buffer.IsDirty)
                dirty.Add((key, buffer));
            else
                _shelved.Remove(key);
        }

        return dirty;
    }

    public LiveRun Changed()
    {
        _snapshot = null;
        return this;
    }

    public AttributeValue? this[string path] => _slots.GetValueOrDefault(path)?.Value;

    public string State => this[SystemPaths.State] is AttributeValue.String state ? state.Value : "";

    public bool IsRunning => State == RunStates.Name(RunState.Running);

    public RunSnapshot Snapshot()
    {
        lock (Lock)
        {
            return _snapshot ??= new RunSnapshot(
                Run,
                [.. Slots.Values
                    .OrderBy(slot => slot.Path.Value, StringComparer.Ordinal)
                    .Select(slot => new RunAttribute(slot.Id, slot.Path, slot.Value))],
                Version);
        }
    }

    private void AddNamespaces(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            // Known, so its own namespaces are too.
            if (!_namespaces!.GetAlternateLookup<ReadOnlySpan<char>>().Add(path.AsSpan(0, slash)))
                return;
        }
    }
}
