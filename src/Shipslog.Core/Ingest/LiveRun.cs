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

    private long _stamp;

    /// <summary>A number that stays the same as long as points are only added after the last; made when first asked for, and anew when the attribute is read from its document again.</summary>
    public long Stamp
    {
        get
        {
            Interlocked.CompareExchange(ref _stamp, Random.Shared.NextInt64(1, long.MaxValue), 0);
            return Interlocked.Read(ref _stamp);
        }
    }

    /// <summary>Points changed otherwise than by adding some after the last.</summary>
    public void Disturb() => Interlocked.Exchange(ref _stamp, 0);
}

/// <summary>
/// A run in memory. The writer changes it, readers take snapshots; both hold <see cref="Lock"/>. Its attributes are read from its
/// document when somebody first needs them, and a clean run's are let go again: see <see cref="RunMemory"/>.
/// </summary>
internal sealed class LiveRun
{
    private readonly RunMemory? _memory;
    private RunSnapshot? _snapshot;

    // Made when they are needed: most runs of a project are never touched.
    private RunTimeline? _timeline;
    private HashSet<SeriesKey>? _removed;
    private HashSet<SeriesKey>? _deleted;
    private bool _wasRunning;

    // Whether it was needed since the last eviction looked at it.
    private volatile bool _used = true;

    /// <summary>A new run, without attributes.</summary>
    public LiveRun(Run run, RunMemory? memory = null)
    {
        (Run, SeenUnixMilliseconds, _memory) = (run, run.CreatedUnixMilliseconds, memory);
        _slots = new Dictionary<string, AttributeSlot>(StringComparer.Ordinal);
        _memory?.Track(this);
    }

    /// <summary>A stored run.</summary>
    public LiveRun(RunHead head, long version, RunMemory memory)
    {
        (Run, SeenUnixMilliseconds, _timeline, _memory) = (head.Run, head.SeenUnixMilliseconds, head.Timeline, memory);
        (Version, StoredVersion, _wasRunning) = (version, version, head.IsRunning);
    }

    public Lock Lock { get; } = new();

    public Run Run { get; }

    /// <summary>Sequence number of the last log entry applied.</summary>
    public long Version { get; set; }

    /// <summary>The <see cref="Version"/> in its document; 0: it has none.</summary>
    public long StoredVersion { get; set; }

    /// <summary>Whether the run was deleted for ever.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether something that it was sent can't be read any more: nothing is shown of it and nothing written.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>Whether attributes came, went or changed their kind since it was last stored.</summary>
    public bool ShapeChanged { get; set; }

    /// <summary>When its client last gave a sign of life; ms since 1970.</summary>
    public long SeenUnixMilliseconds { get; set; }

    /// <summary>Deleted series whose chunks the next checkpoint removes.</summary>
    public HashSet<SeriesKey> Removed => _removed ??= [];

    /// <summary>Series deleted since the project was opened, and not created anew: their chunks no longer count, and one created anew starts without.</summary>
    public HashSet<SeriesKey> Deleted => _deleted ??= [];

    /// <summary>Whether there is one of these.</summary>
    public bool HasDeleted => _deleted is { Count: > 0 };

    /// <summary>In which layers its points lie.</summary>
    public RunTimeline Timeline
    {
        get => _timeline ?? Interlocked.CompareExchange(ref _timeline, new RunTimeline(Run), null) ?? _timeline;
        set => _timeline = value;
    }

    /// <summary>Whether there is no more to its history than its own number.</summary>
    public bool HasNoHistory => _timeline is null && Run.Fork is null;

    // Points of branches that are not the current one, and not in chunks yet.
    private Dictionary<SeriesKey, SeriesBuffer>? _shelved;

    private volatile Dictionary<string, AttributeSlot>? _slots;

    // The attributes by path, for snapshots; null: not known since some came or went.
    private AttributeSlot[]? _sorted;

    // Paths that others lie below. Made when first asked for: most runs are only read.
    private HashSet<string>? _namespaces;

    /// <summary>Attributes by path.</summary>
    public IReadOnlyDictionary<string, AttributeSlot> Slots => Attributes;

    /// <summary>Whether the attributes are in memory.</summary>
    public bool IsResident => _slots is not null;

    private Dictionary<string, AttributeSlot> Attributes
    {
        get
        {
            _used = true;
            return _slots ?? Load();
        }
    }

    /// <summary>Adds an attribute at a path that has none.</summary>
    public void Add(AttributeSlot slot)
    {
        Attributes.Add(slot.Path.Value, slot);
        _sorted = null;
        _memory?.Count(1);
        ShapeChanged = true;
        if (_namespaces is not null)
            AddNamespaces(slot.Path.Value);
    }

    /// <summary>Gives an attribute another value.</summary>
    public void Replace(AttributeSlot slot, AttributeValue value)
    {
        ShapeChanged |= slot.Value.Kind != value.Kind;
        slot.Value = value;
    }

    /// <summary>Removes an attribute and returns it; null when there is none.</summary>
    public AttributeSlot? Remove(AttributePath path)
    {
        _namespaces = null;
        if (!Attributes.Remove(path.Value, out var slot))
            return null;
        _sorted = null;
        _memory?.Count(-1);
        ShapeChanged = true;
        return slot;
    }

    /// <summary>For the writer only: lets the attributes go if nothing would be lost, and nobody needed them since the last try.</summary>
    public bool TryEvict()
    {
        lock (Lock)
        {
            if (_slots is null)
                return true;
            if (IsForgotten)
            {
                _memory?.Count(-_slots.Count);
                return true;
            }

            var wasUsed = _used;
            _used = false;
            if (wasUsed || Version != StoredVersion)
                return false;
            foreach (var slot in _slots.Values)
            {
                if (slot.Buffer is { IsDirty: false })
                    slot.Buffer = null;
            }

            if (DirtyBuffers().Count > 0)
                return false;
            _wasRunning = IsRunning;
            _memory?.Count(-_slots.Count);
            (_slots, _snapshot, _namespaces, _sorted) = (null, null, null, null);
            return true;
        }
    }

    /// <summary>Whether attributes lie below a path. For the writer only.</summary>
    public bool IsNamespace(string path)
    {
        if (_namespaces is null)
        {
            _namespaces = new HashSet<string>(StringComparer.Ordinal);
            foreach (var known in Attributes.Keys)
                AddNamespaces(known);
        }

        return _namespaces.Contains(path);
    }

    /// <summary>The points of one of its own series that aren't in chunks yet, in any branch; null when there are none. Call it under the lock.</summary>
    public SeriesBuffer? BufferOf(SeriesKey key, AttributePath path) => key.RunKey != Timeline.CurrentKey
        ? _shelved?.GetValueOrDefault(key)
        : _slots is { } slots && slots.TryGetValue(path.Value, out var slot) && slot.Id == key.AttributeId ? slot.Buffer : null;

    /// <summary>Makes another branch the current one. Call it under the lock.</summary>
    public void Switch(RunTimeline timeline)
    {
        foreach (var slot in _slots?.Values ?? Enumerable.Empty<AttributeSlot>())
        {
            if (slot.Buffer is { IsDirty: true } buffer)
                (_shelved ??= [])[new SeriesKey(Timeline.CurrentKey, slot.Id)] = buffer;
            slot.Buffer = null;
        }

        Timeline = timeline;
        foreach (var cut in timeline.UndoneCuts())
            BringBack(cut);
        foreach (var slot in Attributes.Values.Where(slot => slot.Value.Kind.IsSeries()))
        {
            if (_shelved is not null && _shelved.Remove(new SeriesKey(timeline.CurrentKey, slot.Id), out var shelved))
                slot.Buffer = shelved;
        }
    }

    /// <summary>A series that was cleared or deleted in a branch that counts no longer is again of the kind it was; another value at its path stays.</summary>
    private void BringBack(SeriesCut cut)
    {
        if (Attributes.TryGetValue(cut.Path.Value, out var slot))
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
        foreach (var slot in _slots?.Values ?? Enumerable.Empty<AttributeSlot>())
        {
            if (slot.Buffer is { IsDirty: true } buffer)
                dirty.Add((new SeriesKey(Timeline.CurrentKey, slot.Id), buffer));
        }

        foreach (var (key, buffer) in _shelved?.ToList() ?? [])
        {
            if (buffer.IsDirty)
                dirty.Add((key, buffer));
            else
                _shelved!.Remove(key);
        }

        return dirty;
    }

    /// <summary>No more points are expected soon: room that is kept for them goes.</summary>
    public void GiveRoomBack()
    {
        lock (Lock)
        {
            foreach (var slot in _slots?.Values ?? Enumerable.Empty<AttributeSlot>())
                slot.Buffer?.GiveRoomBack();
        }
    }

    public LiveRun Changed()
    {
        _snapshot = null;
        return this;
    }

    public AttributeValue? this[string path] => Attributes.GetValueOrDefault(path)?.Value;

    public string State => this[SystemPaths.State] is AttributeValue.String state ? state.Value : "";

    public bool IsRunning => _slots is { } slots
        ? slots.GetValueOrDefault(SystemPaths.State)?.Value is AttributeValue.String state && state.Value == RunStates.Name(RunState.Running)
        : _wasRunning;

    public RunSnapshot Snapshot()
    {
        lock (Lock)
        {
            return _snapshot ??= new RunSnapshot(
                Run, Array.ConvertAll(_sorted ??= Sorted(), slot => new RunAttribute(slot.Id, slot.Path, slot.Value)), Version);
        }
    }

    private AttributeSlot[] Sorted()
    {
        var slots = Attributes.Values.ToArray();
        Array.Sort(slots, static (one, other) => one.Path.CompareTo(other.Path));
        return slots;
    }

    private Dictionary<string, AttributeSlot> Load()
    {
        lock (Lock)
            return _slots ??= _memory!.Read(this);
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
