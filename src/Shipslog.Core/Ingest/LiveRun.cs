using Shipslog.Core.Model;

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

    /// <summary>Numbers of deleted series whose chunks the next checkpoint removes.</summary>
    public HashSet<int> Removed { get; } = [];

    /// <summary>Numbers of series deleted since the project was opened: one created anew starts without chunks.</summary>
    public HashSet<int> Deleted { get; } = [];

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
